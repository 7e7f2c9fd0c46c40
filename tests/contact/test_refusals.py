"""What changed since a person agreed, and what is refused then at each step of the way to a facility."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from contact.models import Consent, Disclosure, Inquiry, Letter, Notice
from contact.services import delivering
from contact.services.consenting import forward_inquiry, give, withdraw
from contact.services.disclosing import answer, disclose, find
from contact.services.purging import purge
from facilities.models import Facility
from tests.codes import refused
from tests.contact.making import WORDS, World, agreed, consented, receive_one, sent, token_of
from tests.contact.refusing import is_dark, is_refused
from tests.contact.scene import lapse
from tests.guards.making import unguarded

pytestmark = pytest.mark.django_db
Changes = dict[str, object]

DELISTED: Changes = {"delisted_on": date(2026, 1, 1), "delisted_because": "Closed."}
NO_INQUIRIES: Changes = {"takes_inquiries": False}
NOT_FOR_OPIOIDS: Changes = {"for_opioids": False}
PAYS_NOW: Changes = {"relationship": Facility.Relationship.FLAT_FEE, "takes_inquiries": False}


def change(facility: Facility, changes: Changes) -> None:
    Facility.objects.filter(pk=facility.pk).update(**changes)


def unsent(world: World) -> Consent:
    """Given and recorded; its notice was lost."""
    consent = consented(world.facility)
    with unguarded():
        Notice.objects.filter(consent=consent)._raw_delete("default")
    return consent


class TestAsItShouldBe:
    def test_the_facility_reads_what_was_agreed_to(self, world: World) -> None:
        consent = consented(world.facility)
        token = sent(consent.notice)
        assert find(token) == consent.notice
        assert disclose(token=token).words == WORDS
        assert Disclosure.objects.get().consent == consent
        assert answer(token=token, answer="will-call").answer == "will-call"

    def test_a_telling_is_claimed(self, world: World) -> None:
        consent = consented(world.facility)
        assert delivering.claim(Notice) == consent.notice

    def test_asked_twice_there_is_one_notice(self, world: World) -> None:
        consent = unsent(world)
        first = forward_inquiry(consent)
        assert forward_inquiry(consent) == first == Notice.objects.get()


class TestWithdrawn:
    def test_what_waits_is_stopped(self, world: World) -> None:
        consent = consented(world.facility)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        assert Notice.objects.get().state == Notice.State.CANCELLED
        assert delivering.claim(Notice) is None
        assert not Letter.objects.filter(kind=Letter.Kind.WITHDRAWAL).exists()

    def test_while_a_telling_is_in_flight(self, world: World) -> None:
        """The mail arrives, its link is dark, and the facility is told so."""
        consent = consented(world.facility)
        flying = delivering.claim(Notice)
        assert flying is not None
        assert delivering.may_go(flying)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        assert not delivering.may_go(flying)
        delivering.finish(flying)
        notice = Notice.objects.get()
        assert (notice.state, bool(notice.sent_at)) == (Notice.State.CANCELLED, True)
        assert is_dark(token_of(notice))
        assert Letter.objects.get(kind=Letter.Kind.WITHDRAWAL).consent == consent

    def test_a_link_that_was_sent_goes_dark(self, world: World) -> None:
        consent = consented(world.facility)
        token = sent(consent.notice)
        disclose(token=token)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        assert is_dark(token)
        assert Disclosure.objects.count() == 1

    def test_no_new_link_is_sent(self, world: World) -> None:
        consent = consented(world.facility)
        sent(consent.notice)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        with refused("no-consent"):
            delivering.renew_link(notice=consent.notice, who="ida")
        with refused("no-consent"):
            delivering.retry(outgoing=consent.notice, who="ida")

    def test_no_notice_is_made(self, world: World) -> None:
        consent = unsent(world)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        assert is_refused(consent)

    def test_one_of_two_leaves_the_other(self, world: World) -> None:
        received = receive_one(*world.facilities[:2])
        first, second = received.inquiry.consents.all()
        withdraw(consents=[first], by=Consent.By.PERSON)
        assert is_dark(token_of(first.notice))
        assert disclose(token=sent(second.notice)).notice == second.notice


class TestExpired:
    @pytest.fixture
    def consent(self, world: World) -> Consent:
        """Given 91 days ago."""
        return lapse(consented(world.facility))

    def test_nothing_goes_out(self, consent: Consent) -> None:
        assert delivering.claim(Notice) is None

    def test_the_link_is_dark_even_if_it_has_time_left(self, consent: Consent) -> None:
        with unguarded():
            token = sent(consent.notice, link_expires_at=timezone.now() + timedelta(days=1))
        assert is_dark(token)

    def test_no_new_link_and_no_notice(self, consent: Consent) -> None:
        with refused("no-consent"):
            delivering.renew_link(notice=consent.notice, who="ida")
        assert is_refused(consent)


@pytest.mark.parametrize(
    "changes",
    [
        pytest.param(DELISTED, id="facility_delisted"),
        pytest.param(NO_INQUIRIES, id="facility_takes_no_inquiries_any_more"),
        pytest.param(NOT_FOR_OPIOIDS, id="facility_not_for_opioids_any_more"),
        pytest.param(PAYS_NOW, id="relationship_changed_since_shown"),
    ],
)
class TestFacilityChanged:
    def test_no_consent_is_taken(self, world: World, changes: Changes) -> None:
        box, received = agreed(world.facility), receive_one()
        change(world.facility, changes)
        with refused("not-offered"):
            give(inquiry=received.inquiry, agreed=[box], page="/contact/")
        assert not Consent.objects.exists()
        assert not Notice.objects.exists()

    def test_no_notice_is_made(self, world: World, changes: Changes) -> None:
        consent = unsent(world)
        change(world.facility, changes)
        assert is_refused(consent)

    def test_what_waits_does_not_go(self, world: World, changes: Changes) -> None:
        consented(world.facility)
        change(world.facility, changes)
        assert delivering.claim(Notice) is None

    def test_what_is_in_flight_is_dark(self, world: World, changes: Changes) -> None:
        consented(world.facility)
        flying = delivering.claim(Notice)
        assert flying is not None
        change(world.facility, changes)
        assert not delivering.may_go(flying)
        delivering.finish(flying)
        assert is_dark(token_of(Notice.objects.get()))

    def test_the_link_is_dark(self, world: World, changes: Changes) -> None:
        token = sent(consented(world.facility).notice)
        change(world.facility, changes)
        assert is_dark(token)

    def test_no_new_link_is_sent(self, world: World, changes: Changes) -> None:
        notice = consented(world.facility).notice
        sent(notice)
        change(world.facility, changes)
        with refused("no-consent"):
            delivering.renew_link(notice=notice, who="ida")


class TestPurged:
    @pytest.mark.parametrize("because", [Inquiry.Purged.AGE, Inquiry.Purged.ASKED])
    def test_the_link_is_dark_and_nothing_waits(self, world: World, because: str) -> None:
        received = receive_one(*world.facilities[:2])
        first, second = received.inquiry.consents.all()
        token = sent(first.notice)
        purge(inquiry=received.inquiry, because=because)
        assert is_dark(token)
        assert delivering.claim(Notice) is None
        assert is_refused(second)
