"""Figures for whatever watches, and log lines that a machine reads."""

import json
import logging
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.test import Client
from gunicorn.config import Config
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from contact.worker import Heart
from rehabsite import chores, private_logging, request_id
from rehabsite.server import gunicorn
from tests.site.test_gunicorn import Caught

TOKEN = "t" * 20


def figures(client: Client) -> dict[str, float]:
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    families = text_string_to_metric_families(answer.content.decode())
    return {f"{one.name}{''.join(one.labels.values())}": one.value for family in families for one in family.samples}


@pytest.mark.django_db
def test_figures_tell_of_workers_mail_and_chores(client: Client, settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    assert figures(client)["rehabsite_workers"] == 0
    Heart().beat()
    chores.do_due([chores.Row("sweep", timedelta(hours=1), lambda: None)])
    found = figures(client)
    assert found["rehabsite_workers"] == 1
    assert found["rehabsite_outbox_waiting"] == 0
    assert found["rehabsite_chore_failedsweep"] == 0
    assert found["rehabsite_cache_up"] == 1
    assert found["rehabsite_held"] == 0
    assert found["rehabsite_disk_writableVAR_DIR"] == 1
    assert found["rehabsite_disk_free_bytesMEDIA_ROOT"] > 0


@pytest.mark.parametrize("token", ["", TOKEN])
@pytest.mark.django_db
def test_without_the_token_there_is_no_such_page(client: Client, settings: Settings, token: str) -> None:
    settings.METRICS_TOKEN = token
    for header in ("", "Bearer ", "Bearer wrong", f"Bearer {TOKEN}x", "Bearer ä"):
        assert client.get("/metrics", headers={"authorization": header}).status_code == 404


def test_a_line_for_machines_has_the_requests_id_and_no_word_that_anyone_sent() -> None:
    token = request_id.current.set("0123456789abcdef")
    try:
        raise ValueError("hunter2")
    except ValueError as error:
        info = (ValueError, error, error.__traceback__)
        record = logging.LogRecord("django.request", logging.ERROR, __file__, 1, "Broke at %s", ("/hunter2",), info)
        line = private_logging.JsonLine().format(record)
    finally:
        request_id.current.reset(token)
    told = json.loads(line)
    assert "\n" not in line
    assert (told["level"], told["request_id"]) == ("error", "0123456789abcdef")
    assert "ValueError" in told["error"]
    assert "hunter2" not in line


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("0123456789abcdef", True),
        ("short", False),
        ("x" * 65, False),
        ('0123456789"}', False),
        ("01234567\n", False),
    ],
)
def test_the_servers_line_for_machines(settings: Settings, given: str, kept: bool) -> None:
    settings.LOG_FORMAT = "json"
    config = Config()
    config.set("accesslog", "-")
    logger, caught = gunicorn.DiscreetLogger(config), Caught()
    logger.access_log.addHandler(caught)
    environ = {"PATH_INFO": "/inquiry/SecretSecretSecret/", "REQUEST_METHOD": "GET", "HTTP_X_REQUEST_ID": given}
    logger.access(SimpleNamespace(status="200 OK", sent=7), None, environ, timedelta(milliseconds=3))
    logger.access_log.removeHandler(caught)
    told = json.loads(caught.lines[0])
    assert (told["path"], told["status"], told["ms"]) == ("/inquiry/", 200, 3)
    assert told["request_id"] == (given if kept else "")


@pytest.mark.django_db
def test_each_request_has_an_id(client: Client) -> None:
    seen: list[str] = []
    given = "0123456789abcdef"
    for header in (given, "no id"):
        answer = client.get("/healthz", headers={"x-request-id": header})
        seen.append(answer.wsgi_request.META[request_id.HEADER])
    assert seen[0] == given
    assert len(seen[1]) == 32
