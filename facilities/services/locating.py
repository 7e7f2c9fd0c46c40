"""Where each facility is: its point, the town and the city whose pages list it, and the traits it can be found by. And
the tables of ZIP codes, towns and counties that say so.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection, models, transaction

from facilities.finder.traits import columns, traits
from facilities.kinds import FACILITIES
from facilities.models import Area, City, Facility, Town, TownName, ZipCode
from facilities.places import table
from facilities.places.distance import Point, miles
from facilities.places.folding import fold, in_full
from facilities.places.table import make_table
from search.services import public_changed, refresh

_RANGE = re.compile(r"(\d{3})(?:\s*[-–]\s*(\d{3}))?", re.ASCII)


def zip_prefixes(text: str) -> Iterator[str]:
    """Each prefix of "900-918, 935". What is no prefix is passed over."""
    for part in text.split(","):
        if match := _RANGE.fullmatch(part.strip()):
            first, last = int(match[1]), int(match[2] or match[1])
            yield from (f"{number:03}" for number in range(first, last + 1))


class Places:
    """The cities as they stand now, made ready for many facilities."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], int] = {}
        self._by_prefix: dict[str, int] = {}
        for city in City.objects.order_by("pk"):
            for name in (city.postal_names or city.name).split(","):
                self._by_name.setdefault((name.strip().casefold(), city.state.upper()), city.pk)
            for prefix in zip_prefixes(city.zip_prefixes):
                self._by_prefix.setdefault(prefix, city.pk)

    def city_of(self, *, postal_city: str, state: str, zip_code: str) -> int | None:
        """The city's primary key, or None for a place that the site does not write about."""
        named = self._by_name.get((postal_city.casefold(), state.upper()))
        return self._by_prefix.get(zip_code[:3]) if named is None else named


@transaction.atomic
def assign_cities() -> int:
    """Put every facility into its city again, after a city's names or ZIP prefixes changed. Says how many moved."""
    places, moved = Places(), 0
    current = Facility.objects.values_list("pk", "postal_city", "state", "zip", "city_id")
    wanted: dict[int | None, list[int]] = {}
    for pk, postal_city, state, zip_code, city_id in current.iterator():
        city = places.city_of(postal_city=postal_city, state=state, zip_code=zip_code)
        if city != city_id:
            wanted.setdefault(city, []).append(pk)
    for city, pks in wanted.items():
        for start in range(0, len(pks), 500):
            moved += Facility.objects.filter(pk__in=pks[start : start + 500]).update(city=city)
    if moved:
        refresh(FACILITIES, *(pk for pks in wanted.values() for pk in pks))
    return moved


BATCH: Final = 500
_Zip = tuple[float | None, float | None, str | None]  # its middle, and the key of its town
TOO_FAR: Final = 100  # miles from the middle of its own ZIP code: a point there is a mistake


class Location(NamedTuple):
    latitude: float | None
    longitude: float | None
    point: str
    town_id: str | None


class Locator:
    """The places as they are now, for many facilities: what is known of a state is read once."""

    def __init__(self) -> None:
        self._zips: dict[str, _Zip] = {}
        self._towns: dict[str, frozenset[str]] = {}

    def locate(
        self, *, postal_city: str, state: str, zip_code: str, latitude: float | None, longitude: float | None
    ) -> Location:
        """With degrees that were reported, those, unless they are far from the ZIP code's own."""
        self._read(state.upper(), zip_code[:5])
        middle = self._zips[zip_code[:5]]
        town = self._town(postal_city, state.upper()) or middle[2]
        if latitude is not None and longitude is not None and not _far(Point(latitude, longitude), middle[:2]):
            return Location(latitude, longitude, Facility.PointFrom.REPORTED, town)
        if middle[0] is None:
            return Location(None, None, Facility.PointFrom.NONE, town)
        return Location(middle[0], middle[1], Facility.PointFrom.ZIP, town)

    def _read(self, state: str, zip_code: str) -> None:
        columns_read = ("code", "latitude", "longitude", "town_id")
        if state not in self._towns:
            self._towns[state] = frozenset(Town.objects.filter(state=state).values_list("key", flat=True))
            zips = ZipCode.objects.filter(state=state).values_list(*columns_read)
            self._zips |= {code: (latitude, longitude, town) for code, latitude, longitude, town in zips}
        if zip_code not in self._zips:
            one = ZipCode.objects.filter(code=zip_code).values_list(*columns_read[1:]).first()
            self._zips[zip_code] = one or (None, None, None)

    def _town(self, postal_city: str, state: str) -> str | None:
        folded = fold(postal_city)
        key = f"{state.lower()}/{in_full(folded).replace(' ', '-')}"
        if key in self._towns[state]:
            return key
        known = TownName.objects.filter(folded=folded, town__state=state).order_by("rank", "town")
        return known.values_list("town_id", flat=True).first()


def _far(place: Point, middle: Collection[float | None]) -> bool:
    latitude, longitude = middle
    return latitude is not None and longitude is not None and miles(place, Point(latitude, longitude)) > TOO_FAR


def locate_facilities() -> int:
    """Every facility again, after the places or the table of traits changed. Says how many are not where they were."""
    locator, moved = Locator(), []
    columns_read = ("postal_city", "state", "zip", "latitude", "longitude", "point", "town", "codes")
    for facility in Facility.objects.only(*columns_read, "traits", "languages").iterator():
        new = facts(facility, locator)
        if any(getattr(facility, name) != value for name, value in new.items()):
            for name, value in new.items():
                setattr(facility, name, value)
            moved.append(facility)
    if moved:
        Facility.objects.bulk_update(moved, ["latitude", "longitude", "point", "town", "traits", "languages"], BATCH)
    return len(moved)


def facts(facility: Facility, locator: Locator) -> dict[str, Any]:
    reported = facility.point == Facility.PointFrom.REPORTED
    location = locator.locate(
        postal_city=facility.postal_city,
        state=facility.state,
        zip_code=facility.zip,
        latitude=facility.latitude if reported else None,
        longitude=facility.longitude if reported else None,
    )
    first, second = columns(traits(facility.codes))
    return {**location._asdict(), "traits": first, "languages": second}


FILL_BATCH: Final = 2_000
TOWN: Final = ("key", "name", "state", "latitude", "longitude", "population")
NAME: Final = ("town_id", "folded", "shown", "rank", "latitude", "longitude", "beginning", "population")
ZIP: Final = ("code", "kind", "state", "town_id", "latitude", "longitude", "point")
AREA: Final = ("name", "state", "shown", "latitude", "longitude")
_Values = tuple[Any, ...]


class Filled(NamedTuple):
    zips: int
    towns: int
    moved: int  # facilities whose point, town or traits are new


def fill_places(
    *, rows: Iterable[table.Row] | None = None, towns: Iterable[Mapping[str, str]] | None = None
) -> Filled:
    """From the package `zipcodes` and GeoNames' towns, or from some of these.

    Again, it brings both up to date. Keys of towns are stable, since addresses and facilities hold them.
    """
    made = make_table(rows, towns)
    with transaction.atomic():
        for model in (TownName, ZipCode, Area):
            model._default_manager.all().delete()
        _put_towns(made.towns)
        _insert(TownName, NAME, (name for town in made.towns for name in _names(town)))
        _insert(ZipCode, ZIP, map(_zip, made.zips))
        _insert(Area, AREA, map(_area, (*made.counties, *made.prefixes)))
        moved = locate_facilities()
        public_changed()
    return Filled(len(made.zips), len(made.towns), moved)


def places_are_there() -> bool:
    return ZipCode.objects.exists()


def fill_places_once() -> None:
    """For a site that has none yet: an import and every look around a place need them."""
    if not places_are_there():
        fill_places()


def _put_towns(towns: Sequence[table.Town]) -> None:
    """A town that is gone from the sources stays while a facility is in it."""
    before = {values[0]: values for values in Town.objects.values_list(*TOWN)}
    now = {one.key: _town(one) for one in towns}
    _insert(Town, TOWN, (values for key, values in now.items() if key not in before))
    changed = [values for key, values in now.items() if key in before and values != before[key]]
    towns_changed = [Town(**dict(zip(TOWN, values, strict=True))) for values in changed]
    Town.objects.bulk_update(towns_changed, TOWN[1:], FILL_BATCH)
    gone = sorted(before.keys() - now.keys())
    for start in range(0, len(gone), FILL_BATCH):
        Town.objects.filter(key__in=gone[start : start + FILL_BATCH], facilities=None).delete()


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[_Values]) -> None:
    """150,000 rows in a second, where objects take ten: a site that starts for the first time waits for them."""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({marks})"
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, FILL_BATCH)):
            cursor.executemany(statement, batch)


def _town(one: table.Town) -> _Values:
    return one.key, one.name, one.state, *one.place, one.population


def _names(town: table.Town) -> Iterator[_Values]:
    for folded, alias in town.names.items():
        population = town.population if alias.rank == 0 else 0
        yield town.key, folded, alias.shown, alias.rank, *alias.place, folded[:2], population


def _zip(one: table.Zip) -> _Values:
    return one.code, one.kind, one.state, one.town or None, one.latitude, one.longitude, one.point


def _area(one: table.Area) -> _Values:
    return one.name, one.state, one.shown, *one.place
