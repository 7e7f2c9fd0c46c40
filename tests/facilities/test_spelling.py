"""Which names are spelled nearly like one."""

import pytest

from facilities.places.spelling import nearest

NAMES = [(name, name) for name in ("albuquerque", "springfield", "spring", "el paso", "el campo", "boise")]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("albuqerque", ["albuquerque"]),
        ("alburquerque", ["albuquerque"]),
        ("sprignfield", ["springfield"]),
        ("el pasoo", ["el paso"]),
        ("biose", ["boise"]),
        ("bose", ["boise"]),
        ("xyzzy", []),
        ("", []),
    ],
)
def test_a_slip_or_two_are_forgiven(typed: str, found: list[str]) -> None:
    assert [name for name, _key in nearest(typed, NAMES)] == found


def test_the_fewest_slips_come_first_and_then_the_order_given() -> None:
    names = [("salam", 1), ("salem", 2), ("selem", 3)]
    assert [key for _name, key in nearest("salem", names)] == [2, 1, 3]
