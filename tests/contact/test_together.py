"""Messages that come at the same time are written in one transaction, and each hears of its own."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from uuid import RFC_4122

import pytest
import time_machine
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from contact.crypto.signed_boxes import Agreed
from contact.models import Inquiry, Letter, Notice
from contact.models.inquiry import make_id
from contact.services import receiving
from contact.services.receiving import Press, Received, receive
from contact.together import Job, Together
from review.refusals import Refused
from tests.articles.racing import at_once
from tests.contact.making import World, agreed
from visitors.models import SubmissionCount

Group = Callable[..., list[Received | Exception | None]]
NAMES = ["a", "b", "c"]


class Rows:
    """Stores a row for each name. `bad` is refused with an error: all of the group, as one statement does."""

    def __init__(self, bad: str = "", error: Exception | None = None) -> None:
        self.bad, self.error = bad, error
        self.calls: list[Sequence[str]] = []

    def __call__(self, names: Sequence[str]) -> Sequence[str]:
        self.calls.append(names)
        SubmissionCount.objects.bulk_create(SubmissionCount(visitor=name, until="2026-06-01T00:00Z") for name in names)
        if self.error and self.bad in names:
            raise self.error
        return [name.upper() for name in names]


def written(rows: Rows) -> list[tuple[str | None, Exception | None]]:
    jobs: list[Job[str, str]] = [Job(name) for name in NAMES]
    Together(rows)._write(jobs)
    assert all(job.is_done for job in jobs)
    return [(job.result, job.error) for job in jobs]


def stored() -> list[str]:
    return [*SubmissionCount.objects.order_by("visitor").values_list("visitor", flat=True)]


@pytest.mark.django_db
class TestOneTransaction:
    def test_all_are_written_at_once_and_each_has_its_own_answer(self) -> None:
        rows = Rows()
        assert written(rows) == [("A", None), ("B", None), ("C", None)]
        assert rows.calls == [NAMES]
        assert stored() == NAMES

    @pytest.mark.parametrize("error", [Refused("many", "Too many."), IntegrityError("twice"), ValueError("a fault")])
    def test_one_that_cannot_be_stored_costs_the_others_nothing(self, error: Exception) -> None:
        rows = Rows("b", error)
        assert written(rows) == [("A", None), (None, error), ("C", None)]
        assert rows.calls == [NAMES, ["a"], ["b"], ["c"]]
        assert stored() == ["a", "c"]

    def test_where_the_database_is_away_all_hear_it_and_none_asks_again(self) -> None:
        away = OperationalError("disk full")
        rows = Rows("b", away)
        assert written(rows) == [(None, away)] * 3
        assert rows.calls == [NAMES]
        assert stored() == []


@pytest.fixture
def group(world: World, monkeypatch: pytest.MonkeyPatch) -> Group:
    """Messages that come at the same time, from these addresses; the second agrees to a facility. What each hears."""

    numbers = count()

    def send(*addresses: str, facility: Agreed | None = None) -> list[Received | Exception | None]:
        messages: list[receiving.Message] = []
        with monkeypatch.context() as patch:
            patch.setattr(receiving, "_together", messages.append)
            for number, address in enumerate(addresses):
                told = {"agreed": facility, "permission": True} if number == 1 else {"permission": False}
                press = Press("/contact/", f"key-{next(numbers)}", address, "")
                receive(words={"email": "pat@example.org"}, city=None, press=press, **told)
        jobs: list[Job[receiving.Message, Received]] = [Job(message) for message in messages]
        receiving._together._write(jobs)
        return [job.error or job.result for job in jobs]

    return send


@pytest.mark.django_db
class TestManyMessages:
    def test_take_as_many_statements_as_one(self, group: Group) -> None:
        counts = []
        for addresses in (["192.0.2.1"], ["192.0.2.2", "192.0.2.3", "192.0.2.2"]):
            with CaptureQueriesContext(connection) as asked:
                assert all(isinstance(one, Received) for one in group(*addresses))
            counts.append(len([query for query in asked if "SAVEPOINT" not in query["sql"]]))
        assert counts == [4, 4]

    def test_have_a_receipt_each_and_one_alert(self, group: Group) -> None:
        heard = group("192.0.2.1", "192.0.2.2")
        inquiries = {one.inquiry.pk for one in heard if isinstance(one, Received)}
        assert {*Letter.objects.filter(kind=Letter.Kind.RECEIPT).values_list("inquiry", flat=True)} == inquiries
        assert Letter.objects.filter(kind=Letter.Kind.ALERT).count() == 1
        assert len(inquiries) == Letter.objects.count() - 1 == 2

    def test_are_limited_as_if_they_had_come_one_after_another(self, group: Group, world: World) -> None:
        world.settings.INQUIRIES_AN_HOUR = 2
        heard = group("192.0.2.1", "192.0.2.2", "192.0.2.1", "192.0.2.1", "192.0.2.2")
        assert [isinstance(one, Received) for one in heard] == [True, True, True, False, True]
        assert isinstance(heard[3], receiving.TooMany)
        assert [*SubmissionCount.objects.values_list("count", flat=True)] == [2, 2]
        assert Inquiry.objects.count() == 4

    def test_who_agreed_to_a_facility_alone_hears_whether_it_is_told(self, group: Group, world: World) -> None:
        box = agreed(world.facility)
        assert [*map(problem, group("192.0.2.1", "192.0.2.2", "192.0.2.3", facility=box))] == ["", "", ""]
        notice = Notice.objects.get()
        stale = replace(box, digest="")
        first, second, third = map(problem, group("192.0.2.1", "192.0.2.2", "192.0.2.3", facility=stale))
        assert (first, bool(second), third) == ("", True, "")
        assert [*Notice.objects.all()] == [notice]
        assert Inquiry.objects.count() == 6


def problem(heard: Received | Exception | None) -> str:
    assert isinstance(heard, Received)
    return heard.problem


def test_what_was_not_written_is_never_called_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever wrote for others was ended in the middle."""
    here = SimpleNamespace(vendor="sqlite", in_atomic_block=False, settings_dict={"NAME": tmp_path / "database"})
    monkeypatch.setattr("contact.together.connection", here)
    monkeypatch.setattr(Together, "_write", lambda self, jobs: None)
    with pytest.raises(DatabaseError):
        Together[str, str](Rows())("a")


@pytest.mark.django_db(transaction=True)
def test_each_who_writes_at_the_same_time_is_answered_and_one_press_is_stored_once(world: World) -> None:
    def press(number: int) -> Callable[[], Received]:
        key = f"{number:032}"
        words = {"email": "pat@example.org", "message": key}
        return lambda: receive(words=words, city=None, permission=False, press=Press("/contact/", key, "", ""))

    *once, one, again = at_once(*map(press, (1, 2, 3, 4, 4)))
    assert isinstance(one, Received)
    assert isinstance(again, Received)
    assert (one.inquiry, one.token) == (again.inquiry, again.token)
    rows = {answer.inquiry.reference for answer in (*once, one) if isinstance(answer, Received)}
    assert rows == set(Inquiry.objects.values_list("reference", flat=True))
    assert len(rows) == 4
    assert Letter.objects.filter(kind=Letter.Kind.RECEIPT).count() == 4


@pytest.mark.django_db
def test_keys_grow_with_time_so_that_what_is_written_together_is_stored_together(world: World) -> None:
    with time_machine.travel("2026-06-01 12:00Z", tick=False) as clock:
        before = {make_id() for _ in range(20)}
        clock.shift(0.001)
        received = receive(
            words={"email": "pat@example.org"}, city=None, permission=False, press=Press("/contact/", "1", "", "")
        )
        letters = {letter.key for letter in Letter.objects.all()}
        clock.shift(0.001)
        after = {make_id() for _ in range(20)}
    assert len(before) == len(after) == 20
    assert max(before) < received.inquiry.pk < min(after)
    assert max(before).hex < min(letters) < max(letters) < min(after).hex
    assert {(key.version, key.variant) for key in before} == {(7, RFC_4122)}
