"""The contact page: what it shows, what it stores, and what it gives back."""

from typing import Any

import pytest
from django.conf import settings as site
from django.test import Client

from contact.crypto import keys
from contact.models import Consent, Inquiry, Letter, Notice
from tests.codes import wrong
from tests.contact.making import World
from tests.contact.visiting import OURS, SAID, Form, Visitor, text_of
from tests.site.sitemaps import locations

pytestmark = pytest.mark.django_db
PERMISSION = "I give permission to Rehabsite to reach out to facilities on my behalf."


@pytest.fixture(autouse=True)
def _quick(world: World) -> None:
    world.settings.FORM_SECONDS = 0


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def words() -> dict[str, str]:
    inquiry = Inquiry.objects.get()
    return keys.unseal(inquiry.sealed, inquiry.pk)


def test_the_page_asks_for_little_and_ticks_nothing(visitor: Visitor) -> None:
    response = visitor.get("/contact/")
    form = Form(response.content.decode())
    assert {name for name, _value, _ticked in form.boxes} == {
        *("leave_message", "for_whom", "under_18", "in_danger", "consent")
    }
    assert not [box for box in form.boxes if box[2]]
    assert PERMISSION in text_of(response)
    assert site.SITE_EMAIL in text_of(response)
    assert "do not write medical details here" in text_of(response)
    asked = response.content.decode().partition('<form class="ask"')[2].partition("</form>")[0]
    assert "maxlength" not in asked, "browsers cut what is pasted, and do not say so"
    assert not response.cookies


def test_the_page_is_kept_by_nobody_and_found_by_nobody(visitor: Visitor) -> None:
    response = visitor.get("/contact/")
    assert response["Cache-Control"] == "no-store"
    assert response["X-Robots-Tag"] == "noindex"
    html = response.content.decode()
    assert "canonical" not in html
    assert "og:url" not in html
    assert "/contact/" not in locations(visitor)


def test_without_the_tick_it_is_stored_and_goes_nowhere(visitor: Visitor, world: World) -> None:
    response = visitor.send(**SAID, city="austin")
    assert response.status_code == 303
    inquiry = Inquiry.objects.get()
    assert not inquiry.permission
    assert inquiry.city == world.city
    assert words() == SAID
    page = visitor.get(response["Location"])
    assert inquiry.reference in page.content.decode()
    assert {letter.kind for letter in Letter.objects.all()} == {"receipt", "alert"}
    assert not Notice.objects.exists()


def test_with_the_tick_places_can_be_chosen_next_and_none_is_told_yet(visitor: Visitor) -> None:
    response = visitor.send(**SAID, city="austin", consent="yes")
    assert response.status_code == 303
    assert response["Location"].endswith("/facilities/")
    assert Inquiry.objects.get().permission
    assert not Consent.objects.exists()


def test_everything_that_was_filled_in_is_kept(visitor: Visitor) -> None:
    said = SAID | {"phone": "512-555-0100 ext. 12", "safe_time": "after six", "for_whom": "someone else"}
    visitor.send(**said, leave_message="yes")
    assert words() == said | {"leave_message": "yes"}
    assert Inquiry.objects.get().holds == sorted([*said, "leave_message"])


def test_a_phone_without_the_tick_says_that_no_message_may_be_left(visitor: Visitor) -> None:
    visitor.send(phone="5125550100")
    assert words() == {"phone": "5125550100", "leave_message": "no"}


@pytest.mark.parametrize(
    "phone",
    ["5125550100", "(512) 555-0100", "1 512.555.0100", "+1 512 555 0100", "512–555–0100 x9", "+49 30 1234567"],
)
def test_numbers_are_taken_as_people_write_them(visitor: Visitor, phone: str) -> None:
    assert visitor.send(phone=phone).status_code == 303


@pytest.mark.parametrize("phone", ["555-0100", "012 555 0100", "call me", "+1 512 555", "+12", "5125550100 or so"])
def test_a_number_that_cannot_be_called_is_asked_for_again(visitor: Visitor, phone: str) -> None:
    response = visitor.send(phone=phone)
    assert response.status_code == 422
    assert "like this: 512-555-0100" in text_of(response)
    assert Form(response.content.decode())["phone"] == phone


def test_blanks_in_an_address_are_forgiven(visitor: Visitor) -> None:
    assert visitor.send(email=" pat @example.org. ").status_code == 303
    assert words() == {"email": "pat@example.org"}


def test_one_way_to_be_reached_is_needed_and_nothing_else(visitor: Visitor) -> None:
    response = visitor.send(name="Ottoline", message="Hello")
    assert response.status_code == 422
    assert wrong(response) == {"email: no-way-back"}
    assert not Inquiry.objects.exists()
    assert visitor.send(email="o@example.org").status_code == 303


def test_wrong_input_is_named_linked_and_kept(visitor: Visitor) -> None:
    said = {"name": "Ottoline", "email": "nowhere", "phone": "12", "message": "Two\nlines <b>", "city": "austin"}
    response = visitor.send(**said, for_whom="me", leave_message="yes", consent="yes")
    assert response.status_code == 422
    assert response["Cache-Control"] == "no-store"
    html = response.content.decode()
    form = Form(html)
    assert {name: form[name] for name in said} == said
    assert {name for name, _value, ticked in form.boxes if ticked} == {"for_whom", "leave_message", "consent"}
    assert 'role="alert"' in html
    for name in ("email", "phone"):
        assert f'href="#id_{name}"' in html
        assert f'aria-describedby="id_{name}_error" id="id_{name}"' in html
        assert f'id="id_{name}_error"' in html
    assert html.count('aria-invalid="true"') == 2
    assert "Nothing is stored" in text_of(response)


@pytest.mark.parametrize("name", ["city", "for_whom"])
def test_a_choice_that_is_none_is_refused(visitor: Visitor, name: str) -> None:
    assert visitor.send(**SAID, **{name: "moon"}).status_code == 422


def test_another_place_than_our_cities_is_fine(visitor: Visitor) -> None:
    assert visitor.send(**SAID, city="elsewhere").status_code == 303
    assert Inquiry.objects.get().city is None


@pytest.mark.parametrize("name", ["under_18", "in_danger"])
def test_who_is_under_18_or_in_danger_is_not_passed_on(visitor: Visitor, name: str) -> None:
    response = visitor.send(**SAID, city="austin", consent="yes", **{name: "yes"})
    inquiry = Inquiry.objects.get()
    assert not inquiry.permission
    assert words()[name] == "yes"
    page = visitor.get(response["Location"])
    html = page.content.decode()
    main = html[html.index("<main") :]
    assert main.index("tel:988") < main.index(inquiry.reference)
    assert "We do not pass it to any facility" in text_of(page)
    assert 'name="facility"' not in html


def test_danger_is_answered_with_help_lines_also_without_the_tick(visitor: Visitor) -> None:
    page = visitor.get(visitor.send(**SAID, in_danger="yes")["Location"])
    assert "Please call now" in text_of(page)


@pytest.mark.parametrize("value", ["no", "on", "true", "1", "YES"])
def test_only_the_boxs_own_value_is_a_tick(visitor: Visitor, value: str) -> None:
    visitor.send(**SAID, consent=value)
    assert not Inquiry.objects.get().permission


def test_a_double_click_makes_one_inquiry(visitor: Visitor) -> None:
    said: dict[str, Any] = Form(visitor.get("/contact/").content.decode()).values | SAID
    first, second = (visitor.post("/contact/", said) for _ in range(2))
    assert first["Location"] == second["Location"]
    assert Inquiry.objects.count() == 1


def test_back_and_a_second_tab_make_one_inquiry(visitor: Visitor) -> None:
    assert visitor.send(**SAID)["Location"] == visitor.send(**SAID)["Location"]
    assert Inquiry.objects.count() == 1


def test_other_words_and_other_visitors_make_another(visitor: Visitor) -> None:
    visitor.send(**SAID)
    visitor.send(**SAID | {"message": "Something else"})
    Visitor(REMOTE_ADDR="192.0.2.7").send(**SAID)
    assert Inquiry.objects.count() == 3


def test_a_program_that_knows_the_names_needs_no_page() -> None:
    said = SAID | {"consent": "yes", "form_key": "0123456789abcdef"}
    answers = [Client(enforce_csrf_checks=True).post("/contact/", said, headers=OURS) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    reference = Inquiry.objects.get().reference
    assert reference in Client().get(answers[0]["Location"]).content.decode()


def test_a_form_from_elsewhere_is_refused(visitor: Visitor) -> None:
    assert visitor.post("/contact/", SAID, headers={"sec-fetch-site": "cross-site"}).status_code == 403
    assert not Inquiry.objects.exists()
