"""What an import does to what is there already."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db.models import QuerySet

from facilities.directory import Code, Row
from facilities.models import DirectoryEdition, Facility, ProposedMatch, ServiceCode
from facilities.services import importing
from facilities.services.facilities import delist
from facilities.services.importing import EditionFacts, Report, import_rows
from review.refusals import Refused
from search.services import public_version
from tests.codes import refused

pytestmark = pytest.mark.django_db

HERON = Row(
    *("Paper Heron Clinic", "", "212 Origami Street", "", "Austin", "TX", "78702", "512-555-0102", "", "", ""),
    *(None, None),
    frozenset({"SA", "MU", "CBT"}),
)
KETTLE = replace(HERON, name1="Blue Kettle", street1="1 Teapot Row", phone="512-555-0101", codes=frozenset({"SA"}))
CODES = [
    Code("SA", "Substance use treatment", "", "TC", "Type of Care"),
    Code("MU", "Methadone used in Treatment", "", "OM", "Opioid Medications used in Treatment"),
]


def bring(name: str, *rows: Row, **more: Any) -> Report:
    return import_rows(rows=rows, codes=CODES, edition=EditionFacts(name, f"SAMHSA, {name}", f"sha of {name}"), **more)


def state() -> list[dict[str, Any]]:
    tables: list[QuerySet[Any]] = [model._default_manager.all() for model in (Facility, DirectoryEdition, ServiceCode)]
    return [row for table in tables for row in table.order_by("pk").values()]


def heron() -> Facility:
    return Facility.objects.get(slug="paper-heron-clinic-austin")


def test_a_first_edition_adds_everything() -> None:
    before = public_version()
    report = bring("2023", HERON, KETTLE)
    assert (len(report.new), report.same, report.changed, report.gone) == (2, 0, [], [])
    facility = heron()
    assert facility.codes == ["CBT", "MU", "SA"]
    assert (facility.medication, facility.for_opioids, facility.contradictions) == ("on-site", True, [])
    assert (facility.edition.name, facility.edition.facility_count) == ("2023", 2)
    assert facility.city is not None
    assert facility.city.slug == "austin"
    assert public_version() > before


def test_codes_are_kept_by_edition_with_their_phase_and_role() -> None:
    bring("2023", HERON)
    methadone, care = ServiceCode.objects.get(code="MU"), ServiceCode.objects.get(code="SA")
    assert (methadone.phase, methadone.role) == (2, "core")
    assert (care.phase, care.role) == (None, "")


def test_the_same_file_again_changes_nothing() -> None:
    bring("2023", HERON, KETTLE)
    before, version = state(), public_version()
    report = bring("2023", HERON)
    assert report.already
    assert state() == before
    assert public_version() == version


def test_the_same_file_under_another_name_changes_nothing() -> None:
    bring("2023", HERON)
    again = import_rows(rows=[KETTLE], codes=CODES, edition=EditionFacts("2024", "x", "sha of 2023"))
    assert (again.already, again.edition) == (True, "2023")
    assert Facility.objects.count() == 1


def test_a_new_edition_tells_same_changed_and_new_apart() -> None:
    bring("2023", HERON, KETTLE)
    report = bring("2024", HERON, replace(KETTLE, phone="512-555-0199"), replace(HERON, street1="9 New Street"))
    assert (report.same, len(report.changed), len(report.new), report.gone) == (1, 1, 1, [])
    assert Facility.objects.get(name1="Blue Kettle").phone == "512-555-0199"
    assert {facility.edition.name for facility in Facility.objects.all()} == {"2024"}


def test_what_differs_in_case_and_punctuation_is_the_same_facility() -> None:
    bring("2023", HERON)
    report = bring("2024", replace(HERON, name1="PAPER HERON CLINIC.", street1="212  origami street"))
    assert (report.new, len(report.changed)) == ([], 1)


def test_a_facility_that_is_gone_is_delisted_with_a_reason_and_comes_back() -> None:
    bring("2023", HERON, KETTLE)
    report = bring("2024", KETTLE)
    assert len(report.gone) == 1
    gone = heron()
    assert gone.delisted_on is not None
    assert gone.delisted_because == "Not in SAMHSA’s 2024 directory."
    assert gone not in Facility.objects.listed()
    assert gone.edition.name == "2023"
    report = bring("2025", KETTLE, HERON)
    assert (len(report.back), report.changed, report.same) == (1, [], 1)
    assert (heron().delisted_on, heron().delisted_because) == (None, "")
    assert heron().pk == gone.pk


def test_what_was_delisted_already_keeps_its_day_and_reason() -> None:
    bring("2023", HERON, KETTLE)
    bring("2024", KETTLE)
    assert bring("2025", KETTLE).gone == []
    assert heron().delisted_because == "Not in SAMHSA’s 2024 directory."


def test_an_editors_delisting_outlasts_an_import() -> None:
    bring("2023", HERON, KETTLE)
    delist(by=None, facility=heron(), because="It closed. We phoned.", on=date(2023, 5, 1))
    assert bring("2024", HERON, KETTLE).back == []
    assert heron().delisted_because == "It closed. We phoned."


def test_what_editors_set_is_never_overwritten() -> None:
    bring("2023", HERON)
    ours = {
        "relationship": "flat-fee",
        "takes_inquiries": False,
        "last_confirmed_on": date(2023, 4, 1),
        "slug": "heron",
    }
    Facility.objects.update(**ours)
    bring("2024", replace(HERON, phone="512-555-0177"))
    facility = Facility.objects.get()
    assert {name: getattr(facility, name) for name in ours} == ours
    assert facility.phone == "512-555-0177"


def test_a_workbook_does_not_wipe_out_web_site_and_coordinates() -> None:
    bring("2023", replace(HERON, website="https://heron.example", latitude=30.0, longitude=-97.0))
    assert bring("2024", HERON).same == 1
    assert (heron().website, heron().latitude) == ("https://heron.example", 30.0)


def test_only_states_that_the_file_covers_lose_facilities() -> None:
    far = replace(KETTLE, city="Los Angeles", state="CA", zip="90012")
    bring("2023", HERON, far)
    assert (
        bring(
            "2024-01-31",
            replace(HERON, name1="Wooden Spoon Hospital", street1="9 New Street", phone=""),
            covers=frozenset(),
        ).gone
        == []
    )
    report = bring(
        "2024-06-30", replace(HERON, name1="Glass Bell House", street1="8 New Street", phone=""), covers={"TX"}
    )
    assert len(report.gone) == 2
    assert Facility.objects.get(state="CA").delisted_on is None


def test_a_file_that_lacks_most_facilities_is_refused_unless_that_is_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(importing, "FEW", 1)
    bring("2023", HERON, *(replace(KETTLE, name1=f"{name} Kettle") for name in ("Red", "Green", "Black")))
    before = state()
    with refused("many-gone"):
        bring("2024", replace(HERON, phone="512-555-0133"))
    assert state() == before
    assert len(bring("2024", HERON, many_may_go=True).gone) == 3


def test_an_older_edition_after_a_newer_one_is_refused() -> None:
    bring("2024", HERON)
    before = state()
    with pytest.raises(Refused) as caught:
        bring("2023", KETTLE)
    assert caught.value.code == "older"
    assert state() == before
    assert bring("2024-06-30, Texas", HERON).same == 1
    with pytest.raises(Refused) as caught:
        bring("2024-05-31", HERON)
    assert caught.value.code == "older"


def test_one_name_for_two_files_is_refused() -> None:
    bring("2023", HERON)
    with refused("name-taken"):
        import_rows(rows=[KETTLE], codes=CODES, edition=EditionFacts("2023", "x", "another sha"))


def test_a_name_without_a_year_and_a_file_without_rows_are_refused() -> None:
    with pytest.raises(Refused) as nameless:
        bring("Latest", HERON)
    with pytest.raises(Refused) as empty:
        bring("2023")
    assert (nameless.value.code, empty.value.code) == ("no-year", "empty")
    assert not DirectoryEdition.objects.exists()


def test_a_dry_run_reports_and_changes_nothing() -> None:
    bring("2023", HERON)
    before, version = state(), public_version()
    report = bring("2024", KETTLE, dry_run=True)
    assert (len(report.new), len(report.gone)) == (1, 1)
    assert state() == before
    assert public_version() == version


def test_an_import_that_fails_midway_leaves_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    bring("2023", HERON)
    before = state()

    def fail(*args: object, **kwargs: object) -> None:
        raise RuntimeError("midway")

    monkeypatch.setattr(importing, "near_duplicates", fail)
    with pytest.raises(RuntimeError, match="midway"):
        bring("2024", KETTLE)
    assert state() == before


def test_contradictions_are_kept_and_reported() -> None:
    report = bring("2023", replace(HERON, codes=frozenset({"NMOA", "MU"})), replace(KETTLE, name1="Blue Kettle OTP"))
    assert [line.rpartition(": ")[2] for line in report.contradictory] == [
        "medication-and-none",
        "program-without-medicine",
    ]
    assert heron().contradictions == ["medication-and-none"]


def test_rows_that_share_name_street_and_zip_are_two_facilities() -> None:
    twin = replace(HERON, phone="512-555-0188")
    assert len(bring("2023", HERON, twin).new) == 2
    assert bring("2024", HERON, twin).same == 2


def test_near_duplicates_within_a_file_are_reported_and_kept() -> None:
    report = bring("2023", HERON, replace(HERON, street1="214 Origami Street"), KETTLE)
    assert len(report.near_duplicates) == 1
    assert Facility.objects.count() == 3


def test_slugs_are_readable_unique_and_stay() -> None:
    long = replace(HERON, name1="n" * 200, name2="m" * 200, street1="x")
    rows = [HERON, *(replace(HERON, name2="East", street1=f"{number} East Street") for number in range(3))]
    bring("2023", *rows, long, replace(long, street1="z"), replace(HERON, name1="中心", city="東京", street1="y"))
    slugs = dict(Facility.objects.values_list("street1", "slug"))
    assert slugs["0 East Street"] == "paper-heron-clinic-east-austin"
    assert slugs["2 East Street"] == "paper-heron-clinic-east-austin-3"
    assert max(len(slugs["x"]), len(slugs["z"])) <= 120
    assert Facility.objects.filter(slug="facility").exists()
    bring("2024", *reversed(rows))
    assert slugs.items() >= dict(Facility.objects.filter(edition__name="2024").values_list("street1", "slug")).items()


def test_invented_facilities_and_real_ones_do_not_meet() -> None:
    invented = EditionFacts("Demo", "Invented", "sha of demo", invented=True)
    import_rows(rows=[HERON], codes=CODES, edition=invented)
    assert bring("2023", KETTLE).gone == []
    assert heron().delisted_on is None
    assert not ProposedMatch.objects.exists()


def test_a_reason_that_reads_like_an_imports_is_still_an_editors() -> None:
    bring("2023", HERON, KETTLE)
    facility = heron()
    delist(by=None, facility=facility, because="Not in SAMHSA’s 2023 directory. They told us by phone.")
    bring("2024", HERON, KETTLE)
    facility.refresh_from_db()
    assert facility.delisted_on is not None
    assert not facility.delisted_by_import
