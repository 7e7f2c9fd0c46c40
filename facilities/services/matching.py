"""Recognising a facility again: exactly, or so nearly that a person should look."""

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from hashlib import sha256
from typing import Any, Final, NamedTuple, TypeVar

from facilities.directory import Row
from facilities.models import Facility

LIKE: Final = 0.6  # names are cut at 38 characters and abbreviated anew each year
NEARLY_EQUAL: Final = 0.9


Found = TypeVar("Found", Row, Facility)


class Candidate(NamedTuple):
    row: Row
    facility: Facility
    likeness: float


def plain(text: str) -> str:
    return re.sub(r"[\W_]+", " ", text.casefold()).strip()


def name_of(found: Row | Facility) -> str:
    return plain(f"{found.name1} {found.name2}")


def key_of(row: Row, repeated: int = 0) -> str:
    """Name, street and ZIP. A few real rows share even these, so the second such row of a file has its own key."""
    parts = [name_of(row), plain(f"{row.street1} {row.street2}"), row.zip[:5], *([str(repeated)] if repeated else [])]
    return sha256("\n".join(parts).encode()).hexdigest()


def keyed(rows: Iterable[Row]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for row in rows:
        repeated = 0
        while (key := key_of(row, repeated)) in found:
            repeated += 1
        found[key] = row
    return found


def likeness(one: Row | Facility, other: Row | Facility) -> float:
    return SequenceMatcher(None, name_of(one), name_of(other), autojunk=False).ratio()


def near_duplicates(rows: Collection[Row]) -> Iterator[tuple[Row, Row]]:
    """Pairs within one file: one phone, one ZIP and nearly one name. Some are two sites, some are one listed twice."""
    for group in _by_phone_and_zip(rows).values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if likeness(one, other) >= NEARLY_EQUAL:
                    yield one, other


def candidates(rows: Iterable[Row], facilities: Iterable[Facility]) -> list[Candidate]:
    """Rows that are new by their key beside facilities that are gone by theirs: one phone, one ZIP, a similar name.

    Each stands in one pair at most, the likest first.
    """
    gone = _by_phone_and_zip(facilities)
    pairs = [
        Candidate(row, facility, likeness(row, facility))
        for row in rows
        for facility in gone.get((row.phone, row.zip[:5]), ())
    ]
    chosen: list[Candidate] = []
    rows_taken: set[int] = set()
    facilities_taken: set[int] = set()
    for pair in sorted(pairs, key=lambda pair: (-pair.likeness, pair.facility.pk)):
        if pair.likeness < LIKE or id(pair.row) in rows_taken or pair.facility.pk in facilities_taken:
            continue
        rows_taken.add(id(pair.row))
        facilities_taken.add(pair.facility.pk)
        chosen.append(pair)
    return chosen


def _by_phone_and_zip(found: Iterable[Found]) -> Mapping[tuple[str, str], list[Found]]:
    groups: dict[tuple[str, str], list[Found]] = defaultdict(list)
    for one in found:
        if one.phone:
            groups[one.phone, one.zip[:5]].append(one)
    return groups


def as_json(row: Row) -> dict[str, Any]:
    return asdict(row) | {"codes": sorted(row.codes)}


def from_json(stored: Mapping[str, Any]) -> Row:
    return Row(**{**stored, "codes": frozenset(stored["codes"])})
