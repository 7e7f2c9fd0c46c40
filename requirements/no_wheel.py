"""What `pip wheel .` and `pip install .` get to hear: a site is no package."""

from typing import NoReturn

SENTENCE = (
    "The site is not installed as a package: it runs from its folder, with its templates and settings next to it. "
    "Run python3 requirements/install.py run, and read docs/guides/operators.md."
)


def _refuse(*args: object, **kwargs: object) -> NoReturn:
    raise SystemExit(SENTENCE)


build_wheel = build_sdist = build_editable = _refuse
