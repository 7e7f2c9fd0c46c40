import re

import pytest

from facilities import service_codes
from facilities.models import DirectoryEdition, Facility
from facilities.services.demo import load_facilities

pytestmark = pytest.mark.django_db


def test_demo_facilities_are_invented_and_say_so() -> None:
    assert load_facilities() == 40
    assert DirectoryEdition.objects.get().invented
    assert Facility.objects.filter(city__slug="austin").count() == 22
    assert Facility.objects.filter(city__slug="los-angeles").count() == 18
    for facility in Facility.objects.all():
        for phone in filter(None, (facility.phone, facility.intake1, facility.intake2)):
            assert re.fullmatch(r"\d{3}-555-01\d\d( x\d+)?", phone), facility
        assert facility.website == "" or facility.website.endswith(".example/")


def test_they_show_what_a_directory_holds() -> None:
    load_facilities()
    facilities = list(Facility.objects.all())
    assert {facility.medication for facility in facilities} == {"on-site", "accepts", "no", ""}
    assert {facility.relationship for facility in facilities} == {"none", "flat-fee", "affiliate"}
    assert Facility.objects.filter(delisted_on__isnull=False).count() == 1
    assert 3 <= Facility.objects.filter(for_opioids=False).count() <= 6
    assert Facility.objects.exclude(contradictions=[]).count() >= 3
    whole = [one for one in facilities if set(service_codes.profile(one.codes).values()) == {"yes"}]
    assert {one.city.slug for one in whole if one.city} == {"austin", "los-angeles"}


def test_loading_twice_changes_nothing_not_even_what_editors_set_since() -> None:
    load_facilities()
    Facility.objects.filter(relationship="none").update(takes_inquiries=True)
    before = list(Facility.objects.order_by("pk").values())
    load_facilities()
    assert list(Facility.objects.order_by("pk").values()) == before
