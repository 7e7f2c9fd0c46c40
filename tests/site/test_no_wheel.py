"""`pip install .` and `pip wheel .` say what to do."""

import importlib.util

import pytest

from rehabsite.settings import BASE_DIR


@pytest.mark.parametrize("ask", ["build_wheel", "build_sdist", "build_editable"])
def test_a_site_is_no_package(ask: str) -> None:
    spec = importlib.util.spec_from_file_location("no_wheel", BASE_DIR / "requirements" / "no_wheel.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with pytest.raises(SystemExit, match=r"Run python3 requirements/install\.py run"):
        getattr(module, ask)("folder")
