"""No one outside can make the site send mail, or wait for a mail server, by getting something wrong."""

import logging
import os
import socket
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings as configured
from django.core import mail
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.test import Client, override_settings
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from contact.delivery import error_mails
from rehabsite import urls

FOLDER = configured.VAR_DIR / "errors"


def crash(request: HttpRequest) -> HttpResponse:
    raise ValueError("a sentence that is in this file")


@csrf_exempt
def reads(request: HttpRequest) -> HttpResponse:
    return HttpResponse(str(len(request.POST)))


@csrf_exempt
def hangs_up(request: HttpRequest) -> HttpResponse:
    raise UnreadablePostError("gone")


urlpatterns = [path("crash/", crash), path("reads/", reads), path("hangs-up/", hangs_up), *urls.urlpatterns]
pytestmark = pytest.mark.urls(__name__)


@pytest.fixture(autouse=True)
def operator(settings: Settings) -> None:
    settings.ADMINS = [("Operator", "operator@example.org")]


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


def bad_host(visitor: Client) -> Any:
    return visitor.get("/", headers={"Host": "evil.example"})


def many_fields(visitor: Client) -> Any:
    return visitor.post("/reads/", {f"f{number}": "1" for number in range(1001)})


def large(visitor: Client) -> Any:
    return visitor.post("/reads/", "a=" + "b" * 3_000_000, content_type="application/x-www-form-urlencoded")


def broken_off(visitor: Client) -> Any:
    return visitor.post("/hangs-up/")


def without_boundary(visitor: Client) -> Any:
    return visitor.post("/reads/", "--x\r\n", content_type="multipart/form-data; boundary=")


Wrong = Callable[[Client], Any]
WRONG: list[Wrong] = [bad_host, many_fields, large, broken_off, without_boundary]


@pytest.mark.django_db
@pytest.mark.parametrize("get_wrong", WRONG, ids=lambda wrong: wrong.__name__)
def test_what_a_client_got_wrong_is_mailed_to_nobody(get_wrong: Wrong, visitor: Client) -> None:
    for _ in range(3):
        assert get_wrong(visitor).status_code >= 400
    assert [file.read_text() for file in FOLDER.glob("*.txt")] == []
    error_mails.send_due()
    assert not mail.outbox


@pytest.mark.django_db
def test_failures_of_a_kind_are_one_mail_with_their_number(visitor: Client) -> None:
    for _ in range(40):
        assert visitor.get("/crash/").status_code == 500
    assert not mail.outbox
    error_mails.send_due()
    (letter,) = mail.outbox
    assert letter.to == ["operator@example.org"]
    assert "Happened 40 times" in letter.body
    assert letter.body.count("ValueError") == 1
    assert [file.read_text() for file in FOLDER.glob("*.txt")] == []


def test_a_few_mails_an_hour_at_most() -> None:
    for number in range(10):
        error_mails.note(f"kind {number}", "It failed.")
        error_mails.send_due()
    assert len(mail.outbox) == 1
    earlier = time.time() - error_mails.PAUSE - 1
    os.utime(FOLDER / "last", (earlier, earlier))
    error_mails.send_due()
    assert len(mail.outbox) == 2
    assert mail.outbox[1].body.count("It failed.") == 9, "nothing was lost meanwhile"


def test_kinds_and_counts_are_bounded() -> None:
    for number in range(error_mails.KINDS + 20):
        error_mails.note(f"kind {number}", "It failed.")
    assert len(list(FOLDER.glob("*.txt"))) == error_mails.KINDS


def test_whoever_notes_waits_for_no_mail_server_and_the_worker_not_for_ever(settings: Settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        silent.setblocking(False)
        settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
            "contact.delivery.mail.EmailBackend",
            "127.0.0.1",
            silent.getsockname()[1],
        )
        settings.EMAIL_TIMEOUT, settings.DELIVERY_ATTEMPT_SECONDS = 1, 1
        for _ in range(40):
            logging.getLogger("rehabsite").error("Something of ours broke.")
        with pytest.raises(BlockingIOError):
            silent.accept()
        error_mails.send_due()
        silent.accept()[0].close()
    assert len(list(FOLDER.glob("*.txt"))) == 1, "it is tried again later"


@override_settings(ADMINS=[])
def test_without_an_operator_nothing_is_kept() -> None:
    logging.getLogger("rehabsite").error("Something of ours broke.")
    assert [file.read_text() for file in FOLDER.glob("*.txt")] == []


def test_a_full_disk_is_no_second_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_arguments: object) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "open", full)
    error_mails.note("kind", "It failed.")


def test_the_files_are_for_their_owner_alone() -> None:
    error_mails.note("kind", "It failed.")
    assert FOLDER.stat().st_mode & 0o077 == 0
    assert all(file.stat().st_mode & 0o077 == 0 for file in FOLDER.glob("*.txt"))
