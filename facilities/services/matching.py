"""Recognizing a facility again: exactly, or so nearly that a person should look.

Names and streets are compared by what is left of them without spelling, forms of companies and abbreviations.
"""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict
from difflib import SequenceMatcher
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, NamedTuple

from facilities.directory import BadRow, Row
from facilities.models import Facility
from facilities.phones import digits
from markup.characters import folded

_COMPANY: Final = frozenset(
    "inc incorporated llc lllp llp lp ltd limited co company corp corporation pc pllc pa plc the".split()
)
_SHORT: Final = {
    "avenue": "ave",
    "av": "ave",
    "aven": "ave",
    "boulevard": "blvd",
    "boul": "blvd",
    "circle": "cir",
    "court": "ct",
    "crossing": "xing",
    "drive": "dr",
    "drv": "dr",
    "expressway": "expy",
    "freeway": "fwy",
    "highway": "hwy",
    "hiway": "hwy",
    "lane": "ln",
    "parkway": "pkwy",
    "pky": "pkwy",
    "place": "pl",
    "plaza": "plz",
    "road": "rd",
    "square": "sq",
    "street": "st",
    "str": "st",
    "terrace": "ter",
    "trail": "trl",
    "turnpike": "tpke",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "saint": "st",
    "mount": "mt",
    "fort": "ft",
    "center": "ctr",
    "centre": "ctr",
    "route": "rte",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "martin": "m",
    "luther": "l",
    "mlk": "m l k",
}
# From here on a line tells where inside of the building.
_INSIDE: Final = frozenset("suite ste unit apt apartment floor fl flr room rm building bldg bld wing dept".split())
_NAMES: Final = {
    "center": "ctr",
    "centre": "ctr",
    "services": "svcs",
    "service": "svcs",
    "svc": "svcs",
    "department": "dept",
    "hospital": "hosp",
    "saint": "st",
    "mount": "mt",
    "and": "&",
    "associates": "assoc",
    "community": "comm",
    "medical": "med",
    "health": "hlth",
    "behavioral": "bhvl",
    "behavioural": "bhvl",
    "county": "cnty",
}


@lru_cache(maxsize=60_000)
def bare_name(name: str) -> str:
    """`The Árbol Health Center, L.L.C.` is `Arbol Health Ctr`."""
    return " ".join(_NAMES.get(word, word) for word in _words(name) if word not in _COMPANY)


@lru_cache(maxsize=60_000)
def bare_street(first: str, second: str = "") -> str:
    """The house's number and street, whichever of the two lines they are in; "" where there is no number."""
    for line in (first, second):
        words = _words(line.replace("#", " suite "))
        if words and words[0][0].isdigit():
            inside = next((at for at, word in enumerate(words) if at > 1 and word in _INSIDE), len(words))
            return " ".join(_SHORT.get(word, word) for word in words[:inside])
    return ""


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", folded(text))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # `L.L.C.` and `O'Neil` are one word each; `&` stays one.
    plain = re.sub(r"[.']", "", plain).replace("&", " and ")
    return re.findall(r"\w+", plain)


LIKE: Final = 0.6  # names are cut at 38 characters and abbreviated again each year
NEARLY_EQUAL: Final = 0.9


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
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        if phone := digits(row.phone):
            groups[phone, row.zip[:5]].append(row)
    for group in groups.values():
        for place, one in enumerate(group):
            for other in group[place + 1 :]:
                if likeness(one, other) >= NEARLY_EQUAL:
                    yield one, other


def candidates(rows: Iterable[Row], facilities: Iterable[Facility]) -> list[Candidate]:
    """Rows that are new by their key beside facilities that are gone by theirs, that are perhaps one place.

    With a name of its own, only where phone and street are both the same: a place that was renamed. Never by the phone
    alone: call centers have one number for many places. Each stands in one pair at most, those
    with the most in common first.
    """
    gone: dict[tuple[str, ...], list[Facility]] = defaultdict(list)
    for facility in facilities:
        for trait in _traits(facility, facility.postal_city):
            gone[trait].append(facility)
    found: list[tuple[int, Candidate]] = []
    for row in rows:
        common = Counter(facility for trait in _traits(row, row.city) for facility in gone.get(trait, ()))
        pairs = ((count, Candidate(row, facility, likeness(row, facility))) for facility, count in common.items())
        found += [(count, pair) for count, pair in pairs if count > 1 or _is_alike(pair)]
    return _each_once(found)


def _traits(found: Row | Facility, city: str) -> Iterator[tuple[str, ...]]:
    """What two reports of one place share: the phone and the ZIP, the name and the ZIP or town, the street and the
    ZIP.
    """
    code, street = found.zip[:5], bare_street(found.street1, found.street2)
    name = bare_name(f"{found.name1} {found.name2}")
    if phone := digits(found.phone):
        yield "phone", phone, code
    if name:
        yield "name", name, code
        yield "name", name, plain(city), found.state
    if street:
        yield "street", street, code


def _is_alike(pair: Candidate) -> bool:
    row, facility = pair.row, pair.facility
    same_name = bare_name(f"{row.name1} {row.name2}") == bare_name(f"{facility.name1} {facility.name2}")
    return same_name or pair.likeness >= LIKE


def _each_once(pairs: list[tuple[int, Candidate]]) -> list[Candidate]:
    chosen: list[Candidate] = []
    rows_taken: set[int] = set()
    facilities_taken: set[int] = set()
    for _common, pair in sorted(pairs, key=lambda found: (-found[0], -found[1].likeness, found[1].facility.pk)):
        if id(pair.row) in rows_taken or pair.facility.pk in facilities_taken:
            continue
        rows_taken.add(id(pair.row))
        facilities_taken.add(pair.facility.pk)
        chosen.append(pair)
    return chosen


def spared(bad: Iterable[BadRow], missing: Iterable[Facility]) -> list[Facility]:
    """Of the facilities that a file lacks, those that may be in its bad rows. They are not gone, as far as we know.

    By as much as could be read of a row; of one that nothing tells from others, all of its state.
    """
    rows = list(bad)
    return [facility for facility in missing if any(_may_be(row.texts, facility) for row in rows)]


def _may_be(texts: Mapping[str, str], facility: Facility) -> bool:
    told = {
        "name": bare_name(f"{texts.get('name1', '')} {texts.get('name2', '')}"),
        "street": bare_street(texts.get("street1", ""), texts.get("street2", "")),
        "phone": digits(texts.get("phone", "")),
    }
    known = {
        "name": bare_name(f"{facility.name1} {facility.name2}"),
        "street": bare_street(facility.street1, facility.street2),
        "phone": digits(facility.phone),
    }
    readable = [name for name, value in told.items() if value]
    if not readable:
        return texts.get("state", facility.state) == facility.state
    same = sum(told[name] == known[name] for name in readable)
    near = texts.get("zip", "")[:5] == facility.zip[:5] or plain(texts.get("city", "")) == plain(facility.postal_city)
    return same >= min(2, len(readable)) or bool(same and near)


def as_json(row: Row) -> dict[str, Any]:
    return asdict(row) | {"codes": sorted(row.codes)}


def from_json(stored: Mapping[str, Any]) -> Row:
    return Row(**{**stored, "codes": frozenset(stored["codes"])})
