"""Two at once. The first holds its transaction open until the second has ended, or shows that it waits."""

from collections.abc import Callable
from threading import Event, Thread

import pytest
from django.db import IntegrityError, connections, transaction

from contact import consent_words
from contact.models import Consent, ConsentText, Disclosure, Inquiry, Letter, Note, Notice
from contact.services import delivering
from contact.services.consenting import give, withdraw
from contact.services.disclosing import Dark, disclose
from contact.services.purging import purge
from contact.services.records import record, verify
from facilities.models import Facility
from review.refusals import Refused
from tests.articles.racing import at_once
from tests.contact.making import World, agreed, consented, make_facility, receive_one, sent
from tests.contact.scene import new_consent, new_notice

pytestmark = pytest.mark.django_db(transaction=True)
Call = Callable[[], object]
WAITS = 0.4  # seconds without an end, after which the second is taken to wait for the first


def overlapping(first: Call, second: Call) -> tuple[object, bool]:
    """What the second one answered or raised, and whether it waited for the first one's COMMIT."""
    begun, ended, outcome = Event(), Event(), list[object]()

    def run() -> None:
        begun.wait(10)
        try:
            outcome.append(second())
        except Exception as error:
            outcome.append(error)
        finally:
            ended.set()
            connections.close_all()

    thread = Thread(target=run)
    thread.start()
    try:
        with transaction.atomic():
            first()
            begun.set()
            waited = not ended.wait(WAITS)
    finally:
        begun.set()
        thread.join(30)
    assert not thread.is_alive(), "they wait for each other"
    return outcome[0], waited


def taken_back(consent: Consent) -> list[Consent]:
    return withdraw(consents=[consent], by=Consent.By.PERSON)


class TestWithdrawAgainstDisclose:
    @pytest.fixture
    def told(self, world: World) -> tuple[Consent, str]:
        consent = consented(world.facility)
        return consent, sent(consent.notice)

    def test_while_it_is_withdrawn_nothing_is_shown(self, told: tuple[Consent, str]) -> None:
        consent, token = told
        # It may wait for the other's COMMIT, or see at once what was written down outside of the database.
        outcome, _waited = overlapping(lambda: taken_back(consent), lambda: disclose(token=token))
        assert isinstance(outcome, Dark)
        assert not Disclosure.objects.exists()

    def test_while_it_is_shown_the_withdrawal_waits(self, told: tuple[Consent, str]) -> None:
        consent, token = told
        outcome, waited = overlapping(lambda: disclose(token=token), lambda: taken_back(consent))
        assert outcome == [consent]
        assert waited
        withdrawn = Consent.objects.get().withdrawn_at
        assert withdrawn is not None
        assert Disclosure.objects.get().at < withdrawn

    def test_past_the_services_the_database_waits_too(self, told: tuple[Consent, str]) -> None:
        consent, _token = told
        outcome, waited = overlapping(lambda: taken_back(consent), Disclosure(consent=consent).save)
        assert isinstance(outcome, IntegrityError)
        assert waited
        assert not Disclosure.objects.exists()

    def test_a_facility_that_stops_meanwhile_reads_nothing(self, world: World, told: tuple[Consent, str]) -> None:
        row = Facility.objects.filter(pk=world.facility.pk)
        outcome, waited = overlapping(lambda: row.update(takes_inquiries=False), lambda: disclose(token=told[1]))
        assert isinstance(outcome, Dark)
        assert waited

    def test_many_times_over(self, world: World) -> None:
        for _ in range(5):
            consent = consented(world.facility)
            token = sent(consent.notice)
            outcomes = at_once(lambda c=consent: taken_back(c), lambda t=token: disclose(token=t))  # type: ignore[misc]
            assert outcomes[0] == [consent]
            shown = Disclosure.objects.filter(consent=consent).first()
            assert isinstance(outcomes[1], Dark) == (shown is None)
            consent.refresh_from_db()
            assert consent.withdrawn_at
            assert shown is None or shown.at < consent.withdrawn_at
        assert verify().problems == []


class TestWithdrawAgainstClaim:
    def test_while_it_is_withdrawn_nothing_is_claimed(self, world: World) -> None:
        consent = consented(world.facility)
        outcome, _waited = overlapping(lambda: taken_back(consent), lambda: delivering.claim(Notice))
        assert outcome is None
        assert Notice.objects.get().state == Notice.State.CANCELLED

    def test_what_was_claimed_first_is_taken_back(self, world: World) -> None:
        consent = consented(world.facility)
        outcome, waited = overlapping(lambda: delivering.claim(Notice), lambda: taken_back(consent))
        assert outcome == [consent]
        assert waited
        notice = Notice.objects.get()
        assert notice.state == Notice.State.CANCELLED
        assert not delivering.may_go(notice)
        # The mail may be on its way.
        assert Letter.objects.filter(kind=Letter.Kind.WITHDRAWAL, consent=consent).exists()

    def test_past_the_services_a_lease_is_refused(self, world: World) -> None:
        consent = consented(world.facility)
        lease = Notice.objects.filter(consent=consent)
        outcome, waited = overlapping(lambda: taken_back(consent), lambda: lease.update(state="leased"))
        assert isinstance(outcome, IntegrityError)
        assert waited
        assert Notice.objects.get().state == Notice.State.CANCELLED

    def test_a_notice_made_past_the_services_is_taken_back(self, world: World) -> None:
        """Or not made at all. Under READ COMMITTED a withdrawal does not see it by itself."""
        consent = new_consent(receive_one().inquiry, world.facility)
        consent.save()
        record(consent=consent, kind="given")
        outcome, waited = overlapping(new_notice(consent).save, lambda: taken_back(consent))
        assert outcome == [consent]
        assert waited
        assert Notice.objects.get().state == Notice.State.CANCELLED

    def test_many_times_over(self, world: World) -> None:
        for _ in range(5):
            consent = consented(world.facility)
            at_once(lambda c=consent: taken_back(c), lambda: delivering.claim(Notice))  # type: ignore[misc]
            assert Notice.objects.get(consent=consent).state == Notice.State.CANCELLED


class TestGiveTwice:
    def test_the_same_place_gets_one_consent_and_one_notice(self, world: World) -> None:
        inquiry, box = receive_one().inquiry, agreed(world.facility)
        outcomes = at_once(*[lambda: give(inquiry=inquiry, agreed=[box], page="/contact/")] * 3)
        assert sorted(len(one) for one in outcomes) == [0, 0, 1]  # type: ignore[arg-type]
        assert Consent.objects.count() == Notice.objects.count() == 1
        assert verify().problems == []

    def test_four_places_from_two_tabs_are_three_at_most(self, world: World) -> None:
        inquiry = receive_one().inquiry
        boxes = [agreed(facility) for facility in [*world.facilities, make_facility()]]
        outcome, waited = overlapping(
            lambda: give(inquiry=inquiry, agreed=boxes[:2], page="/contact/"),
            lambda: give(inquiry=inquiry, agreed=boxes[2:], page="/contact/"),
        )
        assert isinstance(outcome, Refused)
        assert waited
        assert Consent.objects.count() == 2

    def test_past_the_services_the_database_counts_one_after_the_other(self, world: World) -> None:
        inquiry = receive_one(*world.facilities[:2]).inquiry
        third = new_consent(inquiry, world.facilities[2])
        fourth = new_consent(inquiry, make_facility())
        outcome, waited = overlapping(third.save, fourth.save)
        assert isinstance(outcome, IntegrityError)
        assert waited
        assert Consent.objects.count() == 3

    def test_two_people_choose_the_same_places_in_another_order(self, world: World) -> None:
        boxes = [agreed(facility) for facility in world.facilities]
        for _ in range(3):
            one, two = receive_one().inquiry, receive_one().inquiry
            outcomes = at_once(
                lambda i=one: give(inquiry=i, agreed=boxes, page="/contact/"),  # type: ignore[misc]
                lambda i=two: give(inquiry=i, agreed=boxes[::-1], page="/contact/"),  # type: ignore[misc]
            )
            assert [len(outcome) for outcome in outcomes] == [3, 3]  # type: ignore[arg-type]
        assert verify().problems == []

    def test_the_chain_of_records_does_not_fork(self, world: World) -> None:
        one, two = (agreed(facility) for facility in world.facilities[:2])
        first, second = receive_one().inquiry, receive_one().inquiry
        outcome, waited = overlapping(
            lambda: give(inquiry=first, agreed=[one], page="/contact/"),
            lambda: give(inquiry=second, agreed=[two], page="/contact/"),
        )
        assert outcome == [Consent.objects.get(inquiry=second)]
        assert waited
        assert verify().problems == []

    def test_while_it_is_given_nobody_edits_the_words(self, world: World) -> None:
        consent = new_consent(receive_one().inquiry, world.facility)
        text = ConsentText.objects.filter(pk=consent_words.current_text().pk)
        outcome, waited = overlapping(consent.save, lambda: text.update(words="Other"))
        assert isinstance(outcome, IntegrityError)
        assert waited


class TestPurgeAgainstTheOthers:
    def test_while_it_is_deleted_nothing_is_shown(self, world: World) -> None:
        consent = consented(world.facility)
        token = sent(consent.notice)
        outcome, waited = overlapping(
            lambda: purge(inquiry=consent.inquiry, because=Inquiry.Purged.AGE), lambda: disclose(token=token)
        )
        assert isinstance(outcome, Dark)
        assert waited

    def test_while_it_is_deleted_nothing_is_given(self, world: World) -> None:
        inquiry, box = receive_one().inquiry, agreed(world.facility)
        outcome, waited = overlapping(
            lambda: purge(inquiry=inquiry, because=Inquiry.Purged.AGE),
            lambda: give(inquiry=inquiry, agreed=[box], page="/contact/"),
        )
        assert isinstance(outcome, Refused)
        assert waited

    def test_while_it_is_deleted_nobody_writes_a_note(self, world: World) -> None:
        inquiry = receive_one().inquiry
        outcome, waited = overlapping(
            lambda: purge(inquiry=inquiry, because=Inquiry.Purged.AGE),
            Note(inquiry=inquiry, who="ida", sealed=b"x").save,
        )
        assert isinstance(outcome, IntegrityError)
        assert waited
        assert not Note.objects.exists()

    def test_a_withdrawal_and_a_deletion_never_wait_for_each_other(self, world: World) -> None:
        for _ in range(5):
            consent = consented(world.facility)
            token = sent(consent.notice)
            outcomes = at_once(
                lambda c=consent: taken_back(c),  # type: ignore[misc]
                lambda c=consent: purge(inquiry=c.inquiry, because=Inquiry.Purged.ASKED),  # type: ignore[misc]
                lambda t=token: disclose(token=t),  # type: ignore[misc]
                lambda c=consent: delivering.renew_link(notice=c.notice, who="ida"),  # type: ignore[misc]
            )
            assert not any(isinstance(one, Exception) for one in outcomes[:2]), outcomes
            assert all(isinstance(one, Dark | Refused) for one in outcomes[2:] if isinstance(one, Exception)), outcomes
            assert Consent.objects.get(pk=consent.pk).withdrawn_at
            assert Notice.objects.get(consent=consent).state in ("sent", "cancelled")
            assert Letter.objects.filter(kind=Letter.Kind.WITHDRAWAL, consent=consent).count() == 1
        assert verify().problems == []
