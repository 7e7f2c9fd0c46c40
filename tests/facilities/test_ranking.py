"""The computation behind a ranking, without a database."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities import service_codes
from facilities.ranking import METHOD, Reason, changes, rank
from tests.facilities.ranked import MADE_ON, inputs, told

CRITERIA = METHOD.criteria()
COUNTED = sorted({code for criterion in CRITERIA for code in (*criterion["codes"], *criterion["denied_by"])})
DETOX = sorted(code for code, (phase, _) in service_codes.CODES.items() if phase == "detoxification")
CODES = st.frozensets(st.sampled_from([*COUNTED, *DETOX, "OP", "SP", "TWFA"]))


def score(*codes: str, confirmed: str | None = None) -> int:
    return rank(inputs(told("one", *codes, confirmed=confirmed)))[0]["score"]


def reason(key: str, *codes: str) -> Reason:
    return next(one for one in rank(inputs(told("one", *codes)))[0]["reasons"] if one["key"] == key)


def test_the_points_add_up_to_a_hundred() -> None:
    assert METHOD.points == sum(criterion["points"] for criterion in CRITERIA) == 100
    assert score(*COUNTED, confirmed=MADE_ON.isoformat()) == 100
    assert score() == 0


def test_methadone_and_buprenorphine_count_most_and_naltrexone_less() -> None:
    assert score("MU") == score("BU") == 15
    assert score("NU") == 5
    assert max(criterion["points"] for criterion in CRITERIA) == 15


def test_keys_stand_once_and_groups_stand_together() -> None:
    keys = [criterion["key"] for criterion in CRITERIA]
    assert len(keys) == len(set(keys))
    assert [criterion["group"] for criterion in CRITERIA] == [g.label for g in METHOD.groups for _ in g.criteria]


def test_the_more_codes_of_one_fact_give_no_more_points() -> None:
    assert score("CARF") == score("CARF", "JC", "COA")


def test_a_free_place_loses_nothing_for_taking_no_insurance() -> None:
    assert score("NP") == score("MD", "SS")


@given(CODES, CODES)
def test_another_reported_fact_never_lowers_the_score(some: frozenset[str], more: frozenset[str]) -> None:
    assert score(*(some | more)) >= score(*some)


@given(CODES, st.sets(st.sampled_from(DETOX)))
def test_detox_changes_nothing(some: frozenset[str], detox: set[str]) -> None:
    without = some.difference(DETOX)
    (with_it,), (without_it,) = (rank(inputs(told("one", *codes))) for codes in (without | detox, without))
    assert with_it == without_it


@given(CODES)
def test_medicines_agree_with_the_phase_profile(codes: frozenset[str]) -> None:
    """The same facility must not read "on site" on its own page and "not reported" here."""
    meant = {"on-site": "reported", "accepts": "not-reported", "no": "no", "": "not-reported"}
    for medicine, answer in service_codes.medicines(codes - service_codes.NOT_FOR_OPIOIDS).items():
        assert reason(medicine, *codes)["state"] == meant[answer], medicine


def test_unknown_is_not_no() -> None:
    assert reason("methadone")["state"] == "not-reported"
    assert reason("methadone", "NMOA")["state"] == "no"
    assert reason("methadone", "NMOA", "MOA")["state"] == "not-reported", "it accepts people on medication"
    assert reason("naloxone", "NMOA")["state"] == "not-reported"


@pytest.mark.parametrize(
    ("days", "points"), [(0, 4), (182, 4), (183, 2), (365, 2), (366, 0), (-1, 0)], ids=lambda value: str(value)
)
def test_a_fresh_confirmation_counts_a_little(days: int, points: int) -> None:
    assert score(confirmed=(MADE_ON - timedelta(days=days)).isoformat()) == points


def test_equal_scores_share_a_position_and_the_next_one_is_skipped() -> None:
    rows = rank(inputs(told("c", "BU"), told("b", "MU"), told("a", "MU"), told("d", "MU", "BU"), told("e")))
    assert [(row["slug"], row["position"], row["tied"]) for row in rows] == [
        ("d", 1, False),
        ("a", 2, True),
        ("b", 2, True),
        ("c", 2, True),
        ("e", 5, False),
    ]


@given(st.lists(CODES, min_size=1, max_size=8).flatmap(lambda codes: st.permutations(list(enumerate(codes)))))
def test_the_order_of_the_inputs_does_not_matter(facilities: list[tuple[int, frozenset[str]]]) -> None:
    shuffled = inputs(*(told(f"f{number}", *codes, name="Same") for number, codes in facilities))
    in_order = inputs(*(told(f"f{number}", *codes, name="Same") for number, codes in sorted(facilities)))
    rows = rank(shuffled)
    assert rows == rank(in_order)
    assert [row["score"] for row in rows] == sorted((row["score"] for row in rows), reverse=True)


def test_a_new_version_says_who_came_left_moved_and_scored_otherwise() -> None:
    before = inputs(told("elm", "MU", "BU"), told("harbor", "BU"), told("oak", "NOE"), told("pine", "NOE"))
    after = inputs(told("elm", "MU"), told("harbor", "BU", "NOE"), told("fir", "NU"))
    after["left_out"] = [{"slug": "pine", "name": "Pine", "reason": "It closed."}]
    after["edition"] = {**after["edition"], "name": "2024"}
    for document in (before, after):
        document["rows"] = rank(document)
    found = {(one["kind"], one["name"], one["before"], one["after"]) for one in changes(before, after)}
    assert found == {
        ("edition", "", "2023", "2024"),
        ("moved", "Elm", "1", "2"),
        ("score", "Elm", "30", "15"),
        ("moved", "Harbor", "2", "1"),
        ("score", "Harbor", "15", "27"),
        ("entered", "Fir", "", "3"),
        ("left", "Oak", "3", ""),
        ("left-out", "Pine", "3", ""),
    }
    assert changes(before, before) == []
