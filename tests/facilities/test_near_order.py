"""The order around a place, against counting everything, on a bare table of points."""

import random
from typing import NamedTuple

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from facilities.finder.finding import Start
from facilities.finder.near import LAST, RINGS, Near, Wish, rows_around
from facilities.models import Facility
from facilities.places.distance import Point, miles
from facilities.places.states import state
from facilities.places.table import read_zip_codes
from tests.facilities.ranked import edition

pytestmark = pytest.mark.django_db
FAR = ("99723", "99780", "96766", "96813", "00901", "96910", "99546")  # Alaska, Hawaii, Puerto Rico, Guam, Adak


class Zip(NamedTuple):
    code: str
    state: str
    place: Point


def zip_codes() -> list[Zip]:
    """Those that have a point of their own, which needs no table of all towns."""
    rows = [row for row in read_zip_codes() if float(row["lat"] or 0)]
    return [Zip(row["zip_code"], row["state"], Point(float(row["lat"]), float(row["long"]))) for row in rows]


def test_three_hundred_zip_codes_find_the_same_as_looking_at_every_point() -> None:
    chance = random.Random(11)
    zips = zip_codes()
    by_code = {one.code: one for one in zips}
    _make_facilities([*chance.choices(zips, k=500), *(by_code[code] for code in FAR)])
    everyone: dict[Point, list[tuple[str, int]]] = {}
    for latitude, longitude, name, pk in Facility.objects.values_list("latitude", "longitude", "name1", "pk"):
        everyone.setdefault(Point(latitude or 0, longitude or 0), []).append((name.casefold(), pk))
    # It is the same query each time, so the slower database is asked it less often.
    some = chance.sample(zips, (300 if connection.vendor == "sqlite" else 60) - len(FAR))
    for one in [*some, *(by_code[code] for code in FAR)]:
        away = sorted(
            (far, name, pk)
            for point, its in everyone.items()
            if (far := miles(one.place, point)) <= LAST
            for name, pk in its
        )
        for ring in RINGS:
            there = sorted((far, pk) for far, _name, pk in away if far <= ring)
            found = [(far, pk) for far, pk, _traits in rows_around(one.place, ring)]
            assert [far for far, _pk in found] == [far for far, _pk in there], (one.code, ring)
            assert sorted(found) == there, (one.code, ring)
        near = Near(Start(one.code, "", state(one.state), one.place, zip=one.code), Wish({}))
        expected = [pk for far, _name, pk in away if far <= near.ring]
        assert [facility.pk for facility, _away in near.pairs] == expected[:20], one.code
        assert near.ring == next((ring for ring in RINGS if len([1 for far, *_ in away if far <= ring]) >= 5), 250)


def _make_facilities(zips: list[Zip]) -> None:
    """Three in each ZIP code share its point, and some of them a name."""
    source = edition()
    Facility.objects.bulk_create(
        Facility(
            slug=f"p-{number}",
            key=str(number),
            name1=f"Place {number % 50 // 2}",
            state=one.state,
            zip=one.code,
            for_opioids=True,
            edition=source,
            point=Facility.PointFrom.ZIP,
            latitude=one.place.latitude,
            longitude=one.place.longitude,
        )
        for number, one in enumerate(one for one in zips for _ in range(3))
    )


@pytest.mark.skipif(
    connection.vendor != "sqlite", reason="PostgreSQL knows which columns an index's condition settles"
)
def test_looking_around_reads_no_wide_row() -> None:
    with connection.cursor() as cursor, CaptureQueriesContext(connection) as asked:
        rows_around(Point(31.76, -106.48), 25)
        cursor.execute(f"EXPLAIN QUERY PLAN {asked[0]['sql']}")
        assert "COVERING INDEX facility_listed_where" in str(cursor.fetchall())
