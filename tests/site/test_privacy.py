"""The page on privacy is true: what it says follows what the code keeps."""

import re

import pytest
from axes.models import AccessAttempt
from django.test import Client
from django.utils.html import strip_tags

from facilities.models import ProblemReport
from tests.site.test_gunicorn import line

pytestmark = pytest.mark.django_db


def text(client: Client) -> str:
    return re.sub(r"\s+", " ", strip_tags(client.get("/privacy/").content.decode()))


def test_it_tells_what_the_log_of_requests_holds(client: Client) -> None:
    """Time, method, path, status, size, duration: whoever adds to the log changes the page."""
    assert re.fullmatch(r"\[[^]]+\] GET /privacy/ 200 12 3ms", line("/privacy/", query="q=methadone"))
    said = text(client)
    assert "notes the time, the page, whether it worked, how large it was and how long it took" in said
    assert "It does not note your network address" in said


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
    assert "we keep the network address and the browser of each try to log in" in text(client)
