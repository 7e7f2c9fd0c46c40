"""The page on privacy is true: what it says follows what the code keeps."""

import re
from html import unescape
from typing import Any

import pytest
from axes.models import AccessAttempt
from django.core import mail
from django.test import Client
from django.utils.html import strip_tags

from contact.consent_words import FIELDS, NEVER_SENT, SENT
from contact.delivery import error_mails
from facilities.models import ProblemReport
from rehabsite import privacy
from rehabsite.staff.roles import ROLES
from search.services import public_changed
from tests.site.test_gunicorn import line

pytestmark = pytest.mark.django_db


def text(client: Client, path: str = "/privacy/") -> str:
    return re.sub(r"\s+", " ", unescape(strip_tags(client.get(path).content.decode())))


def test_it_tells_what_the_log_of_requests_holds(client: Client) -> None:
    """Time, method, path, status, size, duration: whoever adds to the log changes the page."""
    assert re.fullmatch(r"\[[^]]+\] GET /privacy/ 200 12 3ms", line("/privacy/", query="q=methadone"))
    said = text(client)
    assert "records the time, the page, whether it worked, how large it was and how long it took" in said
    assert "It does not record your network address" in said


def test_it_tells_what_a_report_of_a_problem_holds(client: Client) -> None:
    kept = {field.name for field in ProblemReport._meta.get_fields()}
    assert kept == {"id", "facility", "said", "received_at", "answered_on", "answer"}
    said = text(client)
    assert "We keep what you write, which listing it is about, and when it came." in said
    assert "we keep no network address with it" in said
    assert 'id="reports"' in client.get("/privacy/").content.decode()


def test_it_tells_that_tries_to_log_in_are_kept_with_their_address(client: Client) -> None:
    client.post("/admin/login/", {"username": "nobody", "password": "wrong", "otp_token": "1"})
    assert AccessAttempt.objects.get().ip_address
    assert "we keep the network address and the browser of each attempt to log in" in text(client)


def test_a_report_of_a_fault_holds_none_of_what_the_page_says_that_it_does_not_hold(
    client: Client, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.ADMINS = [("Operator", "operator@example.org")]

    def broken(*args: Any, **kwargs: Any) -> None:
        raise ValueError("quillon")

    monkeypatch.setattr("rehabsite.views.render", broken)
    client.raise_request_exception = False
    sent: dict[str, Any] = {
        "HTTP_USER_AGENT": "Quillfox",
        "REMOTE_ADDR": "203.0.113.9",
        "HTTP_REFERER": "http://127.0.0.1/quillback",
    }
    assert client.get("/help/?q=quillpage", **sent).status_code == 500
    error_mails.send_due()
    (letter,) = mail.outbox
    whole = str(letter.message())
    for private in ("203.0.113.9", "Quillfox", "quillback", "quillpage", "/help/", "quillon"):
        assert private not in whole
    monkeypatch.undo()
    public_changed()
    said = text(client)
    assert "It does not hold your network address, your browser, the address of the page, or anything you sent" in said


def test_it_names_who_runs_the_site_and_says_when_it_changed(client: Client, settings: Any) -> None:
    said = text(client)
    assert f"{settings.OPERATOR_NAME}, {settings.OPERATOR_ADDRESS}." in said
    assert "We are not a health care provider" in said
    html = client.get("/privacy/").content.decode()
    days = [change.on for change in privacy.CHANGES]
    assert days == sorted(days, reverse=True)
    assert f'In effect since\n  <time datetime="{days[0].isoformat()}"' in html
    for change in privacy.CHANGES:
        assert str(change.what) in said


def test_it_tells_what_the_settings_and_the_code_say(client: Client, settings: Any) -> None:
    settings.BACKUP_DAYS, settings.INQUIRY_DAYS, settings.CONSENT_DAYS = 41, 42, 43
    settings.SESSION_COOKIE_NAME = "quillcookie"
    said = text(client)
    assert "We keep backups for 41 days." in said
    assert "We delete your words after 42 days" in said
    assert "Your permission ends after 43 days." in said
    assert f"2 cookies, which it needs for that: quillcookie, {settings.CSRF_COOKIE_NAME}." in said
    readers = [role.group for role in ROLES.values() if "contact.view_inquiry" in role.permissions]
    assert f"only people with this role: {', '.join(readers)}." in said
    assert readers == ["Intake"]


def test_it_names_every_field_that_a_place_can_see_and_none_that_it_never_sees(client: Client) -> None:
    said = text(client)
    seen = said.partition("What a place that you choose can see, if you filled it in: ")[2].partition(".")[0]
    assert seen.split(", ") == [str(FIELDS[name]) for name in SENT]
    assert not [name for name in NEVER_SENT if str(FIELDS[name]) in seen]


@pytest.mark.parametrize(
    "promise",
    [
        "Do Not Track",
        "We never pass messages to a place that pays us.",
        "If data leaks, we tell the people affected",
        "not for children under 13",
        "automatically",
        "we pass on no health facts about another person",
        "appeal",
    ],
)
def test_it_promises(client: Client, promise: str) -> None:
    assert promise in text(client)


class TestThePolicyOnHealthData:
    def test_it_is_there_with_a_link_on_every_page_when_it_is_switched_on(self, client: Client) -> None:
        said = text(client, "/privacy/health-data/")
        assert not [name for name in FIELDS.values() if str(name) not in said]
        assert "attorney general of Washington State" in said
        for path in ("/", "/help/", "/privacy/"):
            assert 'href="/privacy/health-data/"' in client.get(path).content.decode()

    def test_it_is_nowhere_when_it_is_off(self, client: Client, settings: Any) -> None:
        settings.CONSUMER_HEALTH_POLICY = False
        assert client.get("/privacy/health-data/").status_code == 404
        assert "health-data" not in client.get("/").content.decode()


def test_the_statement_on_accessibility_names_the_ways_in_other_languages(client: Client) -> None:
    html = client.get("/accessibility/").content.decode()
    assert 'lang="es"' in html
    assert "ASL" in html
    assert "WCAG" in html
    assert 'href="/accessibility/"' in client.get("/").content.decode()
