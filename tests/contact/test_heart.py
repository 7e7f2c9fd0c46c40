"""A worker's sign of life, and what the desk is told of it."""

from datetime import timedelta
from threading import Event, Thread

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from contact import health, worker
from contact.models import Letter, Worker
from contact.worker import Heart
from tests.conftest import StaffClient
from tests.contact.making import World, consented, receive_one

pytestmark = pytest.mark.django_db


def headings(desk: StaffClient) -> dict[str, str]:
    return {one.heading: one.empty for one in desk.get("/admin/").context["waiting"]}


def test_a_worker_that_beats_lives_and_one_that_ended_is_gone() -> None:
    heart = Heart()
    assert health.outbox().workers == 0
    heart.beat()
    heart.beat()
    assert health.outbox().workers == 1
    assert Worker.objects.get().version
    heart.stop()
    assert not Worker.objects.exists()


def test_one_that_was_killed_counts_no_longer_after_a_minute() -> None:
    with time_machine.travel(timezone.now() - timedelta(minutes=1)):
        Heart().beat()
    found = health.outbox()
    assert found.workers == 0
    assert found.seen
    other = Heart()
    other.name = "elsewhere:1"
    with time_machine.travel(timezone.now() + timedelta(days=2)):
        other.stop()
    assert not Worker.objects.exists(), "the dead are forgotten"


def test_a_heart_does_not_beat_for_a_thread_that_hangs() -> None:
    heart, hang = Heart(), Event()
    with time_machine.travel(timezone.now() - timedelta(minutes=10)):
        began = Event()

        def work() -> None:
            heart.turned()
            heart.takes()
            began.set()
            hang.wait(20)

        thread = Thread(target=work)
        thread.start()
        began.wait(20)
    heart.turned()
    heart.beat()
    assert health.outbox().workers == 0
    assert Worker.objects.get().in_hand == 1
    hang.set()
    thread.join()


def test_the_desk_is_told_that_everything_was_sent_only_when_it_was(desk: StaffClient, world: World) -> None:
    needs = "Needs a person: something could not be sent"
    Heart().beat()
    assert headings(desk)[needs] == "Everything was sent."
    consented(world.facility)
    waiting = headings(desk)[needs]
    assert waiting.startswith("Nothing needs a person. 3 e-mails are waiting to be sent, the oldest since ")
    while worker.turn(Event(), Heart()):
        pass
    assert headings(desk)[needs] == "Everything was sent."


@pytest.mark.parametrize("why", ["no worker", "late"])
def test_the_desk_is_told_that_mail_does_not_go_out(desk: StaffClient, world: World, why: str) -> None:
    Heart().beat()
    receive_one()
    assert "Mail is not going out" not in headings(desk)
    if why == "late":
        Letter.objects.update(due_at=timezone.now() - timedelta(minutes=6))
    else:
        Worker.objects.update(beat_at=timezone.now() - timedelta(minutes=6))
    assert "Mail is not going out" in headings(desk)


def test_status_is_content_while_a_worker_runs_and_nothing_is_late(world: World) -> None:
    Heart().beat()
    receive_one()
    call_command("deliver", "--status")


def test_status_fails_while_mail_is_late(world: World, capsys: pytest.CaptureFixture[str]) -> None:
    Heart().beat()
    receive_one()
    Letter.objects.update(due_at=timezone.now() - timedelta(minutes=7))
    with pytest.raises(CommandError, match="Mail is late: the oldest should have gone 7 minutes ago"):
        call_command("deliver", "--status")
    assert "E-mails and calls waiting: 2" in capsys.readouterr().out
