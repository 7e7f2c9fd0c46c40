"""Rows that are perhaps a facility we know: an editor decides."""

from dataclasses import replace

import pytest

from facilities.models import Facility, ProposedMatch
from facilities.services.facilities import confirm_match, delist, reject_match, relist
from facilities.services.matching import candidates, likeness
from search.services import public_version
from tests.codes import refused
from tests.facilities.test_import_editions import HERON, KETTLE, bring

pytestmark = pytest.mark.django_db

RENAMED = replace(
    HERON, name1="Paper Heron Clinic of Austin", street1="214 Origami Str", codes=frozenset({"SA", "BU"})
)


def proposed() -> ProposedMatch:
    bring("2023", HERON, KETTLE)
    report = bring("2024", RENAMED, KETTLE)
    assert (len(report.proposed), report.new, report.gone) == (1, [], [])
    return ProposedMatch.objects.get()


def test_a_similar_name_with_the_same_phone_and_zip_waits_for_an_editor() -> None:
    match = proposed()
    facility = match.facility
    assert (facility.name1, facility.edition.name, facility.delisted_on) == ("Paper Heron Clinic", "2023", None)
    assert match.row["name1"] == "Paper Heron Clinic of Austin"
    assert 0.6 <= match.likeness < 1
    assert Facility.objects.count() == 2


@pytest.mark.parametrize(
    "other",
    [
        replace(RENAMED, name1="Wooden Spoon Hospital"),
        replace(RENAMED, phone="512-555-0999"),
        replace(RENAMED, zip="78799"),
        replace(RENAMED, phone=""),
    ],
)
def test_another_name_phone_or_zip_is_another_facility(other: object) -> None:
    bring("2023", HERON)
    report = bring("2024", other)  # type: ignore[arg-type]
    assert (report.proposed, len(report.new), len(report.gone)) == ([], 1, 1)


def test_a_new_name_at_the_same_street_with_the_same_phone_waits_too() -> None:
    bring("2023", HERON)
    report = bring("2024", replace(HERON, name1="Wooden Spoon Hospital", street1="212 Origami St"))
    assert (len(report.proposed), report.new, report.gone) == (1, [], [])


def test_no_facility_and_no_row_is_proposed_twice() -> None:
    bring("2023", HERON, replace(HERON, name1="Paper Heron Clinic West", street1="1 West Street"))
    rows = [
        RENAMED,
        replace(RENAMED, name1="Paper Heron Clinic West of Austin"),
        replace(RENAMED, name1="Paper Heron"),
    ]
    found = candidates(rows, Facility.objects.all())
    assert len(found) == len({pair.facility.pk for pair in found}) == len({pair.row.name1 for pair in found}) == 2
    assert found[0].likeness >= found[1].likeness


def test_confirming_takes_over_the_row_and_keeps_what_editors_set() -> None:
    match = proposed()
    Facility.objects.filter(pk=match.facility_id).update(takes_inquiries=True)
    version = public_version()
    facility = confirm_match(by=None, match=match)
    assert facility.pk == match.facility_id
    assert (facility.name1, facility.codes, facility.edition.name) == (RENAMED.name1, ["BU", "SA"], "2024")
    assert (facility.slug, facility.takes_inquiries) == ("paper-heron-clinic-austin", True)
    assert facility.medication == "on-site"
    assert public_version() > version
    assert bring("2025", RENAMED, KETTLE).same == 2


def test_rejecting_adds_the_row_and_delists_the_old_one() -> None:
    match = proposed()
    new = reject_match(by=None, match=match)
    match.facility.refresh_from_db()
    assert new.pk != match.facility_id
    assert (new.name1, new.delisted_on) == (RENAMED.name1, None)
    assert match.facility.delisted_because == "Not in SAMHSA’s 2024 directory."


def test_a_match_is_decided_once() -> None:
    match = proposed()
    confirm_match(by=None, match=match)
    for decide in (confirm_match, reject_match):
        with refused("decided"):
            decide(by=None, match=match)
    assert Facility.objects.count() == 2


def test_a_later_edition_asks_anew() -> None:
    proposed()
    bring("2025", RENAMED, KETTLE)
    match = ProposedMatch.objects.get()
    assert match.edition.name == "2025"
    assert match.facility.delisted_on is None


def test_a_later_edition_that_has_neither_delists_the_facility() -> None:
    facility = proposed().facility
    bring("2025", KETTLE)
    facility.refresh_from_db()
    assert facility.delisted_because == "Not in SAMHSA’s 2025 directory."
    assert not ProposedMatch.objects.exists()


def test_a_facility_that_was_gone_is_recognised_under_its_new_name() -> None:
    bring("2023", HERON, KETTLE)
    bring("2024", KETTLE)
    bring("2025", KETTLE, RENAMED)
    facility = confirm_match(by=None, match=ProposedMatch.objects.get())
    assert (facility.delisted_on, facility.delisted_because) == (None, "")


def test_delisting_wants_a_reason_and_can_be_undone() -> None:
    bring("2023", HERON)
    facility = Facility.objects.get()
    for reason in ("  ", "x" * 301):
        with refused("reason"):
            delist(by=None, facility=facility, because=reason)
    delist(by=None, facility=facility, because="It closed.")
    assert not Facility.objects.listed().exists()
    assert Facility.objects.public().exists()
    relist(by=None, facility=facility)
    assert Facility.objects.listed().exists()


def test_likeness_knows_abbreviations_from_other_names() -> None:
    abbreviated = replace(HERON, name1="Substance Abuse Rehab Program/Resid")
    assert likeness(abbreviated, replace(HERON, name1="Substance Abuse Rehab Prog Residential")) > 0.8
    assert likeness(abbreviated, replace(HERON, name1="Blue Kettle")) < 0.6
