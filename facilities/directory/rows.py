"""A facility's row as every reader yields it, and the making of one from loose values."""

import math
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from facilities.directory.errors import Problems

NEEDED: Final = ("name1", "city", "state", "zip")
LONGEST: Final = {
    **dict.fromkeys(("name1", "name2", "street1", "street2"), 200),
    "city": 100,
    "state": 2,
    "zip": 10,
    **dict.fromkeys(("phone", "intake1", "intake2"), 40),
    "website": 500,
}
_ZIP = re.compile(r"\d{5}(-\d{4})?", re.ASCII)
_STATE = re.compile(r"[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Code:
    """A service code as an edition describes it."""

    code: str
    name: str
    description: str
    category_code: str
    category_name: str


@dataclass(frozen=True, slots=True)
class Row:
    name1: str
    name2: str
    street1: str
    street2: str
    city: str
    state: str
    zip: str
    phone: str
    intake1: str
    intake2: str
    website: str
    latitude: float | None
    longitude: float | None
    codes: frozenset[str]


def text_of(value: object) -> str | None:
    """A cell's text on one line. Numbers are tolerated; None says that the value is of no kind a directory holds."""
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = int(value) if value.is_integer() else value
    text = str(value)
    kinds = {unicodedata.category(character) for character in text}
    if "Cs" in kinds:
        return None
    if "Cc" in kinds:
        text = "".join(" " if unicodedata.category(character) == "Cc" else character for character in text)
    return " ".join(text.split())


def make_row(
    values: Mapping[str, object],
    codes: frozenset[str],
    number: int | str,
    problems: Problems,
    *,
    place: tuple[float | None, float | None] = (None, None),
) -> Row | None:
    """None where something is wrong with it, which `problems` then says."""
    texts = {name: text_of(values.get(name)) for name in LONGEST}
    texts["zip"] = _zip(values.get("zip"), texts["zip"])
    texts["state"] = texts["state"].upper() if texts["state"] else texts["state"]
    wrong = list(_wrong(texts)) + ([] if codes else ["it lists no services."])
    for sentence in wrong:
        problems.add(number, sentence)
    if wrong:
        return None
    phones = _phones(values, texts)
    known = {name: text or "" for name, text in texts.items()} | phones
    return Row(**known, latitude=place[0], longitude=place[1], codes=codes)


def _zip(value: object, text: str | None) -> str | None:
    """A ZIP in a number's cell has lost its leading zeros."""
    if text and isinstance(value, (int, float)) and text.isdigit():
        return text.zfill(5)
    return text


def _wrong(texts: Mapping[str, str | None]) -> list[str]:
    found = []
    for name, text in texts.items():
        if text is None:
            found.append(f"{name} is neither text nor a number.")
        elif not text and name in NEEDED:
            found.append(f"{name} is empty.")
        elif len(text) > LONGEST[name]:
            found.append(f"{name} is longer than {LONGEST[name]} characters.")
    zip_code, state = texts["zip"], texts["state"]
    if zip_code and not _ZIP.fullmatch(zip_code):
        found.append(f"the ZIP “{zip_code[:20]}” is not five digits.")
    if state and len(state) == 2 and not _STATE.fullmatch(state):
        found.append(f"the state “{state}” is not two letters.")
    return found


def _phones(values: Mapping[str, object], texts: Mapping[str, str | None]) -> dict[str, str]:
    """The first two intake numbers that differ, extensions and all: the workbook has columns for four."""
    asked = [texts["intake1"], texts["intake2"], text_of(values.get("intake1a")), text_of(values.get("intake2a"))]
    given = [text for text in dict.fromkeys(asked) if text and len(text) <= LONGEST["intake1"]]
    first, second = [*given, "", ""][:2]
    return {"intake1": first, "intake2": second}
