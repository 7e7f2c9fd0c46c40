"""Choosing facilities by name: what is shown, what may be ticked, and what is refused without a loss."""

from datetime import timedelta
from unittest.mock import patch

import pytest
import time_machine
from django.db import OperationalError

from contact import consent_words
from contact.crypto.links import token_of
from contact.models import Consent, ConsentText, Inquiry, Notice
from contact.services.purging import purge
from facilities.models import City, Facility
from tests.contact.making import WORDS, World, make_facility, receive_one
from tests.contact.visiting import Form, Visitor, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


@pytest.fixture
def inquiry(world: World) -> Inquiry:
    return receive_one(city=world.city).inquiry


@pytest.fixture
def path(inquiry: Inquiry) -> str:
    return f"/inquiry/{token_of(inquiry.link)}/facilities/"


def boxes(response: object) -> dict[str, bool]:
    """Each box's value, and whether it is ticked."""
    form = Form(response.content.decode())  # type: ignore[attr-defined]
    return {value: ticked for name, value, ticked in form.boxes if name == "facility"}


def offered_to(visitor: Visitor, path: str) -> list[str]:
    return list(boxes(visitor.get(path)))


def test_it_shows_the_citys_places_by_name_and_ticks_none(visitor: Visitor, world: World, path: str) -> None:
    other = make_facility(city=City.objects.create(slug="waco", name="Waco", state="TX"), name1="Elsewhere")
    silent = make_facility(city=world.city, email="", name1="Silent")
    response = visitor.get(path)
    text = text_of(response)
    assert list(boxes(response).values()) == [False] * 3
    for facility in world.facilities:
        assert consent_words.line(facility) in text
    assert str(other) not in text
    assert str(silent) not in text


def test_it_shows_what_is_sent_field_by_field_and_all_that_is_kept_as_proof(
    visitor: Visitor, world: World, inquiry: Inquiry, path: str
) -> None:
    text = text_of(visitor.get(path))
    shown = consent_words.shown(consent_words.current_text(), inquiry.holds, world.facility)
    for line in shown.split("\n"):
        assert line in text
    for word in WORDS.values():
        assert word == "me" or word not in text
    assert "when it is safe to call" in text
    assert "for 90 days" in text
    assert "Checking none is fine too" in text
    assert inquiry.reference in text


def test_what_is_ticked_is_told_and_the_person_gets_to_their_page(
    visitor: Visitor, world: World, inquiry: Inquiry, path: str
) -> None:
    response = visitor.post(path, {"facility": offered_to(visitor, path)[:2]})
    assert (response.status_code, response["Location"]) == (303, path.removesuffix("facilities/"))
    consents = list(Consent.objects.order_by("facility"))
    assert [consent.facility for consent in consents] == world.facilities[:2]
    for consent in consents:
        assert consent.shown == consent_words.shown(consent_words.current_text(), inquiry.holds, consent.facility)
        assert sorted(consent.fields) == inquiry.holds
        assert consent.page == "/inquiry/facilities/"
    assert Notice.objects.count() == 2


def test_ticking_none_is_fine(visitor: Visitor, path: str) -> None:
    response = visitor.post(path, {})
    assert (response.status_code, response["Location"]) == (303, path.removesuffix("facilities/"))
    assert not Consent.objects.exists()


def refused(visitor: Visitor, path: str, values: list[str], code: str) -> dict[str, bool]:
    response = visitor.post(path, {"facility": values})
    assert response.status_code == 422
    assert 'role="alert"' in response.content.decode()
    assert response.context["problem"].code == code
    assert not Consent.objects.exists()
    return boxes(response)


def test_a_fourth_is_refused_and_the_ticks_stay(visitor: Visitor, world: World, path: str) -> None:
    make_facility(city=world.city)
    again = refused(visitor, path, offered_to(visitor, path), "three")
    assert list(again.values()) == [True] * 4
    assert visitor.post(path, {"facility": list(again)[1:]}).status_code == 303
    assert Consent.objects.count() == 3


@pytest.mark.parametrize("value", ["1", "", "forged", "é\0", "x" * 5000])
def test_what_was_not_shown_cannot_be_added(visitor: Visitor, path: str, value: str) -> None:
    again = refused(visitor, path, [offered_to(visitor, path)[0], value], "not-shown")
    assert list(again.values()) == [True, False, False]


def test_what_another_person_was_shown_cannot_be_added(visitor: Visitor, world: World, path: str) -> None:
    other = receive_one(city=world.city).inquiry
    values = offered_to(visitor, f"/inquiry/{token_of(other.link)}/facilities/")
    refused(visitor, path, values[:1], "not-shown")


def test_a_page_of_last_week_is_shown_anew(visitor: Visitor, path: str) -> None:
    with time_machine.travel("2026-06-01 12:00", tick=False) as clock:
        values = offered_to(visitor, path)
        clock.shift(timedelta(days=7))
        refused(visitor, path, values[:1], "not-shown")


@pytest.mark.parametrize("change", ["name", "text"])
def test_what_changed_since_it_was_shown_is_unticked(visitor: Visitor, world: World, path: str, change: str) -> None:
    values = offered_to(visitor, path)
    rows = Facility.objects.filter(pk=world.facility.pk)
    if change == "name":
        rows.update(name1="Another Name", name2="")
    else:
        old = consent_words.current_text()
        ConsentText.objects.create(version=3, heading=old.heading, words=old.words + "\nMore.")
    again = refused(visitor, path, values[:2], "changed")
    assert sorted(again.values()) == ([False] * 3 if change == "text" else [False, False, True])


@pytest.mark.parametrize(
    "change",
    [
        {"takes_inquiries": False},
        {"takes_inquiries": False, "relationship": "flat-fee"},
        {"delisted_on": "2026-01-01", "delisted_because": "x"},
    ],
)
def test_a_place_that_takes_no_more_messages_is_gone_from_the_list(
    visitor: Visitor, world: World, path: str, change: dict[str, object]
) -> None:
    values = offered_to(visitor, path)
    Facility.objects.filter(pk=world.facility.pk).update(**change)
    assert len(refused(visitor, path, values[:1], "not-offered")) == 2


def test_back_and_another_tab_tell_nobody_twice(visitor: Visitor, path: str) -> None:
    values = offered_to(visitor, path)
    for _ in range(2):
        assert visitor.post(path, {"facility": [values[0], values[0]]}).status_code == 303
    assert visitor.post(path, {"facility": values[1:]}).status_code == 303
    assert Notice.objects.count() == 3
    page = visitor.get(path)
    assert not boxes(page)
    assert "You have chosen three places" in text_of(page)


def test_three_is_the_most_over_all_visits(visitor: Visitor, world: World, path: str) -> None:
    make_facility(city=world.city)
    values = offered_to(visitor, path)
    visitor.post(path, {"facility": values[:2]})
    response = visitor.post(path, {"facility": values[2:]})
    assert response.status_code == 422
    assert Consent.objects.count() == 2
    assert "Check one at most" in text_of(response)


@pytest.mark.parametrize("named", [True, False])
def test_without_places_there_another_city_can_be_picked(visitor: Visitor, world: World, named: bool) -> None:
    empty = City.objects.create(slug="waco", name="Waco", state="TX") if named else None
    inquiry = receive_one(city=empty).inquiry
    path = f"/inquiry/{token_of(inquiry.link)}/facilities/"
    page = visitor.get(path)
    assert ("No place in Waco takes messages" if named else "You did not name a city") in text_of(page)
    assert "Nothing is lost" in text_of(page)
    assert f'href="{path.removesuffix("facilities/")}"' in page.content.decode()
    response = visitor.post(path, {"city": "austin"})
    assert (response.status_code, response["Location"]) == (303, path)
    assert len(offered_to(visitor, path)) == 3
    assert not Consent.objects.exists()


@pytest.mark.parametrize("city", ["", "moon", "a\0b", "é"])
def test_a_city_that_is_none_changes_nothing(
    visitor: Visitor, world: World, inquiry: Inquiry, path: str, city: str
) -> None:
    assert visitor.post(path, {"city": city}).status_code == 303
    inquiry.refresh_from_db()
    assert inquiry.city == world.city


def test_what_could_not_be_stored_can_be_tried_again(visitor: Visitor, path: str) -> None:
    values = offered_to(visitor, path)[:2]
    with patch("contact.views.choosing.give", side_effect=OperationalError("disk full")):
        response = visitor.post(path, {"facility": values})
    assert response.status_code == 503
    assert "Your choice was not stored" in text_of(response)
    again = Form(response.content.decode()).values
    assert again == {"facility": values}
    assert visitor.post(path, again).status_code == 303
    assert Consent.objects.count() == 2


def test_without_permission_nothing_is_offered_or_taken(visitor: Visitor, world: World, path: str) -> None:
    other = receive_one(city=world.city, permission=False).inquiry
    there = f"/inquiry/{token_of(other.link)}/facilities/"
    values = offered_to(visitor, path)
    assert "does not go to any facility" in text_of(visitor.get(there))
    assert not offered_to(visitor, there)
    visitor.post(there, {"facility": values[:1]})
    assert not Consent.objects.exists()


def test_a_deleted_inquiry_leads_to_its_page(visitor: Visitor, inquiry: Inquiry, path: str) -> None:
    values = offered_to(visitor, path)
    purge(inquiry=inquiry, because=Inquiry.Purged.ASKED)
    assert visitor.get(path)["Location"] == path.removesuffix("facilities/")
    assert visitor.post(path, {"facility": values[:1]})["Location"] == path.removesuffix("facilities/")
    assert not Consent.objects.exists()


def test_a_link_that_is_none_opens_nothing(visitor: Visitor, world: World) -> None:
    for answer in (visitor.get("/inquiry/nothing/facilities/"), visitor.post("/inquiry/nothing/facilities/", {})):
        assert answer.status_code == 404
        assert "no longer works" in text_of(answer)


def test_the_page_is_private(visitor: Visitor, path: str) -> None:
    for response in (visitor.get(path), visitor.post(path, {})):
        assert response["Cache-Control"] == "no-store"
        assert response["X-Robots-Tag"] == "noindex"
        assert not response.cookies
    html = visitor.get(path).content.decode()
    assert "canonical" not in html
    assert "<title>\n" in html
    assert "Your message" in html
    assert visitor.post(path, {}, headers={"sec-fetch-site": "cross-site"}).status_code == 403
