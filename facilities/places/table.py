"""Every place that a person may type, with its point: made once from the ZIP codes of the package `zipcodes` and from
GeoNames' towns. Knows no rows.

872 of the package's ZIP codes are at 0, 0, which is in the sea. Their point is their town's; if it has
none, the middle of the ZIP codes that begin with the same three digits, and `Zip.point` says so.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property
from pathlib import Path
from sys import intern
from typing import Any, Final, Literal, NamedTuple, Protocol

from facilities.places.distance import Point, middle, miles
from facilities.places.folding import fold, in_full
from facilities.places.states import MILITARY

_TOWNS: Final = Path(__file__).with_name("us_towns.csv")
NEAR: Final = 25  # miles that GeoNames' point may be away from a town's ZIP codes: beyond, it is a namesake
NO_PLACE: Final = {"Parcel Return Service"}
NO_ZIP: Final = {"88888", "20588"}
POSTS: Final = {"apo", "fpo", "dpo"}
# ZIP codes of Alaska whose point is more than 40 miles off, and where GeoNames has the town.
MOVED: Final = {
    "99723": Point(71.2906, -156.7887),  # Utqiagvik, once called Barrow
    "99574": Point(60.5432, -145.7587),  # Cordova
    "99762": Point(64.5011, -165.4064),  # Nome
    "99780": Point(63.3367, -142.9856),  # Tok
}
SHORTEST: Final = 4  # of the names that the post does not accept: shorter ones are mostly junk
KINDS: Final[Mapping[str, "Kind"]] = {
    "STANDARD": "standard",
    "PO BOX": "boxes",
    "UNIQUE": "firm",
    "MILITARY": "military",
}
Kind = Literal["standard", "boxes", "firm", "military"]
From = Literal["own", "town", "prefix", ""]


class Zip(NamedTuple):
    code: str
    kind: Kind
    state: str
    town: str  # its key, or empty
    latitude: float | None
    longitude: float | None
    point: From


@dataclass(slots=True)
class Town:
    """`names` are folded. Of those that the post uses besides the first, each has the point of its own ZIP codes."""

    key: str
    name: str
    state: str
    place: Point
    population: int = 0
    names: "dict[str, Alias]" = field(default_factory=dict)


class Alias(NamedTuple):
    shown: str
    rank: int  # 0 is a town's own name, 1 the post accepts, 2 it does not
    place: Point


class Area(NamedTuple):
    """A county, or the ZIP codes that begin with three digits. `name` is folded, or the digits."""

    name: str
    state: str
    shown: str
    place: Point


@dataclass(frozen=True)
class Table:
    towns: Sequence[Town]
    zips: Sequence[Zip]
    counties: Sequence[Area]
    prefixes: Sequence[Area]


# Of a row of the package.
_SHARED: Final = ("zip_code_type", "city", "state", "county")
_OWN: Final = ("zip_code", "acceptable_cities", "unacceptable_cities", "lat", "long")
_NOWHERE: Final[tuple[None, From]] = (None, "")


class _Geo(NamedTuple):
    name: str
    place: Point
    population: int


class Row(Protocol):
    """A row of the package, or what is read of it."""

    def __getitem__(self, name: str, /) -> Any: ...


_Key = tuple[str, str]  # of a state's letters and a folded name in full


def make_table(rows: Iterable[Row] | None = None, towns: Iterable[Mapping[str, str]] | None = None) -> Table:
    """Of the package's rows, and the lines of GeoNames' towns: all of them, if none are given."""
    rows = read_zip_codes() if rows is None else rows
    geo = _geonames(read_towns() if towns is None else towns)
    try:
        return _Maker([row for row in rows if _is_place(row)], geo).table
    finally:
        _key.cache_clear()


def read_zip_codes() -> list[Row]:
    """The package loads them when it is first used, so nothing else asks it. In parts, and of each row what is read:
    all at once take 140 MB, and a small machine has no room for that at its first start."""
    import zipcodes

    parts = (zipcodes.similar_to(f"{number:02}") for number in range(100))  # type: ignore[no-untyped-call]
    return [_Small(row) for part in parts for row in part]


class _Small:
    """What is read of a row."""

    __slots__ = (*_SHARED, *_OWN)

    def __init__(self, row: Row) -> None:
        for name in _SHARED:
            setattr(self, name, intern(row[name]))
        for name in _OWN:
            setattr(self, name, row[name] or ())

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)


def read_towns() -> list[dict[str, str]]:
    with _TOWNS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _is_place(row: Row) -> bool:
    return row["city"] not in NO_PLACE and row["zip_code"] not in NO_ZIP


def _point(row: Row) -> Point | None:
    """They stand as text, also those of nowhere: "0", "0.0000"."""
    if row["zip_code"] in MOVED:
        return MOVED[row["zip_code"]]
    place = Point(float(row["lat"] or 0), float(row["long"] or 0))
    return place if place != (0, 0) else None


def _kind(row: Row) -> Kind:
    is_post = row["state"] in MILITARY or row["city"].lower() in POSTS
    return "military" if is_post else KINDS[row["zip_code_type"]]


@cache
def _key(state: str, name: str) -> _Key:
    return state, in_full(fold(name))


def _slug(key: _Key) -> str:
    return f"{key[0].lower()}/{key[1].replace(' ', '-')}"


def _names(row: Row) -> list[tuple[str, int]]:
    """What the post calls the ZIP code's place besides its first name."""
    accepted = [(name, 1) for name in row["acceptable_cities"]]
    return accepted + [(name, 2) for name in row["unacceptable_cities"] if len(name) >= SHORTEST]


class _Maker:
    def __init__(self, rows: Sequence[Row], geo: "Mapping[_Key, list[_Geo]]") -> None:
        self.rows, self.geo = rows, geo
        self.by_town: defaultdict[_Key, list[Row]] = defaultdict(list)
        for row in rows:
            if _kind(row) != "military":
                self.by_town[_key(row["state"], row["city"])].append(row)
        self.taken: set[_Geo] = set()

    @cached_property
    def table(self) -> Table:
        towns = self.towns
        self._add_other_names(towns)
        zips = [self._zip(row) for row in self.rows]
        return Table(list(towns.values()), zips, self._counties(), list(self.prefixes.values()))

    @cached_property
    def towns(self) -> dict[_Key, Town]:
        found = {key: town for key in self.by_town if (town := self._town(key))}
        for key, others in self.geo.items():
            if key not in found and (rest := [one for one in others if one not in self.taken]):
                found[key] = _made(key, rest[0].name, rest[0].place, rest[0].population)
        return found

    def _town(self, key: _Key) -> Town | None:
        """At GeoNames' point, if it is near the town's ZIP codes, otherwise at their middle."""
        rows = self.by_town[key]
        centre = middle(place for row in rows if (place := _point(row)))
        known = self._geoname(key, centre)
        if known:
            self.taken.add(known)
            same = in_full(fold(known.name)) == key[1]
            town = _made(key, known.name if same else rows[0]["city"], known.place, known.population)
            town.names.setdefault(fold(known.name), Alias(town.name, 0, town.place))
            return town
        prefix = self.prefixes.get(rows[0]["zip_code"][:3])
        place = centre or (prefix and prefix.place)
        return _made(key, rows[0]["city"], place, 0) if place else None

    def _geoname(self, key: _Key, centre: Point | None) -> _Geo | None:
        """ "New York" is "New York City" there, and "Bronx" is "The Bronx"."""
        state, name = key
        ways = [name, *(way for way in (f"{name} city", f"the {name}") if (state, way) not in self.by_town)]
        near = [
            one
            for way in ways
            for one in self.geo.get((state, way), ())
            if centre is None or miles(centre, one.place) < NEAR
        ]
        return max(near, key=lambda one: one.population, default=None)

    def _add_other_names(self, towns: Mapping[_Key, Town]) -> None:
        """A name that is a town's own in this state stays that town's."""
        used: defaultdict[_Key, list[tuple[Row, str, int]]] = defaultdict(list)
        for row in self.rows:
            if _kind(row) != "military":
                for name, rank in _names(row):
                    used[row["state"], fold(name)].append((row, name, rank))
        own = {(town.state, folded) for town in towns.values() for folded in town.names}
        for (state, folded), uses in used.items():
            if not folded or (state, folded) in own or (state, in_full(folded)) in towns:
                continue
            town = Counter(_key(state, row["city"]) for row, _name, _rank in uses).most_common(1)[0][0]
            if town in towns:
                place = middle(place for row, _name, _rank in uses if (place := _point(row)))
                rank = min(rank for _row, _name, rank in uses)
                towns[town].names[folded] = Alias(uses[0][1], rank, place or towns[town].place)

    def _zip(self, row: Row) -> Zip:
        kind, key, own = _kind(row), _key(row["state"], row["city"]), _point(row)
        if kind == "military":
            return Zip(row["zip_code"], kind, row["state"], "", None, None, "")
        town, prefix = self.towns.get(key), self.prefixes.get(row["zip_code"][:3])
        ways: list[tuple[Point | None, From]] = [
            (own, "own"),
            (town.place if town else None, "town"),
            (prefix.place if prefix else None, "prefix"),
        ]
        place, point = next((way for way in ways if way[0]), _NOWHERE)
        latitude, longitude = place or (None, None)
        return Zip(row["zip_code"], kind, row["state"], town.key if town else "", latitude, longitude, point)

    @cached_property
    def prefixes(self) -> dict[str, Area]:
        groups: defaultdict[str, list[Row]] = defaultdict(list)
        for row in self.rows:
            if _kind(row) != "military":
                groups[row["zip_code"][:3]].append(row)
        found = {}
        for digits, rows in groups.items():
            if place := middle(place for row in rows if (place := _point(row))):
                state = Counter(row["state"] for row in rows).most_common(1)[0][0]
                found[digits] = Area(digits, state, digits, place)
        return found

    def _counties(self) -> list[Area]:
        groups: defaultdict[tuple[str, str], list[Row]] = defaultdict(list)
        for row in self.rows:
            if row["county"] and _kind(row) != "military":
                groups[row["state"], fold(row["county"])].append(row)
        return [
            Area(folded, state, rows[0]["county"], place)
            for (state, folded), rows in groups.items()
            if (place := middle(place for row in rows if (place := _point(row))))
        ]


def _made(key: _Key, name: str, place: Point, population: int) -> Town:
    """Known by its name as written and in full: "St. Louis" and "Saint Louis"."""
    alias = Alias(name, 0, place)
    names = {fold(name): alias, key[1]: alias}
    return Town(_slug(key), name, key[0], place, population, names)


def _geonames(lines: Iterable[Mapping[str, str]]) -> dict[_Key, list[_Geo]]:
    """The biggest of a state's namesakes first."""
    found: defaultdict[_Key, list[_Geo]] = defaultdict(list)
    for line in lines:
        place = Point(float(line["latitude"]), float(line["longitude"]))
        found[_key(line["state"], line["name"])].append(_Geo(line["name"], place, int(line["population"])))
    for others in found.values():
        others.sort(key=lambda one: -one.population)
    return dict(found)
