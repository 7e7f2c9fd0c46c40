"""Handing mails to a mail server that misbehaves."""

import logging
import socket
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from threading import Event, Thread

import pytest
from django.core.mail import EmailMessage
from django.db import DatabaseError
from django.utils import timezone
from pytest_django import Settings

from contact import worker
from contact.delivery import mail
from contact.delivery.problems import Failed
from contact.models import Inquiry, Letter, Notice, Recipient
from contact.services import delivering
from contact.worker import Heart
from outbound.deadline import Deadline
from outbound.errors import NoAnswer
from tests.contact.mailserver import MailServer
from tests.contact.making import WORDS, World, consented, receive_one, token_of
from tests.guards.making import unguarded
from tests.ports import free_port


@pytest.fixture
def server(settings: Settings) -> Iterator[MailServer]:
    with MailServer().listening() as server:
        settings.EMAIL_BACKEND = "contact.delivery.mail.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        settings.EMAIL_TIMEOUT = 2
        yield server


def one_turn() -> Notice:
    """The one notice, after each row that is due was taken once."""
    worker.turn(Event(), Heart())
    return Notice.objects.get()


def due_again() -> None:
    Notice.objects.update(due_at="2026-01-01T00:00Z")


def test_a_facility_gets_a_link_that_opens(world: World, server: MailServer) -> None:
    consented(world.facility)
    notice = one_turn()
    assert (notice.state, notice.problem) == ("sent", "")
    taken = next(one for one in server.taken if one.reference)
    assert taken.to == Recipient.objects.get(facility=world.facility).email
    assert taken.link == f"http://127.0.0.1:8000/forwarded/{token_of(notice)}/"


def test_a_person_and_the_team_get_theirs(world: World, server: MailServer) -> None:
    receive_one()
    while worker.turn(Event(), Heart()):
        pass
    assert {one.to for one in server.taken} == {WORDS["email"], "editors@example.org"}
    assert set(Letter.objects.values_list("state", flat=True)) == {"sent"}


@pytest.mark.parametrize(
    ("fault", "problem", "state"),
    [
        ("later", "mail-later", "waiting"),
        ("later-words", "mail-later", "waiting"),
        ("drop", "mail-away", "waiting"),
        ("refuse", "mail-refused", "person"),
        ("refuse-words", "mail-refused", "person"),
    ],
)
def test_a_refusal_for_now_waits_and_one_for_good_needs_a_person(
    world: World, server: MailServer, fault: str, problem: str, state: str
) -> None:
    consented(world.facility)
    server.fault = lambda recipient: fault
    notice = one_turn()
    assert (notice.state, notice.problem, notice.attempts) == (state, problem, 1)
    assert not server.taken


def test_a_lost_answer_is_repeated_under_the_same_message_id(world: World, server: MailServer) -> None:
    consented(world.facility)
    server.fault = lambda recipient: "lost"
    assert one_turn().problem == "mail-away"
    server.fault = lambda recipient: ""
    due_again()
    assert one_turn().state == "sent"
    first, second = (one for one in server.taken if one.reference)
    assert first.key == second.key
    assert first.link == second.link


def test_a_mail_server_that_is_away_is_waited_for(world: World, settings: Settings, server: MailServer) -> None:
    consented(world.facility)
    settings.EMAIL_PORT = free_port()
    assert (one_turn().state, one_turn().problem) == ("waiting", "mail-away")


def test_an_answer_that_never_comes_ends_with_the_time_out(
    world: World, settings: Settings, server: MailServer
) -> None:
    consented(world.facility)
    settings.EMAIL_TIMEOUT = 1
    server.fault = lambda recipient: "hang"
    began = time.monotonic()
    assert one_turn().problem == "mail-away"
    assert time.monotonic() - began < 15, "the server hangs up after 20"


def test_what_is_withdrawn_while_the_server_is_being_reached_does_not_go(
    server: MailServer, settings: Settings
) -> None:
    def go() -> None:
        raise worker.Stopped

    with pytest.raises(worker.Stopped):
        mail.send(EmailMessage("Hello", "Words", to=["a@example.org"]), go, deadline=Deadline(10))
    assert not server.taken


def test_a_server_that_answers_drop_by_drop_is_cut_off(settings: Settings) -> None:
    """Each byte would start the socket's own time-out again."""
    settings.EMAIL_BACKEND = "contact.delivery.mail.EmailBackend"
    settings.EMAIL_TIMEOUT = 10
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        settings.EMAIL_HOST, settings.EMAIL_PORT = listener.getsockname()
        Thread(target=_drip, args=(listener,), daemon=True).start()
        message = EmailMessage("Hello", "Words", to=["a@example.org"])
        with pytest.raises(Failed, match="too-slow"):
            mail.send(message, lambda: None, deadline=Deadline(0.6))


def test_a_name_server_that_says_nothing_holds_no_mail(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """That it is not waited for longer than that, `tests/outbound` says."""
    waits: list[float] = []

    def silent(_host: str, seconds: float) -> list[str]:
        waits.append(seconds)
        raise NoAnswer("name")

    settings.EMAIL_BACKEND = "contact.delivery.mail.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_TIMEOUT = "mail.example.org", 10
    monkeypatch.setattr("contact.delivery.mail.NAMES.find", silent)
    message = EmailMessage("Hello", "Words", to=["a@example.org"])
    for seconds in (5, 60):
        with pytest.raises(Failed, match="mail-away"):
            mail.send(message, lambda: None, deadline=Deadline(seconds))
    assert 0 < waits[0] <= 5
    assert waits[1] == 10


def _drip(listener: socket.socket) -> None:
    connection, _ = listener.accept()
    with closing(connection):
        try:
            for _ in range(100):
                connection.send(b"2")
                time.sleep(0.1)
        except OSError:
            return


@pytest.mark.parametrize(
    "address",
    ["a@example.org\nBcc: b@example.org", "no address", "a@b@c", "=?utf-8?q?=3cevil=40example.net=3e?=@example.org"],
)
def test_what_is_no_address_adds_no_header_and_needs_a_person(world: World, server: MailServer, address: str) -> None:
    receive_one(words={**WORDS, "email": address})
    while worker.turn(Event(), Heart()):
        pass
    receipt = Letter.objects.get(kind="receipt")
    assert all(one.to == "editors@example.org" for one in server.taken)
    assert (receipt.state, receipt.problem) in {("person", "bad-address"), ("person", "mail-refused")}


def test_the_log_names_codes_and_keys_alone(
    world: World, server: MailServer, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "contact")
    received = receive_one(world.facility)
    server.fault = lambda recipient: "refuse"
    while worker.turn(Event(), Heart()):
        pass
    notice = Notice.objects.get()
    assert f"notice {notice.key}: mail-refused" in caplog.text
    for secret in (*WORDS.values(), received.token, token_of(notice), "@", received.inquiry.reference, "http"):
        assert secret == "me" or secret not in caplog.text


def test_an_error_of_our_own_stops_one_row_and_no_other(
    world: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    consented(world.facility)

    def broken(row: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(worker, "compose", broken)
    notice = one_turn()
    assert (notice.state, notice.problem) == ("waiting", "unexpected")


def test_what_was_sent_is_written_down_when_the_database_answers_again(
    world: World, server: MailServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    consented(world.facility)
    finish, asked = delivering.finish, []

    def away_at_first(row: Notice) -> None:
        asked.append(row)
        if len(asked) < 3:
            raise DatabaseError
        finish(row)

    monkeypatch.setattr(delivering, "finish", away_at_first)
    monkeypatch.setattr("contact.worker.connection.close", lambda: None)
    monkeypatch.setattr(worker, "MARGIN", 0.01)
    Letter.objects.update(state="cancelled")
    assert one_turn().state == "sent"
    assert len(asked) == 3


def test_words_that_were_kept_long_enough_go(world: World) -> None:
    receive_one()
    for days in (29, 31):
        with unguarded():
            Inquiry.objects.update(received_at=timezone.now() - timedelta(days=days))
        worker.purge_due()
        assert Inquiry.objects.kept().count() == (days == 29)
    assert Inquiry.objects.get().purged_because == "age"
