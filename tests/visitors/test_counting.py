"""How often one network sent something."""

from collections.abc import Iterator

import pytest
import time_machine

from visitors.counting import DAY, HOUR, count, forget
from visitors.digests import keyed
from visitors.models import SubmissionCount

pytestmark = pytest.mark.django_db
HOME = "2600:1700:1:2::1"


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-06-01 12:30Z", tick=False) as clock:
        yield clock


def counted(address: str, *, purpose: str = "test") -> int:
    return count(purpose=purpose, address=address)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (HOME, "2600:1700:1:2::2"),
        (HOME, "2600:1700:1:2:ffff:ffff:ffff:ffff"),
        (HOME, "2600:1700:0001:0002:0:0:0:1"),
        ("203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", "::ffff:203.0.113.9"),
    ],
)
def test_addresses_that_one_visitor_may_have_count_together(one: str, other: str) -> None:
    assert [counted(one), counted(other)] == [1, 2]


@pytest.mark.parametrize(
    ("one", "other"),
    [(HOME, "2600:1700:1:3::1"), (HOME, "2600:1700:1:1:ffff:ffff:ffff:ffff"), ("203.0.113.9", "203.0.113.8")],
)
def test_other_networks_do_not(one: str, other: str) -> None:
    assert [counted(one), counted(other)] == [1, 1]


def test_what_is_no_address_is_counted_too() -> None:
    assert [counted(""), counted("unix:"), counted("")] == [1, 1, 2]


def test_each_purpose_is_counted_alone() -> None:
    assert [counted(HOME), counted(HOME, purpose="other"), counted(HOME)] == [1, 1, 2]


def test_an_hour_ends_with_the_hour_and_a_day_with_the_day(clock: time_machine.Traveller) -> None:
    hours, days = [], []
    for moment in ("12:59Z", "13:00Z", "23:59Z"):
        clock.move_to(f"2026-06-01 {moment}")
        hours.append(count(purpose="test", address=HOME, each=HOUR))
        days.append(count(purpose="days", address=HOME, each=DAY))
    clock.move_to("2026-06-02 00:00Z")
    days.append(count(purpose="days", address=HOME, each=DAY))
    assert (hours, days) == ([1, 1, 1], [1, 2, 3, 1])


def test_counts_are_forgotten_when_their_time_is_over(clock: time_machine.Traveller) -> None:
    count(purpose="test", address=HOME, each=HOUR)
    count(purpose="test", address=HOME, each=DAY)
    left = []
    for moment in ("2026-06-01 12:59Z", "2026-06-01 13:00Z", "2026-06-02 00:00Z"):
        clock.move_to(moment)
        forget()
        left.append(SubmissionCount.objects.count())
    assert left == [2, 1, 0]


def test_neither_address_nor_network_is_kept_and_no_two_counts_can_be_put_together() -> None:
    counted(HOME)
    counted(HOME, purpose="other")
    count(purpose="test", address=HOME, each=DAY)
    rows = str(list(SubmissionCount.objects.values()))
    assert "2600" not in rows
    assert len({row.visitor for row in SubmissionCount.objects.all()}) == 3


def test_a_digest_needs_the_sites_secret(settings: object) -> None:
    before = keyed("test", "text")
    assert before == keyed("test", "text") != keyed("other", "text")
    settings.SECRET_KEY = "another" * 10  # type: ignore[attr-defined]
    assert keyed("test", "text") != before
