"""From the environment and `local.env` to values, or to sentences that say what is wrong."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ImproperlyConfigured

from rehabsite.configuration import kinds, local_env
from rehabsite.configuration.table import OUTSIDE_ALONE, TABLE, Setting
from rehabsite.configuration.wrong import Wrong

FILE = "_FILE"  # SECRET_KEY_FILE names a file that holds the SECRET_KEY
SHOWN = 60


class Configuration(NamedTuple):
    """A setting that is wrong has its default among the values, and a sentence among the problems."""

    values: dict[str, Any]
    problems: list[str]


def read(environment: Mapping[str, str], usual_folder: Path) -> Configuration:
    problems: list[str] = []
    try:
        folder = kinds.folder(environment.get("VAR_DIR") or str(usual_folder))
    except Wrong as wrong:
        folder = usual_folder
        problems.append(f"VAR_DIR cannot be used. {wrong.sentence}")
    names = {name + end for name, *_ in TABLE for end in ("", FILE) if name not in OUTSIDE_ALONE}
    try:
        local = local_env.read(folder / "local.env", names, OUTSIDE_ALONE)
    except Wrong as wrong:  # what else seems to be missing may be in there
        raise ImproperlyConfigured(str(wrong)) from wrong
    found = Configuration({}, [*problems, *local.problems])
    for setting in (setting for setting in TABLE if setting.name not in OUTSIDE_ALONE):
        found.values[setting.name] = setting.default
        try:
            if text := _text(setting, environment, local.values):
                found.values[setting.name] = _value(setting, text)
        except Wrong as wrong:
            found.problems.append(str(wrong))
    found.values["VAR_DIR"] = folder
    return found


def _text(setting: Setting, *places: Mapping[str, str]) -> str:
    """Where the first place names it, the others are not asked, even if it is empty there."""
    name = setting.name
    for place in places:
        if place.get(name) and place.get(name + FILE):
            raise Wrong(f"{name} and {name}{FILE} are both set. Remove one of the two.")
        if place.get(name + FILE):
            return _content(name + FILE, place[name + FILE])
        if name in place:
            return place[name].strip()
    return ""


def _content(name: str, file: str) -> str:
    try:
        return Path(file).read_text(encoding="utf-8").strip()
    except OSError as error:
        raise Wrong(f"{name} names a file that cannot be read ({error.strerror}).") from error
    except ValueError as error:
        raise Wrong(f"{name} names a file that is not text.") from error


def _value(setting: Setting, text: str) -> Any:
    try:
        _need_printable(text)
        return setting.kind.read(text)
    except Wrong as wrong:
        raise Wrong(_sentence(setting, text, wrong)) from wrong


def _need_printable(text: str) -> None:
    if text[0] == text[-1] and text[0] in "'\"" and len(text) > 1:
        raise Wrong("It is in quotation marks. Remove them.")
    if not text.isprintable():
        raise Wrong("It has an invisible character in it. Type it again, on one line.")


def _sentence(setting: Setting, text: str, wrong: Wrong) -> str:
    if setting.secret:
        return f"{setting.name} cannot be used. {wrong.sentence}"
    verb, shown = ("holds", wrong.part) if wrong.part else ("is", text)
    cut = f"{shown[:SHOWN]} …" if len(shown) > SHOWN else shown
    return f"{setting.name} {verb} {cut!r}. {wrong.sentence}"
