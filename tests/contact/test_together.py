"""Messages that come at the same time are written in one transaction, and each hears of its own."""

from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import DatabaseError, IntegrityError, OperationalError, connection
from django.test.utils import CaptureQueriesContext

from contact.models import Inquiry, Letter
from contact.services.receiving import Press, Received, receive
from contact.together import Job, Together, _all
from review.refusals import Refused
from tests.articles.racing import at_once
from tests.contact.making import World
from visitors.models import SubmissionCount

Do = Callable[[], str]


def store(name: str, error: Exception | None = None) -> Do:
    def do() -> str:
        SubmissionCount.objects.create(visitor=name, until="2026-06-01T00:00Z")
        if error:
            raise error
        return name

    return do


def stored() -> list[str]:
    return [*SubmissionCount.objects.order_by("visitor").values_list("visitor", flat=True)]


@pytest.mark.django_db
class TestOneTransaction:
    def test_all_are_written_in_it_and_each_has_its_own_answer(self) -> None:
        jobs = [Job(store(name)) for name in "abc"]
        with CaptureQueriesContext(connection) as asked:
            _all(jobs)
        assert [(job.result, job.error) for job in jobs] == [("a", None), ("b", None), ("c", None)]
        assert sum(query["sql"].startswith("SAVEPOINT") for query in asked) == 1
        assert stored() == ["a", "b", "c"]

    @pytest.mark.parametrize("error", [Refused("many", "Too many."), IntegrityError("twice"), ValueError("a fault")])
    def test_one_that_cannot_be_stored_costs_the_others_nothing(self, error: Exception) -> None:
        jobs = [Job(store("a")), Job(store("b", error)), Job(store("c"))]
        _all(jobs)
        assert [(job.result, job.error) for job in jobs] == [("a", None), (None, error), ("c", None)]
        assert stored() == ["a", "c"]

    def test_where_the_database_is_away_all_hear_it_and_none_asks_again(self) -> None:
        away = OperationalError("disk full")
        jobs = [Job(store("a")), Job(store("b", away)), Job(store("c"))]
        with CaptureQueriesContext(connection) as asked:
            _all(jobs)
        assert [(job.result, job.error) for job in jobs] == [(None, away)] * 3
        assert sum("INSERT" in query["sql"] for query in asked) == 2
        assert stored() == []


def test_what_was_not_written_is_never_called_stored(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Whoever wrote for others was ended in the middle."""
    here = SimpleNamespace(vendor="sqlite", in_atomic_block=False, settings_dict={"NAME": tmp_path / "database"})
    monkeypatch.setattr("contact.together.connection", here)
    monkeypatch.setattr("contact.together._all", lambda jobs: None)
    with pytest.raises(DatabaseError):
        Together[str]()(lambda: "stored")


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
