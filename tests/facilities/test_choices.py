"""Narrowing a list by traits, and counting what each answer would leave."""

from collections.abc import Sequence
from itertools import combinations
from typing import Final

import pytest

from facilities import service_codes
from facilities.finder.choices import Chosen, Labels, chosen, narrow, parts
from facilities.finder.traits import BITS, CODES, VETERANS_ONLY, WIDTH, columns, count, counted, traits
from facilities.places.states import state

ROWS: Final = [
    traits(codes.split())
    for codes in (
        "MU BU MD SP",
        "BU MD SS OP",
        "NU SF",
        "CBT RELP ACC PI",
        "MU BU NU MD SS SP VAMC",
        "",
        "FSA BU",
        "MOA",
    )
]


def kept(choices: Chosen) -> list[int]:
    return narrow(ROWS, choices).kept


def fits(row: int, choices: Chosen) -> bool:
    return all(any(row & BITS[question, value] for value in values) for question, values in choices.items())


def test_nothing_chosen_keeps_every_row() -> None:
    assert kept({}) == list(range(len(ROWS)))


def test_answers_of_one_question_mean_any_and_questions_mean_all() -> None:
    assert kept({"medicine": ["methadone"]}) == [0, 4]
    assert kept({"medicine": ["methadone", "naltrexone"]}) == [0, 2, 4]
    assert kept({"medicine": ["methadone", "naltrexone"], "payment": ["cash"]}) == [2]


def test_no_insurance_is_a_sliding_fee_help_nothing_to_pay_or_public_money() -> None:
    for code in ("SS", "PA", "NP", "FSA", "SAMF"):
        assert traits([code]) & BITS["payment", "none"]
    for code in ("SI", "SF", "MD", "PI"):
        assert not traits([code]) & BITS["payment", "none"], "a state's insurance plan is not help for the uninsured"


SETS: Final[Sequence[Chosen]] = [
    dict(pairs)
    for size in range(4)
    for pairs in combinations(
        [
            ("medicine", ["methadone", "buprenorphine"]),
            ("payment", ["none"]),
            ("language", ["spanish"]),
            ("phase", ["aftercare"]),
        ],
        size,
    )
]


@pytest.mark.parametrize("choices", SETS)
def test_each_count_is_what_its_answer_would_leave(choices: Chosen) -> None:
    """Counted against the slow way: how many have this answer, given the other questions."""
    found = narrow(ROWS, choices)
    for part in parts(ROWS, found, choices, Labels()):
        for answer in part.answers:
            others = {question: values for question, values in choices.items() if question != answer.question}
            there = [row for row in ROWS if fits(row, others) and row & BITS[answer.question, answer.value]]
            assert answer.count == len(there), answer
    for question in choices:
        others = {name: values for name, values in choices.items() if name != question}
        assert found.without(question) == [place for place, row in enumerate(ROWS) if fits(row, others)]


def test_answers_that_nobody_has_are_not_offered_unless_chosen() -> None:
    def offered(choices: Chosen) -> set[str]:
        return {
            answer.value for part in parts(ROWS, narrow(ROWS, choices), choices, Labels()) for answer in part.answers
        }

    assert "yupik" not in offered({})
    assert "yupik" in offered({"language": ["yupik"]})


def test_folds_with_a_choice_in_them_stand_open() -> None:
    choices: Chosen = {"language": ["spanish"]}
    made = {str(part.title): part for part in parts(ROWS, narrow(ROWS, choices), choices, Labels())}
    assert made["Language"].open
    assert not made["Kind of care"].open
    assert not made["Medicine given on site"].folded


@pytest.mark.parametrize(
    ("parameters", "choices"),
    [
        ({"payment": ["cash"]}, {"payment": ["cash"]}),
        ({"payment": ["cash", "medicaid", "cash"]}, {"payment": ["medicaid", "cash"]}),
        ({"payment": [""]}, {}),
        ({"payment": ["'; DROP TABLE", "x" * 10_000, "none"]}, {"payment": ["none"]}),
        ({"nothing": ["cash"], "__proto__": ["x"], "only": ["veterans"]}, {}),
    ],
)
def test_what_means_nothing_is_passed_over(parameters: dict[str, list[str]], choices: Chosen) -> None:
    assert chosen(parameters) == choices


@pytest.mark.parametrize(
    ("codes", "name"),
    [
        ("MD", ("payment", "medicaid")),
        ("MC", ("payment", "medicare")),
        ("NP", ("payment", "free")),
        ("RS", ("setting", "residential")),
        ("F92", ("language", "vietnamese")),
        ("PW", ("group", "pregnancy")),
        ("VAMC", ("group", "veterans")),
        ("MU", ("medicine", "methadone")),
        ("DT ODTX", ("phase", "detoxification")),
        ("MU BU NU MOA", ("medicine", "from-elsewhere")),
    ],
)
def test_a_facility_is_found_by_what_it_reported(codes: str, name: tuple[str, str]) -> None:
    assert traits(codes.split()) & BITS[name]


def test_and_by_nothing_else() -> None:
    assert traits([]) == 0
    assert not traits(["DT", "ADTX"]) & BITS["phase", "detoxification"], "alcohol detox is not opioid detox"
    assert not traits(["MOA"]) & BITS["phase", "medication"], "partly is not yes"
    assert not traits(["NU", "MOA"]) & BITS["medicine", "methadone"]
    assert not traits(["VET"]) & VETERANS_ONLY, "a program for veterans is not for veterans alone"


def test_every_code_that_is_asked_for_is_one_that_we_know() -> None:
    known = set(service_codes.CODES) | {code for group in service_codes.GROUPS.values() for code in group}
    known |= {"ORT", "OD", "RD", "HID", "HIT", "VAMC"}
    assert {code for codes in CODES.values() for code in codes.split()} <= known


def test_traits_fit_into_two_columns_and_come_out_again() -> None:
    everything = sum(BITS.values())
    first, second = columns(everything)
    assert first < 1 << WIDTH
    assert second < 1 << WIDTH
    assert first | second << WIDTH == everything


def test_bits_of_rows_that_are_kept_never_move() -> None:
    """They are in databases. A new trait is the last of its table."""
    assert BITS["medicine", "methadone"] == 1
    assert BITS["payment", "none"] == 1 << 4
    assert BITS["group", "trauma"] == 1 << 46
    assert VETERANS_ONLY == 1 << 47
    assert BITS["language", "others"] == 1 << (WIDTH + 23)


def test_many_rows_are_counted_at_once() -> None:
    rows = ROWS * 1000
    assert all(counted(count(rows), bit) == sum(bool(row & bit) for row in rows) for bit in BITS.values())


@pytest.mark.parametrize(
    ("code", "words"),
    [("CA", "Medicaid (Medi-Cal)"), ("TX", "Texas Medicaid"), ("TN", "Medicaid (TennCare)"), ("PW", "Medicaid")],
)
def test_medicaid_has_its_states_name(code: str, words: str) -> None:
    assert str(Labels(state(code))(("payment", "medicaid"))) == words


def test_a_sentence_names_what_was_chosen() -> None:
    labels = Labels(state("CA"))
    assert labels.in_sentence("medicine", ["methadone", "buprenorphine"]) == "methadone or buprenorphine"
    assert labels.in_sentence("payment", ["none", "medicaid"]) == "no insurance or Medicaid (Medi-Cal)"
    assert labels.in_sentence("language", ["spanish"]) == "Spanish"
