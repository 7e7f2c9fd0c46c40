"""What a card in a list says, and what it leaves out."""

from datetime import date
from typing import Any

import pytest

from facilities.finder.cards import Card, Setting, ages, cards, marks, miles_words
from facilities.models import Facility
from facilities.places.states import state
from tests.facilities.ranked import edition, make_facility

pytestmark = pytest.mark.django_db


def card(*codes: str, setting: Setting | None = None, **more: Any) -> Card:
    made = make_facility(f"harbor-{Facility.objects.count()}", *codes, **more)
    return cards([(made, None)], setting or Setting())[0]


@pytest.mark.parametrize(
    ("more", "calls"),
    [
        ({}, []),
        ({"phone": "915-555-0101"}, [("Phone", "tel:+19155550101")]),
        ({"phone": "915-555-0101", "intake1": "915-555-0101"}, [("Phone", "tel:+19155550101")]),
        ({"phone": "915-555-0101", "intake1": "(915) 555-0101"}, [("Phone", "tel:+19155550101")]),
        (
            {"phone": "915-555-0101", "intake1": "915-555-0101 x12"},
            [("New patients", "tel:+19155550101,12"), ("Main", "tel:+19155550101")],
        ),
        (
            {"phone": "915-555-0101", "intake1": "915-555-0102", "intake2": "915-555-0103"},
            [("New patients", "tel:+19155550102"), ("Main", "tel:+19155550101")],
        ),
        ({"intake1": "844-555-HOPE"}, [("New patients", "tel:+18445554673")]),
    ],
)
def test_the_number_for_new_patients_comes_first(more: dict[str, Any], calls: list[tuple[str, str]]) -> None:
    assert [(call.words, call.href) for call in card("BU", **more).calls] == calls


def test_all_ways_to_pay_show_and_those_asked_for_first() -> None:
    found = card(
        "MD",
        "MC",
        "SS",
        "PI",
        "SI",
        "MI",
        "SF",
        "FSA",
        "SAMF",
        setting=Setting(payment=frozenset({"SS", "FSA", "NP"})),
    )
    assert found.asked == ["sliding fee", "government funds"]
    assert found.pay == "Medicaid, Medicare, private, state and military insurance, cash, block-grant funds"


def test_pay_that_was_not_reported_is_said() -> None:
    assert card("BU").pay == "not reported"


@pytest.mark.parametrize(
    ("its", "searched", "words"),
    [
        ("CA", None, "Medi-Cal"),
        ("TX", None, "Medicaid"),
        ("CA", "CA", "Medi-Cal"),
        ("NM", "TX", "New Mexico Medicaid"),
    ],
)
def test_medicaid_is_that_of_its_state(its: str, searched: str | None, words: str) -> None:
    setting = Setting(state=state(searched) if searched else None)
    assert card("MD", state=its, setting=setting).pay == words


def test_phases_that_are_plainly_offered_are_left_out() -> None:
    full = ("DT", "ODTX", "BU", "CBT", "ACC", "RELP")
    assert card(*full).less == ""
    assert (
        card("BU", "DT", "CBT", "HS", "YAD", "ADLT").less
        == ("Adults. Partly: detoxification, aftercare. Not reported: relapse prevention")
        or card.__name__
    )


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("", ""),
        ("YAD ADLT", "Adults"),
        ("CHLD", "Takes people under 18"),
        ("CHLD YAD ADLT SNR", "Adults, and people under 18"),
        ("YAD", "Ages 18 to 25"),
        ("ADLT SNR", "Ages 26 and older"),
    ],
)
def test_ages_add_people_and_keep_nobody_out(codes: str, words: str) -> None:
    assert ages(codes.split()) == words


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("FEM MALE", []),
        ("", []),
        ("FEM", ["Women only"]),
        ("MALE", ["Men only"]),
        ("VAMC FEM MALE", ["Veterans only"]),
        ("TBG FEM MALE", ["Tribal"]),
        ("IH MALE", ["Tribal", "Men only"]),
        ("VET", []),
    ],
)
def test_whom_alone_a_place_is_for(codes: str, words: list[str]) -> None:
    assert marks(codes.split()) == words


@pytest.mark.parametrize(
    ("codes", "words"),
    [
        ("MU BU NU", "Methadone · Buprenorphine · Naltrexone"),
        ("MOA", "No medicine on site. Takes people who get it elsewhere"),
        ("NMOA", "Uses no medicine for opioid use, as reported"),
        ("CBT", "Medicine: not reported"),
    ],
)
def test_medicines_on_site(codes: str, words: str) -> None:
    assert card(*codes.split()).medicines == words


def test_a_contradiction_says_what_to_ask() -> None:
    found = card("BU", contradictions=["medication-and-none", "free-and-paid", "gone-by-now"])
    assert found.ask == "Its report contradicts itself: ask which medicines it gives and what it costs."
    assert card("BU", contradictions=[]).ask == ""


def test_names_that_are_alike_are_told_apart() -> None:
    two = [make_facility("a", name="Elm"), make_facility("b", name="Elm", street1="9 Oak Lane"), make_facility("c")]
    assert [one.name for one in cards([(one, None) for one in two], Setting())] == [
        "Elm, 1 Main Street",
        "Elm, 9 Oak Lane",
        "C",
    ]


def test_its_age_stands_on_it_where_it_differs_from_the_lists() -> None:
    old = edition("2022")
    old.survey_year = 2021
    old.save()
    here = Setting(edition=edition().pk)
    assert card("BU", setting=here).age == ""
    assert card("BU", edition=old, setting=here).age == "Reported in 2021"
    found = card("BU", last_confirmed_on=date(2026, 11, 12), setting=here)
    assert found.age.startswith("Confirmed by phone Nov")


@pytest.mark.parametrize(("miles", "words"), [(0.0, "About 1 mile"), (1.49, "About 1 mile"), (1.5, "About 2 miles")])
def test_miles_are_whole(miles: float, words: str) -> None:
    assert miles_words(miles) == words
    assert miles_words(miles, here=True) == "In this ZIP code"


def test_a_map_learns_an_address_and_nothing_more() -> None:
    made = make_facility("harbor", name="Harbor Clinic", street1="1 Main Street")
    assert made.contact().map_url == (
        "https://www.google.com/maps/dir/?api=1&destination=1+Main+Street%2C+Austin%2C+TX+78701"
    )
