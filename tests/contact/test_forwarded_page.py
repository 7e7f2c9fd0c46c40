"""The facility's page: a GET shows nothing, a POST shows the words and leaves a line, an answer reaches the person."""

import logging
from unittest.mock import patch

import pytest
from django.db import IntegrityError
from django.test import Client
from django.utils.html import escape

from contact.crypto import sealing
from contact.models import Disclosure, Inquiry, Notice
from contact.services.consenting import withdraw
from tests.contact.making import WORDS, World, consented, receive_one, sent

pytestmark = pytest.mark.django_db
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def staff_there() -> Client:
    """A browser as it is, at the facility."""
    return Client(enforce_csrf_checks=True, headers=OURS)


@pytest.fixture
def notice(world: World) -> Notice:
    return consented(world.facility).notice


@pytest.fixture
def address(notice: Notice) -> str:
    return f"/forwarded/{sent(notice)}/"


def test_looking_shows_a_button_and_what_is_logged(notice: Notice, staff_there: Client, address: str) -> None:
    response = staff_there.get(address, headers={"sec-fetch-site": "cross-site"})
    assert response.status_code == 200
    html = " ".join(response.content.decode().split())
    assert "Show it" in html
    assert "we record the time and which fields were shown" in html
    assert "42 CFR Part 2) may apply" in html
    assert "The link works until" in html
    for private in (*WORDS.values(), notice.consent.inquiry.reference, notice.consent.facility_name):
        assert len(private) < 4 or escape(private) not in html
    assert staff_there.head(address).status_code == 200
    assert not Disclosure.objects.exists()


def test_a_press_shows_the_words_and_is_written_down(notice: Notice, staff_there: Client, address: str) -> None:
    response = staff_there.post(address)
    assert response.status_code == 200
    html = response.content.decode()
    for name in ("name", "email", "phone", "safe_time", "message"):
        assert escape(WORDS[name]) in html
    assert "The person who wrote" in html
    assert notice.consent.inquiry.reference in html
    disclosure = Disclosure.objects.get()
    assert (disclosure.consent, set(disclosure.fields)) == (notice.consent, set(WORDS))


def test_a_second_press_is_written_down_too(staff_there: Client, address: str) -> None:
    assert staff_there.post(address).content == staff_there.post(address).content
    assert Disclosure.objects.count() == 2


def test_what_was_written_is_never_markup(world: World, staff_there: Client) -> None:
    words = {"email": "a@example.org", "message": "<script>alert(1)</script>\n\n{{ x }} **b**"}
    link = sent(consented(world.facility, words=words).notice)
    html = staff_there.post(f"/forwarded/{link}/").content.decode()
    assert escape(words["message"]) in html
    assert "<script>alert" not in html


@pytest.mark.parametrize(("answer", "sentence"), [("will-call", "They will call you"), ("cannot-help", "cannot help")])
def test_an_answer_is_kept_and_shows_no_words(
    notice: Notice, staff_there: Client, address: str, answer: str, sentence: str
) -> None:
    response = staff_there.post(address, {"answer": answer})
    assert response.status_code == 200
    html = response.content.decode()
    assert sentence in html
    assert WORDS["message"] not in html
    notice.refresh_from_db()
    assert notice.answer == answer
    assert not Disclosure.objects.exists()


@pytest.mark.parametrize("answer", ["", "maybe", "WILL-CALL", "x" * 9000])
def test_an_answer_that_is_none_changes_nothing(
    notice: Notice, staff_there: Client, address: str, answer: str
) -> None:
    response = staff_there.post(address, {"answer": answer})
    assert response.status_code == 422
    assert "Show it" in response.content.decode()
    notice.refresh_from_db()
    assert notice.answer == ""
    assert not Disclosure.objects.exists()


# Which key a seal needs is only known when it is to be opened.
@pytest.mark.parametrize(("method", "keys"), [("get", []), ("post", []), ("post", [sealing.make_pair()[1]])])
def test_without_the_private_key_it_says_what_is_missing(
    world: World,
    notice: Notice,
    staff_there: Client,
    address: str,
    keys: list[str],
    method: str,
    caplog: pytest.LogCaptureFixture,
) -> None:
    world.settings.INQUIRY_PRIVATE_KEYS = keys
    response = getattr(staff_there, method)(address)
    assert response.status_code == 503
    html = response.content.decode()
    assert "INQUIRY_PRIVATE_KEYS" in html
    assert "Nothing was shown, and nothing is lost." in " ".join(html.split())
    assert not Disclosure.objects.exists()
    assert notice.consent.inquiry.reference in caplog.text
    world.settings.INQUIRY_PRIVATE_KEYS = [world.private]
    assert staff_there.post(address).status_code == 200


def test_an_answer_needs_no_key(world: World, notice: Notice, staff_there: Client, address: str) -> None:
    world.settings.INQUIRY_PRIVATE_KEYS = []
    assert staff_there.post(address, {"answer": "will-call"}).status_code == 200
    notice.refresh_from_db()
    assert notice.answer == "will-call"


@pytest.mark.parametrize("harm", ["broken", "moved"])
def test_a_seal_that_was_tampered_with_is_loud_and_shows_nothing(
    world: World, notice: Notice, staff_there: Client, address: str, harm: str, caplog: pytest.LogCaptureFixture
) -> None:
    mine, other = notice.consent.inquiry, receive_one(words=WORDS | {"name": "Someone Else"}).inquiry
    sealed = bytes(other.sealed) if harm == "moved" else bytes(mine.sealed)[:-1] + bytes([bytes(mine.sealed)[-1] ^ 1])
    Inquiry.objects.filter(pk=mine.pk).update(sealed=sealed)
    response = staff_there.post(address)
    assert response.status_code == 500
    html = response.content.decode()
    assert "What we stored is damaged" in html
    assert "Someone Else" not in html
    assert not Disclosure.objects.exists()
    loud = [record for record in caplog.records if record.levelno == logging.CRITICAL]
    assert len(loud) == 1
    assert mine.reference in loud[0].getMessage()
    assert str(mine.pk) not in caplog.text
    assert str(other.pk) not in caplog.text


def test_when_the_database_alone_refuses_the_link_is_dark(staff_there: Client, address: str) -> None:
    with patch("contact.services.disclosing.Disclosure.objects.create", side_effect=IntegrityError("no")):
        assert staff_there.post(address).status_code == 404


def test_a_withdrawal_darkens_it_for_looking_showing_and_answering(
    notice: Notice, staff_there: Client, address: str
) -> None:
    withdraw(consents=[notice.consent], by="person")
    assert staff_there.get(address).status_code == 404
    assert staff_there.post(address).status_code == 404
    assert staff_there.post(address, {"answer": "will-call"}).status_code == 404
    notice.refresh_from_db()
    assert notice.answer == ""
    assert not Disclosure.objects.exists()


def test_a_press_from_elsewhere_shows_nothing(address: str) -> None:
    browser = Client(enforce_csrf_checks=True)
    for headers in ({"sec-fetch-site": "cross-site"}, {"origin": "https://evil.example"}, {}):
        assert browser.post(address, headers=headers).status_code == 403
    assert not Disclosure.objects.exists()
