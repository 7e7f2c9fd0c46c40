"""One place, written another way in the next edition: small files of each kind of change that real editions have."""

from pathlib import Path
from typing import Any

import pytest
from django.db import transaction

from facilities.directory import read_workbook
from facilities.models import Facility, ProposedMatch
from facilities.services.facilities import confirm_match
from facilities.services.importing import EditionFacts, Report, import_rows
from facilities.services.matching import bare_name, bare_street
from tests.facilities.workbooks import place, workbook

pytestmark = pytest.mark.django_db
LONG = "Substance Abuse Rehab Program/Residential"


def bring(folder: Path, year: int, *places: dict[str, Any]) -> Report:
    codes, rows = read_workbook(workbook(folder / f"{year}.xlsx", *places))
    return import_rows(rows=rows, codes=codes, edition=EditionFacts(str(year), "Test", str(year) * 16))


@pytest.mark.parametrize(
    "change",
    [
        {"name1": "Paper Heron Clinic Inc"},
        {"name1": "The Paper Heron Clinic, L.L.C."},
        {"name1": "Papér Heron Clinic", "street1": "212 Origami St"},
        {"phone": "(512) 555-0102", "name1": "Paper Heron Clinic LLC"},
        {"phone": "+1 512.555.0102 x4", "street1": "212 Origami Street Suite 4"},
        {"street1": "212 Origami St."},
        {"street1": "212 ORIGAMI STREET", "name1": "PAPER HERON CLINIC LTD"},
        {"street1": "Heron Building", "street2": "212 Origami Street"},
        {"street1": "212 Origami Street #4", "phone": "512-555-0999"},
        {"street1": "9 Folding Avenue", "phone": "512-555-0102"},
        {"street1": "9 Folding Avenue", "phone": "512-555-0999"},
        {"name1": "Paper Heron Clinic of Austin", "phone": "512-555-0999"},
        {"zip": "78799", "street1": "9 Folding Avenue", "phone": "512-555-0102"},
        {"zip": "78799", "street1": "9 Folding Avenue", "name1": "Paper Heron Clinic Inc."},
    ],
    ids=str,
)
def test_a_place_written_another_way_is_proposed_and_keeps_what_editors_set(
    tmp_path: Path, change: dict[str, Any]
) -> None:
    bring(tmp_path, 2023, place(), place("Blue Kettle", street1="1 Teapot Row", phone="512-555-0111"))
    Facility.objects.filter(name1="Paper Heron Clinic").update(takes_inquiries=False, relationship="flat-fee")
    before = Facility.objects.get(name1="Paper Heron Clinic")
    report = bring(tmp_path, 2024, place(**change), place("Blue Kettle", street1="1 Teapot Row", phone="512-555-0111"))
    assert (len(report.proposed), report.new, report.gone) == (1, [], [])
    after = confirm_match(by=None, match=ProposedMatch.objects.get())
    assert (after.pk, after.slug, after.takes_inquiries, after.relationship) == (
        before.pk,
        before.slug,
        False,
        "flat-fee",
    )
    assert after.phone == change.get("phone", before.phone)


@pytest.mark.parametrize(
    "change",
    [
        {"name1": "paper heron  clinic"},
        {"name1": "PAPER HERON CLINIC", "street1": "212 ORIGAMI STREET"},
        {"phone": "(512) 555-0102"},
        {"zip": "78702-1234"},
        {"name1": "Paper\u00a0Heron Clinic\u200b"},
    ],
    ids=str,
)
def test_what_only_looks_different_is_the_same_at_once(tmp_path: Path, change: dict[str, Any]) -> None:
    bring(tmp_path, 2023, place())
    report = bring(tmp_path, 2024, place(**change))
    assert (report.proposed, report.new, report.gone) == ([], [], [])
    assert Facility.objects.count() == 1


@pytest.mark.parametrize("change", [{"name1": LONG[:38]}, {"name1": "Subst Abuse Rehab Prog/Resid"}])
def test_a_name_that_was_cut_or_shortened_is_proposed(tmp_path: Path, change: dict[str, Any]) -> None:
    bring(tmp_path, 2023, place(LONG))
    report = bring(tmp_path, 2024, place(**change))
    assert (len(report.proposed), report.new, report.gone) == (1, [], [])


@pytest.mark.parametrize(
    "change",
    [
        {"name1": "Wooden Spoon Hospital", "street1": "9 Folding Avenue"},
        {"city": "Dallas", "zip": "75201"},
        {"name1": "Paper Heron House", "city": "Dallas", "zip": "75201", "street1": "9 Folding Avenue"},
        {"state": "OK", "zip": "73301", "street1": "9 Folding Avenue"},
    ],
    ids=str,
)
def test_another_place_is_not_whatever_number_it_has(tmp_path: Path, change: dict[str, Any]) -> None:
    bring(tmp_path, 2023, place())
    report = bring(tmp_path, 2024, place(**change))
    assert (report.proposed, len(report.new), len(report.gone)) == ([], 1, 1)


def test_a_call_center_s_number_makes_no_two_places_one(tmp_path: Path) -> None:
    cities = [("Waco", "76701"), ("Tyler", "75701"), ("Bryan", "77801"), ("Paris", "75460")]
    there = [place(f"{city} Recovery", city=city, zip=zip_code, street1=f"{city} Road") for city, zip_code in cities]
    bring(tmp_path, 2023, *there)
    new = place("Marfa Recovery", city="Marfa", zip="79843", street1="1 Light Road")
    report = bring(tmp_path, 2024, *there[1:], new)
    assert (report.proposed, len(report.new), len(report.gone)) == ([], 1, 1)


def test_two_programs_at_one_address_stay_two(tmp_path: Path) -> None:
    both = [place(name2="Methadone program"), place(name2="Youth residence")]
    bring(tmp_path, 2023, *both)
    report = bring(tmp_path, 2024, *(one | {"phone": "(512) 555-0102", "street1": "212 Origami St"} for one in both))
    assert (len(report.proposed), report.new, report.gone) == (2, [], [])
    for match in ProposedMatch.objects.all():
        assert match.row["name2"] == match.facility.name2


BAD: list[dict[str, Any]] = [
    {"service_code_info": "NOPE"},
    {"zip": "7870"},
    {"zip": None, "phone": None},
    {"city": None, "state": None},
    {"name1": None},
    {"name1": None, "street1": None},
    {"name1": None, "phone": "call us", "street1": "212 Origami St"},
    {"name1": "x" * 201, "street1": "9 Folding Avenue"},
    {"name1": None, "street1": None, "phone": None, "zip": None},
    dict.fromkeys(("name1", "street1", "phone", "zip", "state", "city")),
]


def test_a_place_is_never_delisted_by_its_own_bad_row(tmp_path: Path) -> None:
    others = [place(f"Place {n}", street1=f"{n} Far Road", city="Waco", zip="76701", phone="") for n in range(20)]
    bring(tmp_path, 2023, place(), *others)
    before = Facility.objects.filter(name1="Paper Heron Clinic").values().get()
    for bad in BAD:
        with transaction.atomic():
            report = bring(tmp_path, 2024, place(**bad), *others)
            assert (len(report.refused), report.gone) == (1, []), bad
            assert report.spared == ["Paper Heron Clinic, Austin TX"], bad
            assert Facility.objects.filter(name1="Paper Heron Clinic").values().get() == before, bad
            transaction.set_rollback(True)


def test_a_bad_row_spares_no_other_place(tmp_path: Path) -> None:
    gone = place("Glass Bell House", street1="3 Bell Road", city="Waco", zip="76701", phone="254-555-0100")
    bring(tmp_path, 2023, place(), gone, place("Blue Kettle", street1="1 Teapot Row", phone=""))
    report = bring(tmp_path, 2024, place(zip="7870"), place("Blue Kettle", street1="1 Teapot Row", phone=""))
    assert report.gone == ["Glass Bell House, Waco TX"]


@pytest.mark.parametrize(
    "names",
    [
        ("Árbol Health Center, L.L.C.", "ARBOL HEALTH CTR", "The Arbol Health Center Inc"),
        ("Smith & Jones, P.C.", "Smith and Jones PC"),
        ("O’Neil House", "O'Neil House Co."),
        ("St. Mary’s Hospital", "Saint Marys Hosp"),
    ],
)
def test_names_without_what_changes(names: tuple[str, ...]) -> None:
    assert len(set(map(bare_name, names))) == 1


@pytest.mark.parametrize(
    "streets",
    [
        (
            ("1200 North Main Street", ""),
            ("1200 N. Main St", ""),
            ("1200 N Main St Suite 4", ""),
            ("1200 N Main St #4", ""),
        ),
        (("Heron Building", "12 First Avenue"), ("12 1st Ave", "Floor 2"), ("12 First Ave., Bldg C", "")),
        (("5 Dr. Martin Luther King Jr Boulevard", ""), ("5 Dr Martin Luther King Jr Blvd", "")),
    ],
)
def test_streets_without_abbreviations(streets: tuple[tuple[str, str], ...]) -> None:
    assert len({bare_street(*lines) for lines in streets}) == 1
    assert bare_street("PO Box", "Heron Building") == ""
