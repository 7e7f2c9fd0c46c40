"""What goes out says, and what it does not."""

import re
from datetime import timedelta
from email.header import decode_header

import pytest
from django.core.mail import EmailMessage
from django.utils import timezone
from pytest_django import Settings

from contact.delivery.composing import compose
from contact.delivery.problems import Failed
from contact.delivery.webhook import Call
from contact.models import Consent, Inquiry, Letter, Notice, Recipient
from contact.services.consenting import withdraw
from contact.services.delivering import claim, finish, renew_link
from contact.services.disclosing import find
from rehabsite.help_lines import HELP_LINES
from tests.contact.making import WORDS, World, consented, make_facility, receive_one, token_of
from tests.guards.making import unguarded

GROUPED = re.compile(r"[A-Z2-7]{4}( [A-Z2-7]{4}){3}")


def claimed() -> Notice:
    notice = claim(Notice)
    assert isinstance(notice, Notice)
    return notice


def mail(row: Notice | Letter) -> EmailMessage:
    message = compose(row)
    assert isinstance(message, EmailMessage)
    return message


def letter(kind: str) -> Letter:
    return Letter.objects.filter(kind=kind).latest("pk")


def withdrawn(world: World) -> tuple[Consent, Letter]:
    """A facility was told, and then the person withdrew."""
    consent = consented(world.facility)
    finish(claimed())
    withdraw(consents=[consent], by="person")
    return consent, letter("withdrawal")


def everything(world: World) -> list[EmailMessage]:
    """One of each kind."""
    _consent, withdrawal = withdrawn(world)
    receive_one(world.facility)
    return [mail(row) for row in (claimed(), withdrawal, letter("receipt"), letter("alert"))]


def test_no_mail_holds_a_word_that_was_typed(world: World) -> None:
    for message in everything(world):
        wire = message.message().as_bytes().decode()
        typed = [
            word for name, word in WORDS.items() if word in wire and not (name == "email" and message.to == [word])
        ]
        assert [word for word in typed if word != "me"] == [], message.subject
        assert "Austin" not in wire


def test_every_mail_is_plain_text_alone_with_a_constant_subject(world: World) -> None:
    for message in everything(world):
        built = message.message()
        assert built.get_content_type() == "text/plain"
        assert message.subject in {
            "An inquiry is waiting for you",
            "Permission was taken back",
            "Your message",
            "An inquiry is waiting",
        }
        assert built["Auto-Submitted"] == "auto-generated"
        assert decode_header(built["Subject"])[0][0] == message.subject


def test_the_notice_goes_to_the_facility_with_a_link_that_opens(world: World) -> None:
    consent = consented(world.facility)
    notice = claimed()
    message = mail(notice)
    assert message.to == [Recipient.objects.get(facility=world.facility).email]
    link = re.findall(r"https?://\S+", str(message.body))[0]
    assert link == f"http://127.0.0.1:8000/forwarded/{token_of(notice)}/"
    assert find(link.split("/")[-2]).consent == consent
    assert consent.inquiry.reference in message.body


def test_the_notice_tells_until_when_the_link_opens(world: World, settings: Settings) -> None:
    settings.LINK_DAYS = 3
    consented(world.facility)
    notice = claimed()
    until = timezone.now() + timedelta(days=3)
    assert notice.link_expires_at
    assert abs(notice.link_expires_at - until) < timedelta(minutes=1)
    day = timezone.localtime(notice.link_expires_at)
    assert f"{day:%B} {day.day}, {day:%Y}, {day:%H:%M}" in mail(notice).body


def test_the_link_does_not_outlive_the_consent(world: World, settings: Settings) -> None:
    settings.LINK_DAYS, settings.CONSENT_DAYS = 30, 2
    consent = consented(world.facility)
    assert claimed().link_expires_at == consent.expires_at


def test_a_repeat_has_the_same_message_id_and_a_new_link_another(world: World) -> None:
    consented(world.facility)
    notice = claimed()
    first = mail(notice).message()
    assert first["Message-ID"] == f"<{notice.key}.1@127.0.0.1>" == mail(notice).message()["Message-ID"]
    finish(notice)
    renew_link(notice=notice, who="kim")
    again = mail(claimed()).message()
    assert again["Message-ID"] == f"<{notice.key}.2@127.0.0.1>"


def test_names_with_signs_stand_as_they_are(world: World, settings: Settings) -> None:
    settings.SITE_NAME = "Ann & Bob's <Guide>"
    for message in everything(world):
        assert "Ann & Bob's <Guide>" in message.body


def test_the_receipt_tells_the_person_where_their_page_is(world: World) -> None:
    received = receive_one()
    message = mail(letter("receipt"))
    assert message.to == [WORDS["email"]]
    assert f"http://127.0.0.1:8000/inquiry/{received.token}/" in message.body
    grouped = GROUPED.search(str(message.body))
    assert grouped
    assert grouped[0].replace(" ", "") == received.inquiry.reference.removeprefix("REF-")


def test_the_receipt_names_the_help_lines_and_nothing_of_treatment(world: World) -> None:
    receive_one()
    body = str(mail(letter("receipt")).body).replace("Rehabsite", "")
    assert all(line.number in body for line in HELP_LINES.in_order)
    assert not re.search(r"treat|overdose|opioid|drug|facilit|recover|rehab|SAMHSA|naloxone", body, re.IGNORECASE)


def test_only_the_notice_holds_a_whole_reference(world: World) -> None:
    notice, *others = everything(world)
    assert "REF-" in notice.message().as_string()
    for message in others:
        wire = message.message().as_string()
        assert not any(inquiry.reference in wire for inquiry in Inquiry.objects.all())
        assert "REF-" not in wire


def test_the_alert_leads_to_the_desk_and_tells_nothing(world: World, settings: Settings) -> None:
    settings.INTAKE_EMAIL = "desk@example.org"
    received = receive_one()
    message = mail(letter("alert"))
    assert message.to == ["desk@example.org"]
    assert "http://127.0.0.1:8000/admin/contact/inquiry/" in message.body
    assert received.token not in message.body
    assert not GROUPED.search(str(message.body))


def test_the_withdrawal_letter_names_the_day_and_four_letters(world: World) -> None:
    consent, row = withdrawn(world)
    body = str(mail(row).body)
    day = timezone.localtime(consent.notice.created_at)
    assert f"{day:%B} {day.day}, {day:%Y}" in body
    assert f"ends in {consent.inquiry.reference[-4:]}." in body
    assert "http" not in body
    assert "delete" in body


def test_a_facility_with_a_webhook_is_called_there(world: World) -> None:
    facility = make_facility(city=world.city, webhook="https://hook.example.org/in")
    consent = consented(facility)
    notice = claimed()
    call = compose(notice)
    assert isinstance(call, Call)
    assert call.url == "https://hook.example.org/in"
    assert call.key == f"{notice.key}.1"
    assert set(call.body) == {"reference", "link", "expires"}
    assert call.body["reference"] == consent.inquiry.reference
    assert call.body["link"].endswith(f"/forwarded/{token_of(notice)}/")


def test_a_facility_with_a_webhook_alone_is_told_of_the_withdrawal_there(world: World) -> None:
    consent = consented(make_facility(city=world.city, email="", webhook="https://hook.example.org/in"))
    notice = claimed()
    finish(notice)
    withdraw(consents=[consent], by="person")
    call = compose(letter("withdrawal"))
    assert isinstance(call, Call)
    told = notice.created_at.date().isoformat()
    assert call.body == {"withdrawn": notice.key, "told": told, "ending": consent.inquiry.reference[-4:]}
    assert call.key != f"{notice.key}.1"


def test_a_facility_that_lost_its_address_is_a_matter_for_a_person(world: World) -> None:
    consented(world.facility)
    notice = claimed()
    with unguarded():
        Recipient.objects.all().delete()
    with pytest.raises(Failed, match="no-recipient"):
        compose(notice)


def test_a_link_that_was_made_under_another_secret_is_not_sent(world: World, settings: Settings) -> None:
    settings.CONSENT_KEYS = ["a-key-of-its-own-for-what-was-agreed-to-" * 2]
    consented(make_facility())
    notice = claimed()
    settings.SECRET_KEY = "x" * 50
    with pytest.raises(Failed, match="link-lost"):
        compose(notice)


@pytest.mark.parametrize(("keys", "code"), [([], "no-key"), (None, "seal-broken")])
def test_a_receipt_without_a_readable_address_is_not_sent(world: World, keys: list[str] | None, code: str) -> None:
    received = receive_one()
    if keys is None:
        Inquiry.objects.filter(pk=received.inquiry.pk).update(sealed=bytes(received.inquiry.sealed)[:-1])
    else:
        world.settings.INQUIRY_PRIVATE_KEYS = keys
    with pytest.raises(Failed, match=code):
        compose(letter("receipt"))
