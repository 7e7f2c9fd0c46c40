"""A place that pays this site gets no message: not by the form, not by the desk, and not if it begins to pay later."""

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from contact.inquiry_status import status_of
from contact.models import Consent, Disclosure, Letter, Notice, Recipient
from contact.services.consenting import offered
from contact.services.disclosing import Dark, disclose, find
from contact.services.recipients import keep
from contact.services.records import verify
from facilities.models import Facility
from search.services import public_changed
from tests.codes import refused
from tests.contact.making import World, consented, make_facility, sent, token_of

pytestmark = pytest.mark.django_db
Relationship = Facility.Relationship


def begins_to_pay(facility: Facility, relationship: str = Relationship.FLAT_FEE) -> None:
    Facility.objects.filter(pk=facility.pk).update(relationship=relationship, takes_inquiries=False)
    public_changed()


@pytest.mark.parametrize("relationship", [Relationship.FLAT_FEE, Relationship.AFFILIATE])
def test_what_was_allowed_ends_in_the_same_moment_and_what_waits_is_stopped(world: World, relationship: str) -> None:
    consent, other = consented(world.facility), consented(world.facilities[1])
    begins_to_pay(world.facility, relationship)
    consent.refresh_from_db()
    assert consent.withdrawn_by == Consent.By.PAID
    assert consent.withdrawn_at
    assert Notice.objects.get(consent=consent).state == Notice.State.CANCELLED
    other.refresh_from_db()
    assert other.withdrawn_at is None
    assert Notice.objects.get(consent=other).state == Notice.State.WAITING
    assert not Letter.objects.filter(kind=Letter.Kind.WITHDRAWAL).exists()
    assert verify().problems == []


def test_it_is_one_transaction(world: World) -> None:
    consent = consented(world.facility)
    with transaction.atomic():
        begins_to_pay(world.facility)
        transaction.set_rollback(True)
    consent.refresh_from_db()
    assert consent.withdrawn_at is None
    assert Notice.objects.get().state == Notice.State.WAITING


def test_its_link_goes_dark_and_what_it_opened_before_stays_on_record(world: World) -> None:
    consent = consented(world.facility)
    token = sent(consent.notice)
    disclose(token=token)
    begins_to_pay(world.facility)
    with pytest.raises(Dark):
        find(token)
    assert Disclosure.objects.filter(consent=consent).count() == 1
    assert len(status_of(consent.inquiry).places[0].opened) == 1


def test_it_stays_ended_when_the_place_no_longer_pays(world: World) -> None:
    consent = consented(world.facility)
    begins_to_pay(world.facility)
    Facility.objects.filter(pk=world.facility.pk).update(relationship="none", takes_inquiries=True)
    assert not Consent.objects.standing().filter(pk=consent.pk).exists()
    assert world.facility in offered()


def test_the_persons_page_says_why_and_offers_other_places(world: World, client: Client) -> None:
    consent = consented(world.facility)
    begins_to_pay(world.facility)
    html = client.get(f"/inquiry/{token_of(consent.inquiry)}/").content.decode()
    assert "It ended when this place started to pay this site:" in html
    assert "We never pass messages to a place that pays us." in html
    assert status_of(consent.inquiry).may_choose
    assert status_of(consent.inquiry).to_withdraw == []


def test_the_desk_cannot_say_where_it_is_told(world: World) -> None:
    place = make_facility(email="", takes_inquiries=False, relationship=Relationship.AFFILIATE)
    with refused("pays"):
        keep(by=None, recipient=Recipient(facility=place, email="intake@place.example.org"))
    assert not Recipient.objects.filter(facility=place).exists()


def test_no_row_says_that_it_pays_and_takes_inquiries(world: World) -> None:
    with pytest.raises(IntegrityError, match="paying_facility_takes_no_inquiries"), transaction.atomic():
        Facility.objects.filter(pk=world.facility.pk).update(relationship=Relationship.FLAT_FEE)
