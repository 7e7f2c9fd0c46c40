"""Where a facility is, and in which town, after an import."""

from pathlib import Path

import pytest
from django.core.management import call_command

from facilities.finder.traits import BITS
from facilities.models import Facility, Town, ZipCode
from facilities.services.locating import fill_places, locate_facilities
from tests.facilities.placed import fill_some, place
from tests.facilities.ranked import make_facility
from tests.facilities.test_directory_download import as_csv, facility

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _some_places() -> None:
    fill_some()


def bring(path: Path, edition: str, *rows: dict[str, str]) -> Facility:
    form = ("--format", "findtreatment-download", "--edition", edition)
    call_command("import_directory", str(as_csv(path, *rows)), *form, verbosity=0)
    return Facility.objects.get()


def test_without_degrees_it_stands_in_the_middle_of_its_zip_code(tmp_path: Path) -> None:
    found = bring(tmp_path / "a.csv", "2024-01-01", facility(latitude="", longitude=""))
    middle = ZipCode.objects.get(code="79901")
    assert (found.latitude, found.longitude, found.point) == (middle.latitude, middle.longitude, "zip")
    assert found.town_id == "tx/el-paso"
    assert found.traits & BITS["medicine", "buprenorphine"]


def test_reported_degrees_count_and_a_later_file_without_them_keeps_them(tmp_path: Path) -> None:
    found = bring(tmp_path / "a.csv", "2024-01-01", facility())
    assert (found.latitude, found.longitude, found.point) == (31.75, -106.48, "reported")
    found = bring(tmp_path / "b.csv", "2025-01-01", facility(latitude="", longitude="", mu="1"))
    assert (found.latitude, found.longitude, found.point) == (31.75, -106.48, "reported")
    assert found.traits & BITS["medicine", "methadone"]


def test_degrees_far_from_the_zip_code_are_a_mistake(tmp_path: Path) -> None:
    found = bring(tmp_path / "a.csv", "2024-01-01", facility(latitude="41.2", longitude="-96.0"))
    assert found.point == "zip"


def test_a_town_that_the_post_calls_otherwise_is_found_by_that_name_or_by_the_zip_code(tmp_path: Path) -> None:
    found = bring(tmp_path / "a.csv", "2024-01-01", facility(city="Nowhere Air Force Base"))
    assert found.town_id == "tx/el-paso"


def test_filling_again_changes_nothing_and_keeps_every_towns_address() -> None:
    place("harbor", "79901", "BU", name="Harbor")
    before = set(Town.objects.values_list("key", flat=True))
    fill_some()
    assert set(Town.objects.values_list("key", flat=True)) == before
    assert locate_facilities() == 0


def test_a_town_that_is_gone_from_the_sources_stays_while_a_facility_is_in_it() -> None:
    place("harbor", "79901", "BU")
    fill_places(rows=[], towns=[])
    assert list(Town.objects.values_list("key", flat=True)) == ["tx/el-paso"]


def test_facilities_that_were_there_before_the_places_are_put_on_the_map() -> None:
    made = make_facility("early", "MU", zip="79901", postal_city="El Paso", state="TX")
    Facility.objects.update(traits=0)
    assert locate_facilities() == 1
    made.refresh_from_db()
    assert (made.point, made.town_id) == ("zip", "tx/el-paso")
    assert made.traits & BITS["medicine", "methadone"]
