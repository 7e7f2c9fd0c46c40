"""What no person sends by the form, and what only looks as if none had."""

from datetime import timedelta
from urllib.parse import urlencode

import pytest
import time_machine
from pytest_django import Settings

from contact.forms import make_form
from contact.models import Inquiry
from tests.codes import wrong
from tests.contact.making import World
from tests.contact.visiting import SAID, Form, Visitor, text_of
from visitors.models import SubmissionCount

pytestmark = pytest.mark.django_db
NOW = "2026-06-01 12:00"


@pytest.fixture(autouse=True)
def _closed_for_haste(world: World) -> None:
    world.settings.FORM_SECONDS = 3


@pytest.fixture
def visitor() -> Visitor:
    return Visitor()


def test_what_comes_too_fast_is_given_back_and_then_taken(visitor: Visitor) -> None:
    with time_machine.travel(NOW, tick=False):
        response = visitor.send(**SAID)
        form = Form(response.content.decode())
        assert response.status_code == 422
        assert wrong(response) == {"__all__: pace"}
        assert {name: form[name] for name in SAID} == SAID
        assert not Inquiry.objects.exists()
        again = visitor.post("/contact/", form.values)
    assert again.status_code == 303
    assert Inquiry.objects.count() == 1


def test_a_person_takes_longer(visitor: Visitor) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        form = Form(visitor.get("/contact/").content.decode())
        clock.shift(3)
        assert visitor.post("/contact/", form.values | SAID).status_code == 303


@pytest.mark.parametrize("started", [None, "", "now", "eyJhdCI6MH0:x", "x" * 5000, "é"])
def test_a_missing_or_forged_start_is_given_back(visitor: Visitor, started: str | None) -> None:
    response = visitor.post("/contact/", SAID | ({} if started is None else {"started": started}))
    assert response.status_code == 422
    assert not Inquiry.objects.exists()
    assert visitor.post("/contact/", Form(response.content.decode()).values).status_code == 303


def test_a_page_from_last_week_is_given_back(visitor: Visitor) -> None:
    with time_machine.travel(NOW, tick=False) as clock:
        form = Form(visitor.get("/contact/").content.decode())
        clock.shift(timedelta(days=7))
        assert visitor.post("/contact/", form.values | SAID).status_code == 422


def test_a_filled_in_trap_is_emptied_and_said(visitor: Visitor, settings: Settings) -> None:
    settings.FORM_SECONDS = 0
    response = visitor.send(**SAID, website="https://x.example")
    form = Form(response.content.decode())
    assert response.status_code == 422
    assert wrong(response) == {"__all__: trap"}
    assert form["website"] == ""
    assert form["message"] == SAID["message"]
    assert visitor.post("/contact/", form.values).status_code == 303


def test_the_trap_has_a_label(visitor: Visitor) -> None:
    assert '<label for="id_website">Leave this field empty</label>' in visitor.get("/contact/").content.decode()


@pytest.mark.parametrize("forged", ["203.0.113.{}", "203.0.113.{}, 127.0.0.1"])
def test_a_forged_address_does_not_slip_the_limit(visitor: Visitor, settings: Settings, forged: str) -> None:
    settings.FORM_SECONDS, settings.INQUIRIES_AN_HOUR = 0, 2
    answers = [
        visitor.post("/contact/", SAID | {"message": f"No. {n}"}, headers={"x-forwarded-for": forged.format(n)})
        for n in range(3)
    ]
    assert [answer.status_code for answer in answers] == [303, 303, 429]
    assert wrong(answers[2]) == {"__all__: many"}
    assert Form(answers[2].content.decode())["message"] == "No. 2"
    assert Inquiry.objects.count() == 2
    assert "127.0.0.1" not in SubmissionCount.objects.get().visitor


def test_pressing_again_does_not_count_and_an_hour_later_all_is_well(visitor: Visitor, settings: Settings) -> None:
    settings.FORM_SECONDS, settings.INQUIRIES_AN_HOUR = 0, 1
    with time_machine.travel(NOW, tick=False) as clock:
        assert [visitor.send(**SAID).status_code for _ in range(3)] == [303, 303, 303]
        assert visitor.send(**SAID | {"message": "More"}).status_code == 429
        clock.shift(timedelta(hours=1))
        assert visitor.send(**SAID | {"message": "More"}).status_code == 303


def test_trusted_proxies_are_asked_who_it_was(visitor: Visitor, settings: Settings) -> None:
    settings.FORM_SECONDS, settings.INQUIRIES_AN_HOUR = 0, 1
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    for n in range(2):
        said = SAID | {"message": f"No. {n}"}
        assert visitor.post("/contact/", said, headers={"x-forwarded-for": f"203.0.113.{n}"}).status_code == 303


def test_a_visitor_cannot_choose_another_address_within_their_network(visitor: Visitor, settings: Settings) -> None:
    """Of IPv6 everyone has a /64 for themselves."""
    settings.FORM_SECONDS, settings.INQUIRIES_AN_HOUR = 0, 1
    settings.TRUSTED_PROXIES = ["127.0.0.1"]
    addresses = ["2600:1700:1:2::1", "2600:1700:1:2:ffff::2", "2600:1700:1:3::1"]
    answers = [
        visitor.post("/contact/", SAID | {"message": f"No. {n}"}, headers={"x-forwarded-for": address})
        for n, address in enumerate(addresses)
    ]
    assert [answer.status_code for answer in answers] == [303, 429, 303]


@pytest.mark.parametrize("name", ["name", "email", "phone", "safe_time", "message"])
@pytest.mark.parametrize("text", ["a\0b", "\0", "a\ufffdb"])
def test_signs_that_nothing_can_hold_are_pointed_out(visitor: Visitor, name: str, text: str) -> None:
    response = visitor.send(**SAID | {name: text})
    assert response.status_code == 422
    assert f'href="#id_{name}"' in response.content.decode()
    assert "\0" not in response.content.decode()
    assert not Inquiry.objects.exists()


@pytest.mark.parametrize("name", ["message", "city", "for_whom", "consent", "form_key", "started", "offer", "website"])
def test_lone_surrogates_are_answered_with_a_sentence(visitor: Visitor, world: World, name: str) -> None:
    part = "\r\n".join(("--x", f'Content-Disposition: form-data; name="{name}"', "", r"a \ud800 \x00 b", "--x--", ""))
    kind = "multipart/form-data; boundary=x; charset=raw_unicode_escape"
    for path in ("/contact/", f"/contact/{world.facility.slug}/"):
        assert visitor.generic("POST", path, part.encode(), content_type=kind).status_code == 422


@pytest.mark.parametrize("body", [b"message=%ED%A0%80&name=%FF%FE", b"\xff\xfe=\x80&email=%C3", b"%%%=%&&&==="])
def test_wrong_encodings_are_answered_with_a_sentence(visitor: Visitor, body: bytes) -> None:
    response = visitor.generic("POST", "/contact/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 422


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (urlencode({f"f{n}": "x" for n in range(1500)}), "application/x-www-form-urlencoded"),
        ("message=" + "x" * 3_000_000, "application/x-www-form-urlencoded"),
        ("message=x", "application/x-www-form-urlencoded; charset=utf-16"),
        ("no boundary", "multipart/form-data"),
    ],
)
def test_what_is_far_too_much_is_refused_with_a_sentence(visitor: Visitor, body: str, kind: str) -> None:
    response = visitor.generic("POST", "/contact/", body, content_type=kind)
    assert response.status_code == 400
    assert "Nothing was stored" in text_of(response)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("name", "most"), [("name", 100), ("email", 254), ("phone", 40), ("safe_time", 200), ("message", 4000)]
)
def test_what_is_too_long_is_counted_and_kept(visitor: Visitor, name: str, most: int) -> None:
    text = "x" * 10_000
    response = visitor.send(**SAID | {name: text})
    assert response.status_code == 422
    assert f"at most {most}" in text_of(response)
    assert Form(response.content.decode())[name] == text


def test_a_message_of_4000_letters_fits_with_line_ends(visitor: Visitor, settings: Settings) -> None:
    settings.FORM_SECONDS = 0
    assert visitor.send(**SAID | {"message": "a\r\n" * 1999 + "ab"}).status_code == 303


def test_a_fields_second_value_is_not_two_consents(visitor: Visitor, settings: Settings) -> None:
    settings.FORM_SECONDS = 0
    body = urlencode([*SAID.items(), ("consent", "yes"), ("consent", "no")])
    response = visitor.generic("POST", "/contact/", body, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 303
    assert not Inquiry.objects.get().permission


def test_a_field_that_was_not_sent_is_what_its_own_check_makes_of_nothing(world: World) -> None:
    world.settings.FORM_SECONDS = 0
    form = make_form({"email": "a@example.org"})
    assert form.is_valid()
    looked_at = {
        name: field.clean(field.widget.value_from_datadict({}, {}, name)) for name, field in form.fields.items()
    }
    assert form.cleaned_data == {**looked_at, "email": "a@example.org"}
