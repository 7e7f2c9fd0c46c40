"""The person's page: what it tells, and how an inquiry is taken back. No account, no reason asked."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone
from django.utils.html import escape

from contact.models import AccessLine, Consent, Inquiry, Letter, Notice
from contact.services.consenting import withdraw
from contact.services.disclosing import Dark, answer, disclose, find
from contact.services.purging import due, kept_until, purge
from contact.services.records import problems
from facilities.models import City, Facility
from tests.contact.making import WORDS, World, receive_one, sent, token_of
from tests.contact.scene import lapse

pytestmark = pytest.mark.django_db
OURS = {"sec-fetch-site": "same-origin"}


@pytest.fixture
def visitor() -> Client:
    """A browser as it is, on a public site: tokens matter, and there is no private key."""
    return Client(enforce_csrf_checks=True, headers=OURS)


@pytest.fixture(autouse=True)
def _public_site(world: World) -> None:
    world.settings.INQUIRY_PRIVATE_KEYS = []


def look(visitor: Client, inquiry: Inquiry) -> str:
    response = visitor.get(f"/inquiry/{token_of(inquiry)}/")
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def consent_of(inquiry: Inquiry, place: int = 0) -> Consent:
    return inquiry.consents.select_related("notice", "facility", "inquiry")[place]


def notice_is(inquiry: Inquiry, **values: object) -> None:
    Notice.objects.filter(consent__inquiry=inquiry).update(**values)


@pytest.mark.parametrize(("slug", "zone"), [("los-angeles", "PST"), ("austin", "CST"), (None, "CST")])
def test_times_are_those_of_the_city_that_was_chosen(
    visitor: Client, world: World, slug: str | None, zone: str
) -> None:
    with time_machine.travel("2026-12-01T12:00:00Z", tick=False):
        city = City.objects.filter(slug=slug).first()
        text = look(visitor, receive_one(world.facility, city=city).inquiry)
    assert f" {zone}</time>" in text


def test_a_fresh_inquiry_is_greeted(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    html = look(visitor, inquiry)
    assert "<h1>We have your message</h1>" in html
    assert inquiry.reference in html
    assert "What happens next" in html
    assert "Save this page’s link" in html
    assert html.count("<h1>") == 1


def test_an_older_one_is_not(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    with time_machine.travel(timezone.now() + timedelta(hours=2), tick=False):
        html = look(visitor, inquiry)
    assert "We have your message" not in html
    assert inquiry.reference in html


def test_it_names_what_we_hold_and_never_what_was_written(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility, words={"email": WORDS["email"], "message": WORDS["message"]}).inquiry
    html = look(visitor, inquiry)
    assert "<li>your e-mail address</li>" in html
    assert "<li>your message</li>" in html
    assert "<li>your phone number</li>" not in html
    for word in WORDS.values():
        if len(word) > 3:
            assert escape(word) not in html


@pytest.mark.parametrize("chosen", [0, 1])
def test_the_day_it_names_is_the_day_after_which_words_go(world: World, visitor: Client, chosen: int) -> None:
    inquiry = receive_one(*world.facilities[:chosen]).inquiry
    until = kept_until(inquiry)
    assert inquiry not in due(until - timedelta(seconds=1))
    assert inquiry in due(until + timedelta(seconds=1))
    local = timezone.localtime(until)
    assert f"we keep your words until {local:%b}" in look(visitor, inquiry).replace("Sept", "Sep")
    assert f"{local.day}, {local.year}. Then we delete them" in look(visitor, inquiry)


def test_without_permission_it_goes_to_nobody_and_nothing_can_be_chosen(world: World, visitor: Client) -> None:
    """Also for a person who is under 18 or in danger: their permission was not taken."""
    inquiry = receive_one(permission=False).inquiry
    html = look(visitor, inquiry)
    assert "Your message does not go to any facility" in html
    assert "/facilities/" not in html.partition("<main")[2].partition("</main")[0]
    assert "/withdraw/" not in html
    assert "tel:988" in html


def test_with_permission_and_no_place_it_leads_to_the_choice(world: World, visitor: Client) -> None:
    inquiry = receive_one().inquiry
    html = look(visitor, inquiry)
    assert f'href="/inquiry/{token_of(inquiry)}/facilities/"' in html
    assert "no place is chosen" in html
    assert "/withdraw/" not in html


def test_a_place_is_named_with_what_came_of_it(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    token = token_of(inquiry)
    html = look(visitor, inquiry)
    assert world.facility.name1 in html
    assert "Our note to it is waiting to be sent" in html
    assert f'href="/inquiry/{token}/withdraw/#place-' in html
    assert f'href="/inquiry/{token}/withdraw/"' in html
    assert escape(consent_of(inquiry).shown.splitlines()[0]) in html


@pytest.mark.parametrize(
    ("state", "attempts", "sentence"),
    [
        ("waiting", 1, "We tried, and we keep trying."),
        ("leased", 0, "Our note to it is waiting to be sent"),
        ("person", 9, "We could not reach it. Our team is looking into it."),
        ("cancelled", 0, "No, and we will not."),
        ("cancelled", 1, "Our note may have reached it."),
    ],
)
def test_how_far_the_telling_is(world: World, visitor: Client, state: str, attempts: int, sentence: str) -> None:
    inquiry = receive_one(world.facility).inquiry
    notice_is(inquiry, state=state, attempts=attempts)
    assert sentence in look(visitor, inquiry)


def test_each_opening_and_the_answer_are_told(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    link = sent(consent_of(inquiry).notice)
    world.settings.INQUIRY_PRIVATE_KEYS = [world.private]
    for hour in (1, 2):
        with time_machine.travel(timezone.now() + timedelta(hours=hour), tick=False):
            disclose(token=link)
    answer(token=link, answer="will-call")
    world.settings.INQUIRY_PRIVATE_KEYS = []
    html = look(visitor, inquiry)
    told = html.partition("It opened your message")[2].partition("</div>")[0]
    assert told.count("<time") == 2
    assert "They will call you." in html
    answer(token=link, answer="cannot-help")
    assert "They cannot help." in look(visitor, inquiry)


def test_our_own_teams_opening_is_told_without_a_name(world: World, visitor: Client) -> None:
    inquiry = receive_one().inquiry
    assert "Our team opened" not in look(visitor, inquiry)
    AccessLine.objects.create(inquiry=inquiry, who="intake-7", what=AccessLine.What.OPENED)
    html = look(visitor, inquiry)
    assert "Our team opened your message" in html
    assert "intake-7" not in html


def test_what_stands_no_more_says_why(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    Facility.objects.filter(pk=world.facility.pk).update(takes_inquiries=False)
    assert "It is on hold." in look(visitor, inquiry)
    Facility.objects.filter(pk=world.facility.pk).update(takes_inquiries=True)
    lapse(consent_of(inquiry))
    assert "It ended on" in look(visitor, inquiry)


def test_a_link_that_ran_out_unopened_is_told(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    sent(consent_of(inquiry).notice, link_expires_at=timezone.now() - timedelta(minutes=1))
    assert "Its link has run out." in look(visitor, inquiry)


def test_another_place_can_be_chosen_up_to_three_and_not_after_taking_back(world: World, visitor: Client) -> None:
    first = receive_one(*world.facilities[:2]).inquiry
    assert "Choose another place" in look(visitor, first)
    withdraw(consents=first.consents.all(), by="person")
    assert "Choose another place" not in look(visitor, first)
    assert "Choose another place" not in look(visitor, receive_one(*world.facilities).inquiry)


def test_withdrawing_asks_first_and_changes_nothing_by_looking(world: World, visitor: Client) -> None:
    inquiry = receive_one(*world.facilities[:2]).inquiry
    address = f"/inquiry/{token_of(inquiry)}/withdraw/"
    html = visitor.get(address).content.decode()
    assert visitor.head(address).status_code == 200
    assert html.count('<form method="post"') == 3
    for consent in inquiry.consents.all():
        assert f'name="consent" value="{consent.pk}"' in html
        assert consent.withdrawn_at is None


def test_withdrawing_works_at_once_for_all(world: World, visitor: Client) -> None:
    inquiry = receive_one(*world.facilities[:2]).inquiry
    link = sent(consent_of(inquiry).notice)
    assert find(link)
    response = visitor.post(f"/inquiry/{token_of(inquiry)}/withdraw/")
    assert response.status_code == 200
    html = response.content.decode()
    assert "You took back your permission" in html
    assert "It never opened your message, and now it cannot." in html, "told, not opened"
    assert "We send it a note that you took back your permission." in html
    assert "We never told it that you wrote, and we will not." in html, "the second, which was not told"
    with pytest.raises(Dark):
        find(link)
    assert set(inquiry.consents.values_list("withdrawn_by", flat=True)) == {"person"}
    assert not Notice.objects.filter(state="waiting").exists()
    assert Letter.objects.filter(kind="withdrawal").count() == 1
    assert "Taken back by you:" in look(visitor, inquiry)
    assert "/withdraw/" not in look(visitor, inquiry)
    assert list(problems()) == []


def test_withdrawing_one_leaves_the_other(world: World, visitor: Client) -> None:
    inquiry = receive_one(*world.facilities[:2]).inquiry
    first, second = inquiry.consents.all()
    response = visitor.post(f"/inquiry/{token_of(inquiry)}/withdraw/", {"consent": second.pk})
    assert second.facility_name in response.content.decode()
    assert first.facility_name not in response.content.decode()
    assert list(Consent.objects.standing()) == [first]
    assert f"/inquiry/{token_of(inquiry)}/withdraw/" in look(visitor, inquiry)


def test_what_was_read_before_is_said(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    world.settings.INQUIRY_PRIVATE_KEYS = [world.private]
    disclose(token=sent(consent_of(inquiry).notice))
    html = visitor.post(f"/inquiry/{token_of(inquiry)}/withdraw/").content.decode()
    assert "It has already opened your message." in html
    assert "We cannot take back what it read." in html


def test_withdrawing_again_is_harmless(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    address = f"/inquiry/{token_of(inquiry)}/withdraw/"
    visitor.post(address)
    before = consent_of(inquiry).withdrawn_at
    for data in ({}, {"consent": str(consent_of(inquiry).pk)}):
        response = visitor.post(address, data)
        assert response.status_code == 200
        assert "You took back your permission" in response.content.decode()
    assert consent_of(inquiry).withdrawn_at == before
    assert "There is no permission to take back." in visitor.get(address).content.decode()


def test_with_nothing_to_withdraw_it_says_so(world: World, visitor: Client) -> None:
    inquiry = receive_one(permission=False).inquiry
    response = visitor.post(f"/inquiry/{token_of(inquiry)}/withdraw/")
    assert response.status_code == 200
    assert "none can open your message" in response.content.decode()


def test_the_consent_of_another_inquiry_is_refused_like_a_link_that_is_none(world: World, visitor: Client) -> None:
    mine, other = receive_one(world.facility).inquiry, receive_one(world.facility).inquiry
    none = visitor.get("/inquiry/none/").content
    for consent in (str(consent_of(other).pk), "", "0", "-1", "9" * 40, "x", "1 OR 1=1", "١", "\ufffd"):
        response = visitor.post(f"/inquiry/{token_of(mine)}/withdraw/", {"consent": consent})
        assert (response.status_code, response.content) == (404, none), consent
    assert Consent.objects.standing().count() == 2


def test_deleting_asks_first(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    html = visitor.get(f"/inquiry/{token_of(inquiry)}/delete/").content.decode()
    assert '<form method="post"' in html
    assert "This cannot be undone." in html
    inquiry.refresh_from_db()
    assert inquiry.purged_at is None


def test_deleting_works_at_once_and_leaves_the_bare_proof(world: World, visitor: Client) -> None:
    inquiry = receive_one(*world.facilities[:2], city=world.city).inquiry
    link = sent(consent_of(inquiry).notice)
    response = visitor.post(f"/inquiry/{token_of(inquiry)}/delete/")
    assert response.status_code == 200
    assert "We no longer have any of your words." in response.content.decode()
    assert "We send it a note" in response.content.decode()
    inquiry.refresh_from_db()
    assert (bytes(inquiry.sealed), inquiry.holds, inquiry.purged_because) == (b"", [], "asked")
    with pytest.raises(Dark):
        find(link)
    html = look(visitor, inquiry)
    assert "Your message is deleted" in html
    assert inquiry.reference in html
    assert world.facilities[0].name1 in html
    assert "<li>your message</li>" not in html
    main = html.partition("<main")[2]
    assert not any(f"/{step}/" in main for step in ("withdraw", "delete", "facilities"))


def test_deleting_again_is_harmless(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    address = f"/inquiry/{token_of(inquiry)}/delete/"
    first = visitor.post(address).content
    with time_machine.travel(timezone.now() + timedelta(hours=3), tick=False):
        assert visitor.post(address).content == first
        assert "There is nothing to delete." in visitor.get(address).content.decode()
    assert AccessLine.objects.filter(what="purged").count() == 1


def test_what_went_by_age_can_still_be_withdrawn(world: World, visitor: Client) -> None:
    inquiry = receive_one(world.facility).inquiry
    purge(inquiry=inquiry, because=Inquiry.Purged.AGE)
    html = look(visitor, inquiry)
    assert "We kept it as long as we said" in html
    assert "/withdraw/" in html
    assert "/delete/" not in html
    assert visitor.post(f"/inquiry/{token_of(inquiry)}/withdraw/").status_code == 200
