"""Giving consent to named facilities, and what a person was shown as they did."""

import pytest
from pytest_django import Settings

from contact import consent_words
from contact.models import Consent, ConsentText, Inquiry, Letter, Notice, Recipient
from contact.services.consenting import give, offered, withdraw
from contact.services.purging import purge
from contact.services.records import verify
from facilities.models import Facility
from review.refusals import Refused
from tests.codes import refused
from tests.contact.making import World, agreed, consented, make_facility, receive_one, sent

pytestmark = pytest.mark.django_db
PAGE = "/contact/"


def refusal(inquiry: Inquiry, *facilities: Facility) -> str:
    """The code, and that nothing at all was written."""
    before = Consent.objects.count()
    with pytest.raises(Refused) as raised:
        give(inquiry=inquiry, agreed=[agreed(one) for one in facilities], page=PAGE)
    assert Consent.objects.count() == before
    return raised.value.code


class TestGiven:
    def test_each_place_has_a_consent_a_record_and_a_notice(self, world: World) -> None:
        inquiry = receive_one(*world.facilities).inquiry
        assert [consent.facility for consent in inquiry.consents.all()] == world.facilities
        assert Notice.objects.filter(consent__inquiry=inquiry, state=Notice.State.WAITING).count() == 3
        assert verify().records == 3
        assert verify().problems == []

    def test_it_keeps_what_stood_on_the_page(self, world: World) -> None:
        consent = consented(world.facility)
        assert consent.facility_name in consent.shown
        assert "It pays this site nothing." in consent.shown
        assert (consent.expires_at - consent.given_at).days == 90

    def test_it_covers_what_was_filled_in_and_announced(self, world: World) -> None:
        received = receive_one(words={"name": "Pat", "email": "pat@example.org", "message": ""})
        give(inquiry=received.inquiry, agreed=[agreed(world.facility, ["name", "message"])], page=PAGE)
        assert Consent.objects.get().fields == ["name"]

    def test_twice_is_once(self, world: World) -> None:
        inquiry = receive_one(world.facility).inquiry
        box = agreed(world.facility)
        assert give(inquiry=inquiry, agreed=[box, box], page=PAGE) == []
        other = agreed(world.facilities[1])
        assert len(give(inquiry=inquiry, agreed=[other, other, box], page=PAGE)) == 1
        assert Notice.objects.count() == 2

    def test_what_was_withdrawn_is_not_given_again(self, world: World) -> None:
        inquiry = receive_one(world.facility).inquiry
        withdraw(consents=inquiry.consents.all(), by=Consent.By.PERSON)
        assert give(inquiry=inquiry, agreed=[agreed(world.facility)], page=PAGE) == []
        assert not Consent.objects.standing().exists()


class TestNotGiven:
    def test_without_permission(self, world: World) -> None:
        assert refusal(receive_one(permission=False).inquiry, world.facility) == "permission"

    def test_after_the_words_were_deleted(self, world: World) -> None:
        inquiry = receive_one().inquiry
        purge(inquiry=inquiry, because=Inquiry.Purged.ASKED)
        assert refusal(inquiry, world.facility) == "permission"

    def test_to_a_fourth_place(self, world: World) -> None:
        fourth = make_facility()
        assert refusal(receive_one().inquiry, *world.facilities, fourth) == "three"
        assert refusal(receive_one(*world.facilities).inquiry, fourth) == "three"

    def test_to_a_place_nobody_could_tell(self, world: World) -> None:
        assert refusal(receive_one().inquiry, make_facility(email="")) == "not-offered"

    def test_to_a_place_that_is_not_there(self, world: World) -> None:
        box = agreed(world.facility).__class__(0, "", [])
        with refused("not-offered"):
            give(inquiry=receive_one().inquiry, agreed=[box], page=PAGE)

    def test_one_that_cannot_be_given_holds_back_the_others(self, world: World) -> None:
        assert refusal(receive_one().inquiry, world.facility, make_facility(takes_inquiries=False)) == "not-offered"

    @pytest.mark.parametrize("changed", ["name1", "postal_city"])
    def test_when_something_that_was_shown_has_changed(self, world: World, changed: str) -> None:
        box, inquiry = agreed(world.facility), receive_one().inquiry
        Facility.objects.filter(pk=world.facility.pk).update(**{changed: "Another"})
        with pytest.raises(Refused) as raised:
            give(inquiry=inquiry, agreed=[box], page=PAGE)
        assert raised.value.code == "changed"

    def test_when_the_words_have_changed(self, world: World) -> None:
        box, inquiry = agreed(world.facility), receive_one().inquiry
        ConsentText.objects.create(version=3, heading="Other", words="Other words about {fields}.")
        with pytest.raises(Refused) as raised:
            give(inquiry=inquiry, agreed=[box], page=PAGE)
        assert raised.value.code == "changed"

    def test_when_other_fields_were_announced(self, world: World) -> None:
        box = agreed(world.facility, ["name"])
        widened = type(box)(box.facility, box.digest, ["name", "message"])
        with refused("changed"):
            give(inquiry=receive_one().inquiry, agreed=[widened], page=PAGE)


class TestOffered:
    def test_listed_with_a_recipient_and_taking_inquiries(self, world: World) -> None:
        for values in ({"for_opioids": False}, {"takes_inquiries": False}, {"email": ""}):
            make_facility(city=world.city, **values)
        began_to_pay = make_facility(city=world.city)
        Facility.objects.filter(pk=began_to_pay.pk).update(relationship="affiliate", takes_inquiries=False)
        elsewhere = make_facility()
        assert list(offered(world.city)) == world.facilities
        assert elsewhere in offered()
        Recipient.objects.filter(facility=elsewhere).delete()
        assert elsewhere not in offered()


class TestWithdrawn:
    def test_once_is_enough(self, world: World) -> None:
        consent = consented(world.facility)
        sent(consent.notice)
        assert withdraw(consents=[consent], by=Consent.By.PERSON) == [consent]
        first = Consent.objects.get().withdrawn_at
        assert withdraw(consents=[consent], by=Consent.By.STAFF) == []
        assert Consent.objects.get().withdrawn_at == first
        assert Letter.objects.filter(kind=Letter.Kind.WITHDRAWAL).count() == 1
        assert verify().records == 2

    def test_a_consent_of_which_no_notice_was_made(self, world: World) -> None:
        from tests.contact.scene import new_consent

        consent = new_consent(receive_one().inquiry, world.facility)
        consent.save()
        assert withdraw(consents=[consent], by=Consent.By.PERSON) == [consent]


def test_the_year_is_the_longest(world: World, settings: Settings) -> None:
    settings.CONSENT_DAYS = 365
    assert consented(world.facility).expires_at


def test_the_page_names_each_field_that_is_sent(world: World) -> None:
    shown = consent_words.shown(consent_words.current_text(), ["name", "message"], world.facility)
    assert str(consent_words.FIELDS["name"]) in shown
    assert str(consent_words.FIELDS["phone"]) not in shown
