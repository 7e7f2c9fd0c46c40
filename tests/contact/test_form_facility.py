"""The form for one facility: its box names that place, and what was not shown cannot be agreed to."""

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from pytest_django import Settings

from contact import consent_words
from contact.crypto.signed_boxes import make_box, now
from contact.models import Consent, ConsentText, Inquiry, Notice, Recipient
from contact.services.consenting import give
from facilities.models import Facility
from search.services import public_changed
from tests.codes import wrong
from tests.contact.making import World
from tests.contact.visiting import SAID, Form, Visitor, text_of
from tests.site.hot.reading import Reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _quick(world: World) -> None:
    world.settings.FORM_SECONDS = 0


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def path(world: World) -> str:
    return f"/contact/{world.facility.slug}/"


@pytest.fixture
def page(world: World) -> str:
    return world.facility.get_absolute_url()


def test_the_facilitys_page_shows_all_that_the_box_means(visitor: Visitor, world: World, page: str) -> None:
    response = visitor.get(page)
    assert not response.cookies
    assert Reader().get(page).headers["Cache-Control"].startswith("public")
    shown = consent_words.shown(consent_words.current_text(), consent_words.SENT, world.facility)
    text = text_of(response)
    for line in shown.split("\n"):
        assert line in text
    assert not [box for box in Form(response.content.decode(), f"/contact/{world.facility.slug}/").boxes if box[2]]


def test_the_tick_tells_that_facility_and_no_other(visitor: Visitor, world: World, page: str, path: str) -> None:
    response = visitor.send(page, at=path, **SAID, consent="yes")
    assert response.status_code == 303
    assert not response["Location"].endswith("/facilities/")
    consent = Consent.objects.get()
    assert consent.facility == world.facility
    assert consent.page == path
    assert consent.shown == consent_words.shown(consent_words.current_text(), consent_words.SENT, world.facility)
    assert consent.inquiry.city == world.city
    assert Notice.objects.get().consent == consent


def test_without_the_tick_it_is_stored_and_no_facility_hears_of_it(visitor: Visitor, page: str, path: str) -> None:
    assert visitor.send(page, at=path, **SAID).status_code == 303
    assert not Inquiry.objects.get().permission
    assert not Consent.objects.exists()


def test_pressing_twice_on_a_page_that_is_kept_for_all_makes_one(visitor: Visitor, page: str, path: str) -> None:
    assert Form(visitor.get(page).content.decode(), path)["form_key"] == ""
    answers = [visitor.send(page, at=path, **SAID, consent="yes") for _ in range(2)]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Notice.objects.count() == 1


@pytest.mark.parametrize("name", ["under_18", "in_danger"])
def test_nobody_who_is_under_18_or_in_danger_is_passed_on(visitor: Visitor, page: str, path: str, name: str) -> None:
    response = visitor.send(page, at=path, **SAID, consent="yes", **{name: "yes"})
    assert "We do not pass it to any facility" in text_of(visitor.get(response["Location"]))
    assert not Consent.objects.exists()


def given_back(visitor: Visitor, path: str, said: dict[str, str]) -> Form:
    response = visitor.post(path, SAID | {"consent": "yes"} | said)
    assert response.status_code == 422
    assert wrong(response) == {"consent: not-shown"}
    assert not Inquiry.objects.exists()
    form = Form(response.content.decode())
    assert form["message"] == SAID["message"]
    assert "consent" not in form.values
    return form


@pytest.mark.parametrize("offer", [None, "", "forged", "é", "x" * 5000])
def test_an_offer_that_we_did_not_make_is_none(visitor: Visitor, path: str, offer: str | None) -> None:
    form = given_back(visitor, path, {} if offer is None else {"offer": offer})
    assert visitor.post(path, form.values | {"consent": "yes"}).status_code == 303
    assert Consent.objects.count() == 1


def test_another_facilitys_offer_is_none(visitor: Visitor, world: World, path: str) -> None:
    other = make_box(world.facilities[1], consent_words.current_text(), consent_words.SENT, at=now())
    given_back(visitor, path, {"offer": other.value})


def test_an_offer_from_the_page_for_choosing_is_none(visitor: Visitor, world: World, path: str) -> None:
    visitor.send(**SAID, consent="yes", city="austin")
    inquiry = Inquiry.objects.get()
    tied = make_box(world.facility, consent_words.current_text(), consent_words.SENT, inquiry=inquiry, at=now())
    assert visitor.post(path, SAID | {"consent": "yes", "offer": tied.value}).status_code == 422


def test_an_offer_of_last_week_is_none(visitor: Visitor, path: str) -> None:
    with time_machine.travel("2026-06-01 12:00", tick=False) as clock:
        offer = Form(visitor.get(path).content.decode())["offer"]
        clock.shift(timedelta(days=7))
        given_back(visitor, path, {"offer": offer})


def test_what_changed_since_it_was_shown_is_shown_anew(visitor: Visitor, world: World, path: str) -> None:
    offer = Form(visitor.get(path).content.decode())["offer"]
    Facility.objects.filter(pk=world.facility.pk).update(name1="Quillfeather House", name2="")
    form = given_back(visitor, path, {"offer": offer})
    assert "Quillfeather House" in form.text


def test_new_words_are_shown_before_they_are_agreed_to(visitor: Visitor, path: str) -> None:
    offer = Form(visitor.get(path).content.decode())["offer"]
    old = consent_words.current_text()
    ConsentText.objects.create(version=3, heading=old.heading, words=old.words + "\nNew: This line.")
    assert "This line." in given_back(visitor, path, {"offer": offer}).text


def test_a_change_in_the_last_moment_leaves_the_inquiry_and_tells_nobody(
    visitor: Visitor, world: World, path: str
) -> None:
    def changed_meanwhile(**verb: Any) -> list[Consent]:
        Facility.objects.filter(pk=world.facility.pk).update(relationship="affiliate", takes_inquiries=False)
        return give(**verb)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("contact.services.receiving.give", changed_meanwhile)
        response = visitor.send(path, **SAID, consent="yes")
    assert response["Location"].endswith("/facilities/")
    assert "We have your message" in text_of(visitor.get(response["Location"]))
    assert Inquiry.objects.count() == 1
    assert not Consent.objects.exists()


@pytest.mark.parametrize("why", ["takes none", "pays us", "delisted", "no one to tell"])
def test_a_place_that_takes_no_messages_shows_no_form_but_how_to_call(
    visitor: Visitor, world: World, page: str, path: str, why: str
) -> None:
    form = Form(visitor.get(page).content.decode(), path)
    rows = Facility.objects.filter(pk=world.facility.pk)
    rows.update(phone="512-555-0142")
    if why == "takes none":
        rows.update(takes_inquiries=False)
    elif why == "pays us":
        rows.update(takes_inquiries=False, relationship="flat-fee")
    elif why == "delisted":
        rows.update(delisted_on="2026-01-01", delisted_because="It closed.")
    else:
        Recipient.objects.filter(facility=world.facility).delete()
    public_changed()
    for address in (page, path):
        html = visitor.get(address).content.decode()
        assert 'name="message"' not in html
        assert "512-555-0142" in html
        assert ('href="tel:+15125550142"' in html) == (why != "delisted"), address
        assert ("We never pass messages to a place that pays us." in html) == (why == "pays us")
    response = visitor.post(path, form.values | SAID | {"consent": "yes"})
    assert response.status_code == 422
    again = Form(response.content.decode(), "/contact/")
    assert again["message"] == SAID["message"]
    assert "consent" not in again.values
    assert not Inquiry.objects.exists()
    assert visitor.post("/contact/", again.values).status_code == 303


def test_wrong_input_is_given_back_with_the_tick_and_the_box(visitor: Visitor, page: str, path: str) -> None:
    response = visitor.send(page, at=path, email="nowhere", consent="yes")
    assert response.status_code == 422
    form = Form(response.content.decode())
    assert form.values["consent"] == ["yes"]
    assert visitor.post(path, form.values | SAID).status_code == 303
    assert Consent.objects.count() == 1


def test_a_place_that_has_no_page_has_no_form(visitor: Visitor, settings: Settings) -> None:
    assert visitor.get("/contact/nowhere/").status_code == 404
    assert visitor.post("/contact/nowhere/", SAID).status_code == 404
