"""Narrowing a list, and what a facility can be found by."""

from itertools import combinations

import pytest

from facilities.facets import facets, traits
from facilities.filters import Facet, Trait, ask, chosen, narrow

PAY = Facet("pay", "Pay", {"medicaid": "Medicaid", "cash": "Cash", "barter": "Barter"})
TALK = Facet("talk", "Talk", {"spanish": "Spanish"})
ROWS: list[tuple[str, frozenset[Trait]]] = [
    ("a", frozenset({("pay", "medicaid"), ("pay", "cash"), ("talk", "spanish")})),
    ("b", frozenset({("pay", "medicaid")})),
    ("c", frozenset({("pay", "cash")})),
    ("d", frozenset()),
]


def test_not_sure_keeps_every_row() -> None:
    assert narrow(ROWS, {}).keys == ["a", "b", "c", "d"]


def test_every_choice_must_hold() -> None:
    assert narrow(ROWS, {"pay": "cash", "talk": "spanish"}).keys == ["a"]
    assert narrow(ROWS, {"pay": "cash"}).keys == ["a", "c"]


def test_each_count_is_what_choosing_it_would_leave() -> None:
    """Counted against the slow way, for every set of choices."""
    answers = [("pay", "medicaid"), ("pay", "cash"), ("pay", "barter"), ("talk", "spanish")]
    for size in range(3):
        for pairs in combinations(answers, size):
            choices = dict(pairs)
            found = narrow(ROWS, choices)
            for name, value in answers:
                assert found.counts[name, value] == len(narrow(ROWS, {**choices, name: value}).keys), (choices, value)
            for name in choices:
                rest = {other: value for other, value in choices.items() if other != name}
                assert sorted(found.without(name)) == narrow(ROWS, rest).keys, (choices, name)


def test_answers_that_nobody_has_are_not_offered_unless_chosen() -> None:
    assert [choice.value for choice in ask(PAY, narrow(ROWS, {}), {})] == ["medicaid", "cash"]
    barter = {"pay": "barter"}
    offered = ask(PAY, narrow(ROWS, barter), barter)
    assert [(choice.value, choice.count, choice.chosen) for choice in offered] == [
        ("medicaid", 2, False),
        ("cash", 2, False),
        ("barter", 0, True),
    ]


@pytest.mark.parametrize(
    ("parameters", "choices"),
    [
        ({"pay": ["cash"]}, {"pay": "cash"}),
        ({"pay": [""]}, {}),
        ({"pay": ["'; DROP TABLE", "x" * 10_000]}, {}),
        ({"pay": ["none", "cash", "medicaid"]}, {"pay": "cash"}),
        ({"nothing": ["cash"], "__proto__": ["x"]}, {}),
    ],
)
def test_what_means_nothing_is_passed_over(parameters: dict[str, list[str]], choices: dict[str, str]) -> None:
    assert chosen(parameters, [PAY, TALK]) == choices


@pytest.mark.parametrize(
    ("codes", "trait"),
    [
        ("MD", ("payment", "medicaid")),
        ("MC", ("payment", "medicare")),
        ("NP", ("payment", "free")),
        ("RS", ("setting", "residential")),
        ("F92", ("language", "vietnamese")),
        ("PW", ("group", "pregnancy")),
        ("MU", ("medicine", "methadone")),
        ("DT ODTX", ("phase", "detoxification")),
        ("MOA", ("medicine", "from-elsewhere")),
        ("MU BU NU MOA", ("medicine", "from-elsewhere")),
    ],
)
def test_a_facility_is_found_by_what_it_reported(codes: str, trait: Trait) -> None:
    assert trait in traits(codes.split(), "78701")


def test_and_by_nothing_else() -> None:
    assert traits([], "78701-1234") == {("zip", "78701")}
    assert ("phase", "detoxification") not in traits(["DT", "ADTX"], "78701"), "alcohol detox is not opioid detox"
    assert ("phase", "medication") not in traits(["MOA"], "78701"), "partly is not yes"
    assert ("medicine", "methadone") not in traits(["NU", "MOA"], "78701")


def test_every_value_that_a_facility_can_have_is_an_answer() -> None:
    every = frozenset(f"{letter}{n}" for letter in "FN" for n in range(100)) | frozenset(
        "MD MC SS PA NP PI SF SI MI ITU OTP OP OIT ODT RES HI HH TELE SP AH NX FX PW WN MN AD TAY SE GL VET ADM MF CJ"
        " CO COPSU HV XA DV TRMA MU BU NU MOA DT ODTX CBT ACC RELP".split()
    )
    phases = ("detoxification", "medication", "therapy", "aftercare", "relapse-prevention")
    asked = facets({phase: phase for phase in phases}, {"78701"})
    assert traits(every, "78701") == {(facet.name, value) for facet in asked for value in facet.answers}
