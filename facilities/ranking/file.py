"""ranking.json: the same bytes for the same ranking on every database, read back with nothing taken on trust."""

import json
from collections.abc import Callable
from datetime import date
from typing import Any, cast

from facilities.ranking.scoring import Inputs

MOST_BYTES = 20_000_000


class Unreadable(ValueError):
    """Not a ranking. The sentence says where."""


def write(document: Inputs) -> str:
    """With sorted keys, because a database may keep them in another order."""
    return json.dumps(document, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def read(raw: bytes) -> Inputs:
    if len(raw) > MOST_BYTES:
        raise Unreadable("The file is larger than 20 MB. No ranking is that large.")
    try:
        found = json.loads(raw.decode(), object_pairs_hook=_once)
    except Unreadable:
        raise
    except UnicodeDecodeError as error:
        raise Unreadable("The file is not text in UTF-8.") from error
    except json.JSONDecodeError as error:
        raise Unreadable(f"The file is not JSON: line {error.lineno}, column {error.colno}.") from error
    except ValueError as error:
        raise Unreadable("The file holds a number that no ranking has.") from error
    except RecursionError as error:
        raise Unreadable("The file nests its data deeper than any ranking.") from error
    _fits(found, DOCUMENT, "the file")
    for name, key in (("criteria", "key"), ("facilities", "slug"), ("rows", "slug")):
        values = [item[key] for item in found[name]]
        if len(values) != len(set(values)):
            raise Unreadable(f"In {name}, a {key} is there twice.")
    return cast(Inputs, found)


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Of a key that is there twice, readers would take one and programs the other."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise Unreadable("In one object, a name is there twice.")
    return found


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return type(value) is int and 0 <= value < 1_000_000


def _day(value: Any) -> bool:
    try:
        return bool(date.fromisoformat(value))
    except (TypeError, ValueError):
        return False


def _or_none(check: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or check(value)


def _words(value: Any) -> bool:
    return isinstance(value, dict) and all(map(_text, value.values()))


def _truth(value: Any) -> bool:
    return isinstance(value, bool)


DOCUMENT: dict[str, Any] = {
    "method": _text,
    "city": {"slug": _text, "name": _text, "state": _text},
    "number": _number,
    "edition": {
        "name": _text,
        "source": _text,
        "survey_year": _or_none(_number),
        "sha256": _text,
        "invented": _truth,
    },
    "made_on": _day,
    "criteria": [
        {
            **dict.fromkeys(("key", "group", "label", "counts"), _text),
            "short": _words,
            "points": _number,
            "codes": [_text],
            "denied_by": [_text],
            "within_days": _or_none(_number),
        }
    ],
    "facilities": [
        {
            **dict.fromkeys(("slug", "name", "address", "edition"), _text),
            "codes": [_text],
            "last_confirmed_on": _or_none(_day),
        }
    ],
    "left_out": [{"slug": _text, "name": _text, "reason": _text}],
    "rows": [
        {
            "slug": _text,
            "position": _number,
            "tied": _truth,
            "score": _number,
            "reasons": [{"key": _text, "points": _number, "state": _text}],
        }
    ],
}


def _fits(value: Any, shape: Any, where: str) -> None:
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise Unreadable(f"A ranking has an object for {where}; this has something else.")
        for name, part in shape.items():
            if name not in value:
                raise Unreadable(f"Missing in {where}: {name}.")
            _fits(value[name], part, name if where == "the file" else f"{where}, {name}")
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise Unreadable(f"A ranking has a list for {where}; this has something else.")
        for number, item in enumerate(value, start=1):
            _fits(item, shape[0], f"{where} {number}")
    elif not shape(value):
        raise Unreadable(f"A ranking has a different kind of value for {where}.")
