"""What to do tonight: of the city, otherwise of its state, otherwise of the whole country."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client

from facilities.models import Tonight
from tests.conftest import StaffClient
from tests.facilities.ranked import austin

pytestmark = pytest.mark.django_db
WORDS = {
    "title": "Call the county",
    "text": "It answers.",
    "source": "The county",
    "source_url": "https://example.org/",
}


def make(**more: object) -> Tonight:
    return Tonight.objects.create(kind="line", checked_on=date(2026, 11, 2), **{**WORDS, **more})


def test_the_citys_own_comes_before_the_states(client: Client) -> None:
    page = client.get("/cities/austin/").content.decode()
    assert page.index("Tonight in Austin") < page.index("An emergency room can start buprenorphine")
    assert "Call the county" not in page
    make(state="TX", title="Call the state", phone="2-1-1")
    assert 'href="tel:211"' in client.get("/cities/austin/").content.decode()
    make(city=austin(), phone="512-555-0100", phone_note="Then press 2.")
    page = client.get("/cities/austin/").content.decode()
    assert 'href="tel:+15125550100"' in page
    assert 'datetime="2026-11-02"' in page
    assert "Call the state" not in page


@pytest.mark.parametrize("wrong", [{"state": ""}, {"state": "TX", "city": True}, {"state": "TX", "source": ""}])
def test_the_database_wants_one_place_and_a_source(wrong: dict[str, object]) -> None:
    wrong = {**wrong, **({"city": austin()} if "city" in wrong else {})}
    with (
        pytest.raises(IntegrityError, match="tonight_(in_a_city_or_a_state|says_where_it_is_from)"),
        transaction.atomic(),
    ):
        make(**wrong)


@pytest.mark.parametrize(
    ("wrong", "said"), [({"state": "ZZ"}, "state"), ({"state": "TX", "phone": "call us"}, "phone"), ({}, "__all__")]
)
def test_what_is_typed_wrong_is_told_where(wrong: dict[str, str], said: str) -> None:
    with pytest.raises(ValidationError) as error:
        Tonight(kind="line", checked_on=date(2026, 11, 2), **WORDS, **wrong).full_clean()
    assert said in error.value.message_dict


@pytest.mark.parametrize(("role", "status"), [("editor", 302), ("writer", 403)])
def test_editors_keep_it(staff: Callable[..., StaffClient], role: str, status: int) -> None:
    typed = {**WORDS, "kind": "line", "state": "TX", "checked_on": "2026-11-02", "phone": "", "phone_note": ""}
    assert staff(role).post("/admin/facilities/tonight/add/", typed).status_code == status
    assert Tonight.objects.count() == (status == 302)


@pytest.mark.parametrize(
    ("typed", "kept", "code"),
    [
        ("\u202d+1 (512) 555\u20110100\u202c", "+1 (512) 555-0100", ""),
        ("2-1-1", "2-1-1", ""),
        ("512-555-0100 or 512-555-0101", "", "phone-several"),
        ("#12", "", "phone-short"),
        ("555-0100", "", "phone-no-area-code"),
    ],
)
def test_a_number_is_understood_or_refused_with_its_reason(typed: str, kept: str, code: str) -> None:
    row = Tonight(kind="line", checked_on=date(2026, 11, 2), state="TX", phone=typed, **WORDS)
    if code:
        with pytest.raises(ValidationError) as error:
            row.full_clean()
        assert [one.code for one in error.value.error_dict["phone"]] == [code]
    else:
        row.full_clean()
        assert row.phone == kept
