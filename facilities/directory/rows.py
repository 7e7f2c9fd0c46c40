"""A facility's row as every reader yields it, and the making of one from loose values."""

import math
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from typing import Final

from facilities.directory.errors import Problems
from markup.characters import one_line

NEEDED: Final = ("name1", "city", "state", "zip")
LONGEST: Final = {
    **dict.fromkeys(("name1", "name2", "street1", "street2"), 200),
    "city": 100,
    "state": 2,
    "zip": 10,
    **dict.fromkeys(("phone", "intake1", "intake2"), 40),
    "website": 500,
}
LOST: Final = "\ufffd"
# What spreadsheets, databases and programs write where there is nothing.
NOTHING: Final = frozenset(
    (
        "n/a",
        "#n/a",
        "n.a.",
        "na",
        "nan",
        "#na",
        "null",
        "(null)",
        "#null!",
        "\\n",
        "none",
        "nil",
        "undefined",
        "(blank)",
    )
    + ("#ref!", "#value!", "#name?", "#div/0!", "#num!", "-", "--", "---", "–", "—", ".", "?", "x", "tbd", "unknown")
    + ("not available", "not applicable", "not reported")
)
_ODD = re.compile(r"&[#a-zA-Z]|_x[0-9a-fA-F]{4}_")
_ESCAPE = re.compile(r"_x([0-9a-fA-F]{4})_")  # as Excel writes signs that XML cannot hold
_APOSTROPHE = re.compile(rf"(?<=[^\W\d_]){LOST}(?=(?:s|t|d|m|ll|re|ve)\b)|(?<=\b[OD]){LOST}(?=[A-Z])")
_NINE = re.compile(r"(\d{5}) ?[-‐–]? ?(\d{4})", re.ASCII)
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


class Rows(Iterator[Row]):
    """The rows one by one. What is wrong with them is complete, in `problems`, once the last has been read."""

    def __init__(self, read: Callable[[Problems], Iterator[Row]]) -> None:
        self.problems = Problems()
        self._rows = read(self.problems)

    def __next__(self) -> Row:
        return next(self._rows)


def text_of(value: object) -> str | None:
    """A cell's text on one line; "" for what other programs write for nothing. Numbers are tolerated; None says that
    the value is of no kind a directory holds.
    """
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return None
    if isinstance(value, float):
        if not math.isfinite(value):
            return None
        value = int(value) if value.is_integer() else value
    text = str(value)
    if _ODD.search(text):
        text = _ESCAPE.sub(lambda match: chr(int(match[1], 16)), text)
        text = unescape(unescape(text))  # some were escaped twice
    text = one_line(text)
    return "" if text.casefold() in NOTHING else text


def make_row(
    values: Mapping[str, object],
    codes: frozenset[str],
    number: int | str,
    problems: Problems,
    *,
    place: tuple[float | None, float | None] = (None, None),
) -> Row | None:
    """None where something is wrong with it, also what `problems` was told before. Nothing in it is no problem."""
    texts = {name: text_of(values.get(name)) for name in LONGEST}
    if not codes and not any(texts.values()) and None not in texts.values():
        return None
    texts["zip"] = _zip(values.get("zip"), texts["zip"])
    texts["state"] = texts["state"].upper() if texts["state"] else texts["state"]
    for sentence in (*_wrong(texts), *([] if codes else ["it lists no services."])):
        problems.add(number, sentence)
    texts |= _phones(values, texts)
    if problems.identify(number, texts):
        return None
    known = {name: _mended(name, text or "", number, problems) for name, text in texts.items()}
    return Row(**known, latitude=place[0], longitude=place[1], codes=codes)


def _mended(name: str, text: str, number: int | str, problems: Problems) -> str:
    """A sign that was lost before the file came to us: mostly an apostrophe, which can be told."""
    if LOST not in text:
        return text
    fixed = _APOSTROPHE.sub("’", text).replace(LOST, "?")
    problems.note(number, f"a character of {name} was lost, so it is shown as “{fixed[:80]}”.")
    return fixed


def _zip(value: object, text: str | None) -> str | None:
    """A ZIP in a number's cell has lost its leading zeros. Nine digits are five and four."""
    if text and isinstance(value, (int, float)) and text.isdigit():
        text = text.zfill(5 if len(text) <= 5 else 9)
    nine = _NINE.fullmatch(text) if text else None
    return f"{nine[1]}-{nine[2]}" if nine else text


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
