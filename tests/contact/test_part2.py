"""With PART2_MODE: what 42 CFR 2.31 asks of a permission, and 2.32 of what is passed on."""

import pytest
from django.test import Client
from pytest_django import Settings

from contact.consent_words import FOR_SOMEONE_ELSE
from contact.models import ConsentText, Disclosure, Inquiry
from contact.services.disclosing import disclose
from tests.codes import wrong
from tests.contact.making import WORDS, World, consented, sent
from tests.contact.visiting import OURS, Visitor

NOTICE = "42 CFR part 2 prohibits unauthorized use or disclosure of these records."
TICKED = {"email": "someone@example.org", "consent": "yes"}


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture(autouse=True)
def whole_permission(settings: Settings) -> None:
    settings.PART2_MODE = True
    settings.FORM_SECONDS = 0


def test_who_gives_permission_gives_a_name(visitor: Visitor, world: World) -> None:
    answer = visitor.send(**TICKED)
    assert answer.status_code == 422
    assert wrong(answer) == {"name: no-name"}
    assert "It does not have to be your real name" not in answer.content.decode()
    assert not Inquiry.objects.exists()
    visitor.send(**TICKED, name="Sam")
    assert Inquiry.objects.get().permission


def test_without_permission_no_name_is_needed(visitor: Visitor, world: World) -> None:
    visitor.send(email="someone@example.org")
    assert not Inquiry.objects.get().permission


def test_nobody_allows_it_for_somebody_else(visitor: Visitor, world: World) -> None:
    answer = visitor.send(**TICKED, name="Sam", for_whom=FOR_SOMEONE_ELSE)
    assert answer.status_code == 422
    assert wrong(answer) == {"consent: not-theirs"}
    assert not Inquiry.objects.exists()


def test_the_notice_and_what_was_agreed_to_stand_beside_the_words(world: World) -> None:
    consent = consented(world.facility)
    page = Client(headers=OURS).post(f"/forwarded/{sent(consent.notice)}/").content.decode()
    assert NOTICE in page
    assert consent.shown.splitlines()[0] in page


def test_without_it_no_notice_claims_a_rule_that_does_not_hold(world: World, settings: Settings) -> None:
    settings.PART2_MODE = False
    page = Client(headers=OURS).post(f"/forwarded/{sent(consented(world.facility).notice)}/").content.decode()
    assert WORDS["message"] in page
    assert NOTICE not in page


def test_what_somebody_wrote_about_somebody_else_goes_to_no_place(world: World, settings: Settings) -> None:
    settings.PART2_MODE = False
    consent = consented(world.facility, words={**WORDS, "for_whom": FOR_SOMEONE_ELSE})
    assert "message" not in disclose(token=sent(consent.notice)).words
    assert "message" not in Disclosure.objects.get().fields


def test_who_agreed_to_the_first_text_still_reads_it_after_the_second(world: World) -> None:
    ConsentText.objects.exclude(version=1).delete()
    consent = consented(world.facility)
    first = ConsentText.objects.get(version=1)
    ConsentText.objects.create(version=2, heading=first.heading, words="Other words, {fields}, {days}.")
    consent.refresh_from_db()
    assert (consent.text, "Other words" in consent.shown) == (first, False)
    assert "To whom: only the places that you tick" in consent.shown
