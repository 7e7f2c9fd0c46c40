"""Where facilities are told, and the words next to the box."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from pytest_django import Settings

from contact import consent_words
from contact.models import ConsentText, Recipient
from contact.services.consenting import offered
from facilities.models import Facility
from search.services import public_version
from tests.codes import guarded
from tests.conftest import StaffClient
from tests.contact.making import World, make_facility, receive_one

Staff = Callable[..., StaffClient]
RECIPIENTS, TEXTS = "/admin/contact/recipient/", "/admin/contact/consenttext/"
HOOK = "https://hooks.example.org/inquiries"
BETTER = {
    "heading": "May {site} write to facilities for you?",
    "words": "We send {fields}.\nFor {days} days. Write to {email} to take it back.",
}


@pytest.fixture
def untold(world: World) -> Facility:
    return make_facility(city=world.city, email="", name1="Larkspur House", zip="78704")


def newest_version() -> int:
    return consent_words.current_text().version


def text(answer: Any) -> str:
    return str(answer.content.decode())


def test_a_facility_is_found_and_told_by_mail_and_then_offered_at_once(desk: StaffClient, untold: Facility) -> None:
    assert desk.get(f"{RECIPIENTS}add/").headers["Location"] == f"{RECIPIENTS}choose/"
    page = text(desk.get(f"{RECIPIENTS}choose/", {"q": "larkspur 78704"}))
    assert f"add/?facility={untold.pk}" in page
    assert "Larkspur House" in text(desk.get(f"{RECIPIENTS}add/?facility={untold.pk}"))
    version = public_version()
    desk.post(f"{RECIPIENTS}add/", {"facility": untold.pk, "email": "intake@larkspur.example.org"})
    assert Recipient.objects.get(facility=untold).email == "intake@larkspur.example.org"
    assert untold in offered()
    assert public_version() != version  # the facility's page now holds a form


def test_facilities_that_are_told_already_and_delisted_ones_are_not_found(
    desk: StaffClient, world: World, untold: Facility
) -> None:
    Facility.objects.filter(pk=untold.pk).update(delisted_on="2026-01-01", delisted_because="Closed.")
    for facility in (world.facility, untold):
        page = text(desk.get(f"{RECIPIENTS}choose/", {"q": facility.name1}))
        assert "No listed facility" in page
    for wrong in (untold.pk, "x", "9" * 30, ""):
        assert desk.get(f"{RECIPIENTS}add/", {"facility": wrong}).status_code == 302
        assert desk.post(f"{RECIPIENTS}add/", {"facility": wrong, "email": "a@example.org"}).status_code == 302


def test_a_webhooks_secret_is_shown_once_with_how_to_check_it(desk: StaffClient, untold: Facility) -> None:
    answer = desk.post(f"{RECIPIENTS}add/", {"facility": untold.pk, "webhook": HOOK})
    recipient = Recipient.objects.get(facility=untold)
    first = recipient.secret
    for part in (first, "Webhook-Signature", "Webhook-Timestamp", "Idempotency-Key"):
        assert part in text(answer)
    assert "no-store" in answer["Cache-Control"]
    change = f"{RECIPIENTS}{recipient.pk}/change/"
    for page in (desk.get(change), desk.get(RECIPIENTS), desk.get(f"{RECIPIENTS}{recipient.pk}/secret/", follow=True)):
        assert first not in text(page)
    answer = desk.post(f"{RECIPIENTS}{recipient.pk}/secret/")
    recipient.refresh_from_db()
    assert recipient.secret != first
    assert recipient.secret in text(answer)


@pytest.mark.parametrize(
    "typed",
    [{}, {"webhook": "http://hooks.example.org/"}, {"webhook": "ftp://x.example.org/"}, {"email": "nobody"}]
    + [{"webhook": "https://u:p@hooks.example.org/"}, {"webhook": "https://127.0.0.1/"}, {"webhook": "https://[::1]/"}]
    + [{"webhook": "https://169.254.169.254/latest"}, {"webhook": "https://10.0.0.8:8443/x"}],
)
def test_what_tells_nobody_safely_is_refused(desk: StaffClient, untold: Facility, typed: dict[str, str]) -> None:
    answer = desk.post(f"{RECIPIENTS}add/", {"facility": untold.pk, **typed})
    assert "errorlist" in text(answer)
    assert not Recipient.objects.filter(facility=untold).exists()


def test_where_one_facility_is_told_never_becomes_another_ones(desk: StaffClient, world: World) -> None:
    recipient = Recipient.objects.get(facility=world.facility)
    desk.post(f"{RECIPIENTS}{recipient.pk}/change/", {"facility": world.facilities[1].pk, "email": "new@example.org"})
    recipient.refresh_from_db()
    assert (recipient.facility, recipient.email) == (world.facility, "new@example.org")


def test_a_facility_without_its_recipient_is_offered_to_nobody(desk: StaffClient, world: World) -> None:
    recipient, version = Recipient.objects.get(facility=world.facility), public_version()
    assert desk.post(f"{RECIPIENTS}{recipient.pk}/delete/", {"post": "yes"}).status_code == 302
    assert world.facility not in offered()
    assert public_version() != version


def test_the_list_says_which_are_offered(desk: StaffClient, world: World) -> None:
    Facility.objects.filter(pk=world.facility.pk).update(takes_inquiries=False)
    page = text(desk.get(RECIPIENTS))
    assert page.count("an editor has not said it takes part") == 1


def test_an_editor_is_told_what_taking_inquiries_means(staff: Staff, world: World) -> None:
    page = text(staff("editor").get(f"/admin/facilities/facility/{world.facility.pk}/change/"))
    assert 'name="takes_inquiries"' in page
    assert "intake desk has also entered where to tell it" in page


def test_a_new_version_is_what_visitors_see_and_the_old_one_stays(
    desk: StaffClient, world: World, settings: Settings
) -> None:
    receive_one(world.facility)
    before, version = consent_words.current_text(), public_version()
    answer = desk.post(f"{TEXTS}add/", {"after": before.version, **BETTER})
    assert answer.status_code == 302
    now = consent_words.current_text()
    assert (now.version, consent_words.heading(now)) == (
        before.version + 1,
        f"May {settings.SITE_NAME} write to facilities for you?",
    )
    assert public_version() != version
    assert ConsentText.objects.get(pk=before.pk).heading == before.heading
    history = text(desk.get(f"{TEXTS}{now.pk}/history/"))
    assert desk.user.get_username() in history
    assert f"Version {now.version} is what visitors see" in history


def test_it_can_be_looked_at_first_as_a_visitor_would_see_it(
    desk: StaffClient, world: World, settings: Settings
) -> None:
    before = newest_version()
    page = text(desk.post(f"{TEXTS}add/", {"after": before, "_preview": "1", **BETTER}))
    assert f"May {settings.SITE_NAME} write to facilities for you?" in page
    assert "your phone number" in page
    assert f"For {settings.CONSENT_DAYS} days" in page
    assert BETTER["words"].splitlines()[0] in page  # still in the form
    assert newest_version() == before


@pytest.mark.parametrize(
    "changed",
    [{"heading": "I agree."}, {"words": "We send {fields}."}, {"words": "For {days} days."}]
    + [{"words": "{fields} {days} {settings.SECRET_KEY}"}, {"words": ""}, {"heading": "{site} {0}"}],
)
def test_words_that_leave_out_what_a_permission_needs_are_refused(
    desk: StaffClient, world: World, changed: dict[str, str]
) -> None:
    before = newest_version()
    answer = desk.post(f"{TEXTS}add/", {"after": before, **BETTER, **changed})
    assert answer.status_code == 422
    assert 'href="#id_' in text(answer)
    assert newest_version() == before


def test_the_second_of_two_colleagues_reads_the_first_ones_version_before(desk: StaffClient, world: World) -> None:
    before = newest_version()
    desk.post(f"{TEXTS}add/", {"after": before, **BETTER})
    for after in (before, before + 7):
        answer = desk.post(f"{TEXTS}add/", {"after": after, **BETTER, "heading": "Mine, {site}"})
        assert answer.status_code == 409
        assert "Mine, {site}" in text(answer)
    assert newest_version() == before + 1


@pytest.mark.parametrize("superuser", [False, True])
def test_no_version_is_changed_or_deleted(staff: Staff, world: World, superuser: bool) -> None:
    receive_one(world.facility)
    client = staff(None if superuser else "intake", superuser=superuser)
    text_row = consent_words.current_text()
    page = text(client.get(f"{TEXTS}{text_row.pk}/change/"))
    assert "I give permission to" in page
    assert "<textarea" not in page
    assert client.post(f"{TEXTS}{text_row.pk}/change/", {"heading": "No"}).status_code == 403
    assert client.post(f"{TEXTS}{text_row.pk}/delete/", {"post": "yes"}).status_code == 403
    with guarded("agreed_text_never_changes"):
        ConsentText.objects.update(heading="No")
    with guarded("agreed_text_"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM contact_consenttext")
    text_row.refresh_from_db()
    assert "I give permission to" in text_row.heading


def test_a_webhook_is_no_link_to_follow(desk: StaffClient, world: World) -> None:
    recipient = Recipient.objects.get(facility=world.facility)
    Recipient.objects.filter(pk=recipient.pk).update(webhook=HOOK)
    page = text(desk.get(f"{RECIPIENTS}{recipient.pk}/change/"))
    assert f'value="{HOOK}"' in page
    assert f'href="{HOOK}"' not in page
