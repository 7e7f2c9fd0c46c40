from dataclasses import replace

import pytest

from facilities.models import City, Facility
from facilities.services.locating import Places, assign_cities, zip_prefixes
from tests.facilities.test_import_editions import HERON, bring

pytestmark = pytest.mark.django_db


def city_of(postal_city: str, state: str, zip_code: str) -> str | None:
    found = Places().city_of(postal_city=postal_city, state=state, zip_code=zip_code)
    return City.objects.get(pk=found).slug if found else None


@pytest.mark.parametrize(
    ("place", "city"),
    [
        (("Austin", "TX", "78702"), "austin"),
        (("AUSTIN", "tx", "99999"), "austin"),
        (("Sunset Valley", "TX", "78745"), "austin"),
        (("Austin", "MN", "55912"), None),
        (("Los Angeles", "CA", "90012"), "los-angeles"),
        (("Inglewood", "CA", "90301"), "los-angeles"),
        (("Long Beach", "CA", "91801"), "los-angeles"),
        (("Lancaster", "CA", "93535"), "los-angeles"),
        (("Pomona", "CA", "91901"), None),
        (("Bakersfield", "CA", "93401"), None),
    ],
)
def test_a_facility_belongs_to_a_city_by_name_or_by_zip(place: tuple[str, str, str], city: str | None) -> None:
    assert city_of(*place) == city


def test_prefixes_are_listed_or_ranged_and_nonsense_is_passed_over() -> None:
    assert list(zip_prefixes("007-009, 935,, x, 12, 20-1")) == ["007", "008", "009", "935"]
    assert list(zip_prefixes("")) == []


def test_a_new_city_gathers_the_facilities_that_are_there() -> None:
    bring("2023", HERON, replace(HERON, city="Houston", zip="77001", street1="5 Bayou Street"))
    houston = City.objects.create(slug="houston", name="Houston", state="TX")
    assert assign_cities() == 1
    assert Facility.objects.get(postal_city="Houston").city == houston
    assert assign_cities() == 0
