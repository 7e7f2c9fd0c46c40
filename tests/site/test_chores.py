"""What the worker does again and again, and what is told when it does not."""

import signal
from collections.abc import Iterator
from datetime import datetime, timedelta
from threading import Event

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.utils import timezone

from articles.models import Article
from contact.worker import Heart
from rehabsite import chores, status
from rehabsite.management.commands import deliver
from rehabsite.models import Chore
from rehabsite.server import apart
from tests.articles.making import latest, make_article, make_live
from tests.articles.test_publishing import add_reviewed

pytestmark = pytest.mark.django_db
NOON = datetime.fromisoformat("2026-06-01T12:00:00-05:00")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


def row(name: str, done: list[str], *, every: int = 60) -> chores.Row:
    return chores.Row(name, timedelta(seconds=every), lambda: done.append(name))


def failing(error: Exception) -> chores.Row:
    def fail() -> None:
        raise error

    return chores.Row("fails", timedelta(hours=1), fail)


def test_each_is_done_when_its_time_has_come_and_not_before(clock: time_machine.Traveller) -> None:
    done: list[str] = []
    rows = (row("minutely", done), row("hourly", done, every=3600))
    for _minute in range(61):
        assert chores.do_due(rows)
        assert chores.do_due(rows), "another worker asks, too"
        clock.shift(60)
    assert done.count("minutely") == 61
    assert done.count("hourly") == 2


@pytest.mark.parametrize("name", ["check what was reviewed", "draw cards"])
def test_a_worker_that_ends_leaves_the_rest_to_the_next_at_once(name: str) -> None:
    """Each of the long ones: after one part of several."""
    for number in range(3):
        make_live(slug=f"article-{number}")
    parts: list[str] = []

    class Ends(Event):
        def is_set(self) -> bool:
            parts.append(name)
            return len(parts) > 2

    (one,) = (row for row in chores.CHORES if row.name == name)
    Chore.objects.create(name=name, due_at=timezone.now())
    assert not chores.do_due([one], Ends())
    assert len(parts) == 3
    chore = Chore.objects.get(name=name)
    assert (chore.problem, chore.done_at) == ("", None)
    assert chore.due_at <= timezone.now()


def test_what_a_killed_worker_left_is_done_by_another(clock: time_machine.Traveller) -> None:
    done: list[str] = []
    daily = row("daily", done, every=86_400)
    assert chores._claim(daily)
    assert not chores._claim(daily), "it is in another's hands"
    clock.shift(chores.CLAIM)
    assert chores.do_due([daily])
    assert done == ["daily"]


def test_one_that_fails_holds_up_no_other_is_told_and_tried_again(clock: time_machine.Traveller) -> None:
    Heart().beat()
    done: list[str] = []
    assert not chores.do_due([failing(ValueError("no word of this")), row("other", done)])
    assert done == ["other"]
    assert [*status.notes()] == ["This is failing, and the log says why: fails (ValueError)."]
    clock.shift(chores.AGAIN)
    assert chores.do_due([row("fails", done)])
    assert done == ["other", "fails"]
    Heart().beat()
    assert not [*status.notes()]


def test_the_site_is_rendered_anew_once_a_day_also_while_a_page_differs(clock: time_machine.Traveller) -> None:
    [daily] = (row for row in chores.CHORES if row.do is chores.check_reviewed)
    assert not chores.do_due([daily._replace(do=failing(RuntimeError()).do)])
    clock.shift(chores.DAY - chores.MINUTE)
    assert chores.do_due([daily._replace(do=failing(RuntimeError()).do)]), "it is not tried again before"
    assert Chore.objects.get().problem == "RuntimeError"
    clock.shift(chores.MINUTE)
    assert chores.do_due([daily])
    assert not Chore.objects.get().problem


@pytest.mark.parametrize("well", [True, False])
def test_what_is_large_is_done_in_another_process(well: bool) -> None:
    done: list[str] = []
    small, large = row("small", done), row("large", done)._replace(large=lambda: True)

    def apart() -> bool:
        done.append("apart")
        return well and chores.do_due([small, large])

    assert chores.do_due([large, small], apart=apart) == well
    assert done == ["small", "apart", *["large"] * well]
    assert chores.do_due([small, large], apart=apart) == well
    assert done.count("apart") == 2 - well, "it is left to the next, or was done"


def test_publishing_takes_a_process_only_when_something_is_due(clock: time_machine.Traveller) -> None:
    [publishing] = (row for row in chores.CHORES if row.do is chores.publish)
    revision = add_reviewed(make_article(), "Reviewed words.")
    revision.publish_at = timezone.now() + timedelta(seconds=60)
    revision.save(update_fields=["publish_at"])
    assert not publishing.large()
    clock.shift(60)
    assert publishing.large()


@pytest.mark.parametrize(
    ("code", "stopped", "well", "told"),
    [
        ("", False, True, 0),
        ("raise SystemExit(1)", False, False, 0),
        ("import os; os.kill(os.getpid(), 9)", False, False, 1),
        ("import signal; signal.pause()", True, False, 0),
    ],
)
def test_the_process_of_the_large_ones_ends_with_the_worker_and_is_told_when_killed(
    code: str, stopped: bool, well: bool, told: int, caplog: pytest.LogCaptureFixture
) -> None:
    stop = Event()
    if stopped:
        stop.set()
    assert apart.run(stop, "-S", "-c", code) == well
    assert [record.levelname for record in caplog.records] == ["ERROR"] * told


def test_a_database_that_is_away_is_no_failure_of_the_chore() -> None:
    with pytest.raises(OperationalError):
        chores.do_due([failing(OperationalError())])
    assert not Chore.objects.get().problem


def test_one_that_nobody_does_is_told(clock: time_machine.Traveller) -> None:
    chores.do_due([row("daily", [])])
    clock.shift(60 + chores.LATE.total_seconds() + 1)
    assert "No worker does this: daily." in [*status.notes()]


def test_a_scheduled_article_goes_live_when_its_day_begins_where_the_site_is(
    clock: time_machine.Traveller,
) -> None:
    """A cron job at five past midnight of a server in UTC came eighteen hours late, or a day early."""
    revision = add_reviewed(make_article(), "Reviewed words.")
    revision.publish_at = datetime.fromisoformat("2026-06-02T00:00:00-05:00")
    revision.save(update_fields=["publish_at"])
    clock.move_to(datetime.fromisoformat("2026-06-01T23:58:30-05:00"))
    assert chores.do_due()
    assert not Article.objects.published().exists(), "it is the second already in UTC"
    clock.move_to(datetime.fromisoformat("2026-06-02T00:00:01-05:00"))
    assert chores.do_due()
    assert Article.objects.published().exists()


def test_a_card_that_could_not_be_drawn_is_drawn_within_the_hour(clock: time_machine.Traveller) -> None:
    article = make_live()
    chores.do_due()
    clock.shift(3601)
    latest(article).__class__.objects.update(card="")
    assert chores.do_due()
    assert latest(article).card


@pytest.mark.parametrize("seconds", [0, 3600])
def test_status_fails_while_no_worker_runs(seconds: int, capsys: pytest.CaptureFixture[str]) -> None:
    if seconds:
        with time_machine.travel(timezone.now() - timedelta(seconds=seconds)):
            Heart().beat()
    with pytest.raises(
        CommandError, match=r"No worker is running\. .*1 hour ago" if seconds else "No worker is running: nothing"
    ):
        call_command("deliver", "--status")
    assert "Workers running: 0" in capsys.readouterr().out


def test_a_process_of_chores_fails_if_one_failed_and_not_if_it_was_told_to_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        monkeypatch.setattr(deliver, "_chores", lambda stop, once: signal.raise_signal(signal.SIGTERM))
        call_command("deliver", chores=True)
        monkeypatch.setattr(deliver, "_chores", lambda stop, once: False)
        with pytest.raises(CommandError, match="Not every chore"):
            call_command("deliver", chores=True)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
