"""E-mail addresses are cleaned like phone numbers, and none can become another one on its way."""

from collections.abc import Callable

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from contact.models import Recipient
from markup.mail_addresses import clean_mail_address, validate_mail_address
from rehabsite.configuration.kinds import _address
from rehabsite.configuration.wrong import Wrong
from rehabsite.models import User
from tests.conftest import StaffClient
from tests.contact.making import World, make_facility
from tests.contact.visiting import Visitor, text_of

ENCODED = [
    "=?utf-8?q?=3cevil=40example.net=3e?=@example.org",
    "=?utf-8?b?ZXZpbEBleGFtcGxlLm5ldA==?=@example.org",
    "pat=?iso-8859-1?q?=2c?=@example.org",
]


@pytest.mark.parametrize(
    "pasted",
    [
        *("\u202dpat@example.org\u202c", "pat@\u200bexample.org", "\ufeffpat@example.org", "pat@exam\u00adple.org"),
        *(" pat @example.org. ", "mailto:pat@example.org", "<pat@example.org>", "Pat Doe <pat@example.org>"),
        *("pat＠example．org", "“pat@example.org”", "pat@example.org,", "\u00a0pat@example.org\u3000"),
    ],
)
def test_what_stood_around_an_address_goes(pasted: str) -> None:
    assert clean_mail_address(pasted) == "pat@example.org"


@pytest.mark.parametrize(
    ("address", "code"),
    [
        *((address, "encoded") for address in ENCODED),
        *((f"{local}@example.org", "quoted") for local in ('"pat"', '"\x0b"', '"a@example.net"', "a\\b")),
        ("pat@[127.0.0.1]", "quoted"),
        ("pat@localhost", "no-dot"),
    ],
)
def test_what_mail_programs_read_as_another_address_is_none_anywhere(address: str, code: str) -> None:
    with pytest.raises(ValidationError) as refused:
        validate_mail_address(address)
    assert refused.value.code == code
    with pytest.raises(Wrong):
        _address(address)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [*ENCODED, "a@example.org, b@example.org", "a@example.org;b@example.org", "a@b@c", "pat@localhost"]
)
def test_the_form_refuses_it(world: World, address: str) -> None:
    response = Visitor().send(email=address)
    assert response.status_code == 422
    assert "name@example.org" in text_of(response)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ENCODED)
def test_so_do_the_desk_and_the_database(world: World, desk: StaffClient, address: str) -> None:
    facility = make_facility(email="", webhook="")
    response = desk.post(
        f"/admin/contact/recipient/add/?facility={facility.pk}", {"facility": facility.pk, "email": address}
    )
    assert response.status_code == 200
    assert not Recipient.objects.filter(facility=facility).exists()
    with pytest.raises(IntegrityError, match="recipient_address_has_no_encoded_word"), transaction.atomic():
        Recipient.objects.create(facility=facility, email=address)


@pytest.mark.django_db
def test_the_desk_may_paste_a_name_with_it(world: World, desk: StaffClient) -> None:
    facility = make_facility(email="", webhook="")
    desk.post("/admin/contact/recipient/add/", {"facility": facility.pk, "email": "Harbor \u200b<intake@example.org>"})
    assert Recipient.objects.get(facility=facility).email == "intake@example.org"


@pytest.mark.django_db
def test_a_colleague_s_address_is_checked_too(staff: Callable[..., StaffClient]) -> None:
    user = User(username="ann", email=ENCODED[0])
    with pytest.raises(ValidationError) as refused:
        user.clean_fields(exclude=["password"])
    assert set(refused.value.error_dict) == {"email"}
