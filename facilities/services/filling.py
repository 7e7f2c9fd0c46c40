"""Filling the tables of ZIP codes, towns and counties, and putting every facility on the map."""

from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, TypeVar

import zipcodes
from django.db import models, transaction

from facilities.models import Area, Town, TownName, ZipCode
from facilities.places import table
from facilities.services.locating import locate_facilities
from search.services import public_changed

BATCH: Final = 2_000
Made = TypeVar("Made", bound=models.Model)


class Filled(NamedTuple):
    zips: int
    towns: int
    moved: int  # facilities whose point, town or traits are new


def fill_places(*, rows: Iterable[table.Row] | None = None) -> Filled:
    """From the package `zipcodes` and GeoNames' towns. Again, it brings both up to date; keys of towns are stable."""
    made = table.make_table(zipcodes.list_all() if rows is None else rows)
    with transaction.atomic():
        for model in (TownName, ZipCode, Area):
            model.objects.all().delete()
        _put_towns(made.towns)
        _create(TownName, [name for town in made.towns for name in _names(town)])
        _create(ZipCode, [_zip(one) for one in made.zips])
        _create(Area, [_area(one) for one in (*made.counties, *made.prefixes)])
        moved = locate_facilities()
        public_changed()
    return Filled(len(made.zips), len(made.towns), moved)


def fill_places_once() -> None:
    """For a site that has none yet: an import needs them."""
    if not ZipCode.objects.exists():
        fill_places()


def _put_towns(towns: Sequence[table.Town]) -> None:
    """A town that is gone from the sources stays while a facility is in it."""
    before = set(Town.objects.values_list("key", flat=True))
    columns = ["name", "state", "latitude", "longitude", "population"]
    rows = [Town(one.key, one.name, one.state, *one.place, one.population) for one in towns]
    Town.objects.bulk_create(
        rows,
        batch_size=BATCH,
        update_conflicts=bool(before),
        unique_fields=["key"] if before else None,
        update_fields=columns if before else None,
    )
    gone = sorted(before - {one.key for one in towns})
    for start in range(0, len(gone), BATCH):
        Town.objects.filter(key__in=gone[start : start + BATCH], facilities=None).delete()


def _names(town: table.Town) -> Iterable[TownName]:
    for folded, alias in town.names.items():
        yield TownName(
            town_id=town.key,
            folded=folded,
            shown=alias.shown,
            rank=alias.rank,
            latitude=alias.place.latitude,
            longitude=alias.place.longitude,
            beginning=folded[:2],
            population=town.population if alias.rank == 0 else 0,
        )


def _zip(one: table.Zip) -> ZipCode:
    return ZipCode(one.code, one.kind, one.state, one.town or None, one.latitude, one.longitude, one.point)


def _area(one: table.Area) -> Area:
    return Area(name=one.name, state=one.state, shown=one.shown, latitude=one.place[0], longitude=one.place[1])


def _create(model: type[Made], rows: Sequence[Made]) -> None:
    model._default_manager.bulk_create(rows, batch_size=BATCH)
