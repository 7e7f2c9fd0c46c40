"""Filling the tables of ZIP codes, towns and counties, and putting every facility on the map."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Final, NamedTuple

from django.db import connection, models, transaction

from facilities.models import Area, Town, TownName, ZipCode
from facilities.places import table
from facilities.places.table import make_table
from facilities.services.locating import locate_facilities
from search.services import public_changed

BATCH: Final = 2_000
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
    Town.objects.bulk_update(towns_changed, TOWN[1:], BATCH)
    gone = sorted(before.keys() - now.keys())
    for start in range(0, len(gone), BATCH):
        Town.objects.filter(key__in=gone[start : start + BATCH], facilities=None).delete()


def _insert(model: type[models.Model], columns: Sequence[str], rows: Iterable[_Values]) -> None:
    """150,000 rows in a second, where objects take ten: a site that starts for the first time waits for them."""
    quoted = ", ".join(map(connection.ops.quote_name, columns))
    marks = ", ".join(["%s"] * len(columns))
    statement = f"INSERT INTO {connection.ops.quote_name(model._meta.db_table)} ({quoted}) VALUES ({marks})"
    waiting = iter(rows)
    with connection.cursor() as cursor:
        while batch := list(islice(waiting, BATCH)):
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
