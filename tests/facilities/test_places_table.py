"""The package's ZIP codes and GeoNames' towns, made into places."""

from functools import cache

import pytest

from facilities.places.distance import Point
from facilities.places.table import Table, Town, Zip, make_table, read_zip_codes

SOME = {"El Paso", "Livingston", "Barrow", "Springfield", "Saint Louis", "New York", "Los Angeles", "Apo", "Honolulu"}


@cache
def table() -> Table:
    """Of a few towns, and of all ZIP codes that begin as theirs do."""
    rows = read_zip_codes()
    prefixes = {row["zip_code"][:3] for row in rows if row["city"] in SOME}
    return make_table([row for row in rows if row["zip_code"][:3] in prefixes])


def town(key: str) -> Town:
    return next(one for one in table().towns if one.key == key)


def zip_code(code: str) -> Zip:
    return next(one for one in table().zips if one.code == code)


def test_no_zip_code_stands_in_the_sea() -> None:
    for one in table().zips:
        assert (one.latitude is None) == (one.kind == "military") == (one.point == "")
        assert one.latitude is None or abs(one.latitude) > 5


def test_a_zip_code_without_a_point_has_its_towns() -> None:
    found = zip_code("77352")
    assert found.point == "town"
    assert (found.latitude, found.longitude) == town("tx/livingston").place


@pytest.mark.parametrize(
    ("code", "kind"), [("79901", "standard"), ("79913", "boxes"), ("09012", "military"), ("10043", "firm")]
)
def test_kinds_of_zip_codes(code: str, kind: str) -> None:
    assert zip_code(code).kind == kind


def test_a_towns_middle_is_geonames_point() -> None:
    assert town("tx/el-paso").place == Point(31.7587, -106.4869)
    assert town("tx/el-paso").population > 600_000


def test_a_point_that_is_known_to_be_wrong_is_moved() -> None:
    assert (zip_code("99723").latitude, zip_code("99723").longitude) == (71.2906, -156.7887)


@pytest.mark.parametrize(("key", "name"), [("mo/saint-louis", "St. Louis"), ("ny/new-york", "New York")])
def test_towns_that_are_written_in_two_ways_are_one(key: str, name: str) -> None:
    assert town(key).population > 200_000
    assert {"saint louis", "new york"} & set(town(key).names)


def test_a_name_that_only_the_post_knows_has_its_own_point_and_rank() -> None:
    names = town("ny/new-york").names
    assert names["new york"].rank == 0
    assert names["nyc"].rank == 1
    assert names["empire state"].rank == 2
    assert "gpo" not in names


def test_places_of_the_package_that_are_none_are_left_out() -> None:
    rows = [row for row in read_zip_codes() if row["zip_code"] in ("56901", "88888", "79901")]
    assert [one.code for one in make_table(rows).zips] == ["79901"]
