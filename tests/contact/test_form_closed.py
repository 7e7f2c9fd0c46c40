"""What could not be stored is said to be so, and stays in the form. Without a public key the form is closed."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import Model
from pytest_django import Settings

from contact.models import Consent, Inquiry, Letter
from tests.contact.making import World
from tests.contact.visiting import SAID, Form, Visitor, text_of
from visitors.models import SubmissionCount

pytestmark = pytest.mark.django_db
SECRET = "Unheard-of vexillology"


@pytest.fixture(autouse=True)
def _quick(world: World) -> None:
    world.settings.FORM_SECONDS = 0


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@contextmanager
def no_database() -> Iterator[None]:
    """It is away altogether: whatever asks it anything fails."""

    def away(*_args: object) -> None:
        raise OperationalError(f"could not connect, while at {SECRET}")

    with connection.execute_wrapper(away):
        yield


def test_what_could_not_be_stored_is_said_to_be_so(visitor: Visitor, caplog: pytest.LogCaptureFixture) -> None:
    said = SAID | {"message": SECRET, "city": "austin", "for_whom": "me", "consent": "yes"}
    with no_database(), caplog.at_level(logging.DEBUG):
        response = visitor.post("/contact/", said)
        html = response.content.decode()
    assert response.status_code == 503
    assert response["Cache-Control"] == "no-store"
    assert "This was not stored" in text_of(response)
    assert html.index("tel:988") < html.index("This was not stored")
    form = Form(html)
    assert {name: form[name] for name in said} == said
    assert "OperationalError" in caplog.text
    assert SECRET not in caplog.text
    assert not Inquiry.objects.exists()
    assert visitor.post("/contact/", form.values).status_code == 303
    assert Inquiry.objects.get().city


@pytest.mark.parametrize("model", [Inquiry, Letter, SubmissionCount])
def test_a_part_that_fails_leaves_nothing(visitor: Visitor, model: type[Model]) -> None:
    def full(execute: Any, sql: str, *rest: Any) -> Any:
        if sql.startswith(f"INSERT INTO {model._meta.db_table} "):
            raise OperationalError("disk full")
        return execute(sql, *rest)

    with connection.execute_wrapper(full):
        assert visitor.send(**SAID).status_code == 503
    assert not Inquiry.objects.exists()
    assert not Letter.objects.exists()


def test_the_page_stands_while_the_database_is_away(visitor: Visitor) -> None:
    with no_database():
        response = visitor.get("/contact/")
        assert response.status_code == 200
        assert "<select" not in response.content.decode()
        assert visitor.get("/contact/anywhere/").status_code == 200


def test_a_facilitys_form_keeps_its_tick_while_the_database_is_away(visitor: Visitor, world: World) -> None:
    path = f"/contact/{world.facility.slug}/"
    form = Form(visitor.get(path).content.decode())
    with no_database():
        response = visitor.post(path, form.values | SAID | {"consent": "yes"})
    assert response.status_code == 503
    again = Form(response.content.decode())
    assert again.values["consent"] == ["yes"]
    assert visitor.post(path, again.values).status_code == 303
    assert Consent.objects.get().facility == world.facility


def test_a_broken_public_key_stores_nothing(visitor: Visitor, settings: Settings) -> None:
    settings.INQUIRY_PUBLIC_KEY = "not a key"
    assert visitor.send(**SAID).status_code == 503
    assert not Inquiry.objects.exists()


def test_without_a_public_key_every_form_says_that_it_is_closed(
    visitor: Visitor, world: World, settings: Settings
) -> None:
    pages = ["/contact/", f"/contact/{world.facility.slug}/", world.facility.get_absolute_url()]
    assert all('name="message"' in visitor.get(path).content.decode() for path in pages)
    settings.INQUIRY_PUBLIC_KEY = ""
    for path in pages:  # one of them had been kept
        response = visitor.get(path)
        html = response.content.decode()
        assert response.status_code == 200
        assert 'name="message"' not in html, path
        assert "Our form is closed right now" in html, path
        assert f"mailto:{settings.SITE_EMAIL}" in html
        assert "tel:988" in html


def test_what_is_sent_to_a_closed_form_can_be_copied(visitor: Visitor, world: World, settings: Settings) -> None:
    settings.INQUIRY_PUBLIC_KEY = ""
    for path in ("/contact/", f"/contact/{world.facility.slug}/"):
        response = visitor.post(path, SAID)
        assert response.status_code == 503
        assert "Our form is closed. This was not stored" in text_of(response)
        assert Form(response.content.decode())["message"] == SAID["message"]
    assert not Inquiry.objects.exists()
