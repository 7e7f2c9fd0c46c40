"""What is in logs and error mails: kinds and places, and nothing that anyone sent."""

import logging
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import URLPattern, URLResolver, get_resolver, path
from pytest_django import Settings

from contact.delivery import error_mails
from rehabsite import private_logging
from rehabsite.hot.asking import known_names
from rehabsite.settings import BASE_DIR
from review.refusals import Refused

MARKER = " ".join(("Quillon", "Zephyrine"))  # put together, so that it is in no file as it is


def crash(request: HttpRequest, token: str = "") -> HttpResponse:
    raise ValueError(f"cannot use {request.POST} of {token}")


urlpatterns = [path("inquiry/<str:token>/", crash, name="crash")]


def record(name: str, message: object, *args: Any, error: BaseException | None = None, file: str = __file__) -> str:
    info = (type(error), error, error.__traceback__) if error else None
    return private_logging.Line().format(logging.LogRecord(name, logging.ERROR, file, 1, message, args, info))


def raised(error: BaseException, cause: BaseException | None = None) -> BaseException:
    try:
        raise error from cause
    except BaseException as caught:
        return caught


def test_our_own_sentences_stand_whole() -> None:
    assert record("contact.delivery", "%s needs a person: %s", "a1", "refused").endswith(
        "ERROR contact.delivery a1 needs a person: refused"
    )


def test_a_link_is_cut_even_in_our_own() -> None:
    line = record("contact", "GET http://127.0.0.1:8000/inquiry/Zm9vYmFyYmF6cXV4/withdraw/ and /x/Zm9vYmFyYmF6cXV4")
    assert "Zm9v" not in line
    assert "/inquiry/" in line


def test_a_line_stays_one_line() -> None:
    assert record("contact", "one\ntwo\x1b[31m").count("\n") == 0


def test_of_others_only_what_stands_in_their_code() -> None:
    assert record("axes.helpers", "Locking out %s after %d tries", MARKER, 5).endswith(
        "axes.helpers Locking out ... after 5 tries"
    )
    for message in (f"Invalid host {MARKER}", MARKER.encode(), ValueError(MARKER)):
        assert record("django.security.DisallowedHost", message).endswith(" test_private_logging.py:1")


def test_an_exception_is_told_by_kind_and_place() -> None:
    first = raised(KeyError(MARKER))
    line = record("django.request", "Internal Server Error: %s", f"/{MARKER}", error=raised(ValueError(MARKER), first))
    assert MARKER not in line
    assert line.index("builtins.KeyError") < line.index("builtins.ValueError")
    assert f"{__file__}:" in line
    assert " raised" in line


def hiding() -> None:
    try:
        raise KeyError(MARKER)
    except KeyError:
        raise ValueError(MARKER)  # noqa: B904


def test_an_exception_that_was_hidden_by_another_is_told_too() -> None:
    with pytest.raises(ValueError, match="Quillon") as caught:
        hiding()
    assert "builtins.KeyError" in private_logging.story(caught.value)


@pytest.mark.parametrize(
    ("error", "told"),
    [
        (OSError(28, MARKER), "builtins.OSError (28)"),
        (Refused("three", f"Too many for {MARKER}"), "review.refusals.Refused (three)"),
        (ValueError(MARKER, MARKER), "builtins.ValueError"),
        (
            ImproperlyConfigured("Set it to anything"),
            "django.core.exceptions.ImproperlyConfigured: Set it to anything",
        ),
        (ValueError("a sentence that is in this file"), "ValueError: a sentence that is in this file"),
    ],
)
def test_what_stays_of_an_exception_is_its_code_and_what_stands_in_ours(error: Exception, told: str) -> None:
    story = private_logging.story(raised(error))
    assert story.endswith(told)
    assert MARKER not in story


def test_exceptions_that_are_each_others_cause_come_to_an_end() -> None:
    one, other = ValueError(), KeyError()
    one.__context__, other.__context__ = other, one
    assert private_logging.story(one).count("builtins.") == 2


@override_settings(ROOT_URLCONF=__name__, ADMINS=[("Operator", "operator@example.org")])
def test_a_crash_mails_the_operator_its_view_and_nothing_of_the_visitor(db: None) -> None:
    client = Client(
        raise_request_exception=False, REMOTE_ADDR="203.0.113.9", HTTP_REFERER=f"http://127.0.0.1/{MARKER}"
    )
    client.cookies["note"] = MARKER
    answer = client.post(
        "/inquiry/Zm9vYmFyYmF6cXV4/?q=quillon", {"name": MARKER}, headers={"Sec-Fetch-Site": "same-origin"}
    )
    assert answer.status_code == 500
    assert not mail.outbox, "a request waits for no mail server"
    error_mails.send_due()
    (letter,) = mail.outbox
    whole = str(letter.message())
    assert "ValueError" in whole
    assert "(crash 500)" in whole
    assert "test_private_logging.py" in whole
    for private in (MARKER, "quillon", "Zm9v", "203.0.113.9", "cannot use"):
        assert private not in whole
    assert not letter.message().is_multipart()
    assert "Zm9v" not in letter.subject


def test_every_handler_of_the_settings_keeps_to_it(settings: Settings) -> None:
    handlers = settings.LOGGING["handlers"]
    assert {handler["formatter"] for handler in handlers.values()} == {"line"}
    assert settings.LOGGING["formatters"]["line"] == {"()": "rehabsite.private_logging.Line"}
    for logger in ("", "django", "django.request", "django.server", "axes", "py.warnings"):
        for handler in logging.getLogger(logger).handlers:
            assert not handler.__class__.__name__ == "AdminEmailHandler"


def keyed_paths() -> set[str]:
    """Every address that holds a key, with "KEY" in its place."""
    found = set()

    def walk(patterns: list[URLPattern | URLResolver], before: str) -> None:
        for pattern in patterns:
            here = before + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns, here)
            elif "<str:token>" in here or "<path:signed>" in here or "<str:signed>" in here:
                found.add("/" + here)

    walk(get_resolver().url_patterns, "")
    return found


def test_every_address_that_holds_a_key_is_cut_in_the_log_and_kept_in_no_cache() -> None:
    paths = keyed_paths()
    assert len(paths) >= 2
    for one in paths:
        assert "<" not in private_logging.public_part(one), one
        assert known_names(one) is None, one


RUN = "from rehabsite import private_logging; private_logging.install()\n"


def said(tmp_path: Path, code: str, **more: str) -> str:
    """What a process with our hooks wrote before it ended."""
    environment = {"VAR_DIR": str(tmp_path), "SECRET_KEY": "only-tests-are-signed-with-this-and-none-of-them-keeps-a"}
    environment |= {"DJANGO_SETTINGS_MODULE": "rehabsite.settings", "PYTHONPATH": str(BASE_DIR), **more}
    done = subprocess.run(
        [sys.executable, "-c", RUN + code], env=environment, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    return done.stderr + done.stdout


def test_a_command_that_ends_in_the_contact_room_tells_the_place_alone(tmp_path: Path) -> None:
    code = f"from contact.crypto import sealing\nsealing.unseal(b'', '{MARKER}', ())"
    told = said(tmp_path, code)
    assert "contact.crypto.sealing.NoKey" in told
    assert "sealing.py:" in told
    assert "Zephyrine" not in told


def test_so_does_a_thread(tmp_path: Path) -> None:
    code = (
        "import threading\nfrom contact.crypto import sealing\n"
        f"t = threading.Thread(target=sealing.unseal, args=(b'', '{MARKER}', ())); t.start(); t.join()"
    )
    told = said(tmp_path, code)
    assert "contact.crypto.sealing.NoKey" in told
    assert "Zephyrine" not in told


def test_other_commands_tell_everything(tmp_path: Path) -> None:
    assert "Traceback" in said(tmp_path, f"raise ValueError('{MARKER}')")


def test_on_a_developers_machine_everything_is_told(tmp_path: Path) -> None:
    code = f"from contact.crypto import sealing\nsealing.unseal(b'', '{MARKER}', ())"
    assert "Zephyrine" in said(tmp_path, code, DEBUG="on")


def test_pythons_warnings_and_broken_log_lines_quote_nothing(tmp_path: Path) -> None:
    code = (
        f"import warnings, logging\nwarnings.warn('{MARKER}')\nlogging.basicConfig()\n"
        f"logging.getLogger('x').warning('%d', '{MARKER}')"
    )
    told = said(tmp_path, code)
    assert "UserWarning" in told
    assert "Zephyrine" not in told
