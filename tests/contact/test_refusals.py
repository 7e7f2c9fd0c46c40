"""What changed since a person agreed, and what is refused then at each step of the way to a facility."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest
import time_machine
from django.core.management import call_command
from django.db import IntegrityError
from django.utils import timezone

from contact.errors import Refused
from contact.models import Consent, Disclosure, Inquiry, Letter, Notice
from contact.services import delivering
from contact.services.consenting import give, withdraw
from contact.services.disclosing import Dark, answer, disclose, find
from contact.services.forwarding import forward_inquiry
from contact.services.purging import purge
from programs.models import Facility
from tests.contact.making import WORDS, World, agreed, consented, receive_one, sent, token_of
from tests.contact.scene import new_consent, new_notice, replay, unguarded

pytestmark = pytest.mark.django_db
Changes = dict[str, object]

DELISTED: Changes = {"delisted_on": date(2026, 1, 1), "delisted_because": "Closed."}
NO_INQUIRIES: Changes = {"takes_inquiries": False}
NOT_FOR_OPIOIDS: Changes = {"for_opioids": False}
PAYS_NOW: Changes = {"relationship": Facility.Relationship.FLAT_FEE}


def change(facility: Facility, changes: Changes) -> None:
    Facility.objects.filter(pk=facility.pk).update(**changes)


def is_dark(token: str) -> bool:
    """Every way to use a facility's link, and nothing is written down."""
    before = Disclosure.objects.count()
    ways: list[Callable[[], object]] = [
        lambda: find(token),
        lambda: disclose(token=token),
        lambda: answer(token=token, answer=Notice.Answer.WILL_CALL),
    ]
    for way in ways:
        with pytest.raises(Dark):
            way()
    return Disclosure.objects.count() == before and not Notice.objects.exclude(answer="").exists()


def is_refused(consent: Consent) -> bool:
    with pytest.raises(Refused, match="does not allow"):
        forward_inquiry(consent)
    return True


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
        with pytest.raises(Refused):
            delivering.renew_link(notice=consent.notice, who="ida")
        with pytest.raises(Refused):
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
        """Given 91 days ago. The database's clock cannot be turned back, so its guards look away."""
        with unguarded(), time_machine.travel(timezone.now() - timedelta(days=91), tick=False):
            return consented(world.facility)

    def test_nothing_goes_out(self, consent: Consent) -> None:
        assert delivering.claim(Notice) is None

    def test_the_link_is_dark_even_if_it_has_time_left(self, consent: Consent) -> None:
        with unguarded():
            token = sent(consent.notice, link_expires_at=timezone.now() + timedelta(days=1))
        assert is_dark(token)

    def test_no_new_link_and_no_notice(self, consent: Consent) -> None:
        with pytest.raises(Refused):
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
        with pytest.raises(Refused):
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
        with pytest.raises(Refused):
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


class TestLinks:
    def test_it_ends(self, world: World) -> None:
        token = sent(consented(world.facility).notice, link_expires_at=timezone.now() - timedelta(seconds=1))
        assert is_dark(token)

    def test_it_cannot_be_made_to_last(self, world: World) -> None:
        """Longer than any link that this site makes."""
        token = sent(consented(world.facility).notice, link_expires_at=timezone.now() + timedelta(days=60))
        assert is_dark(token)

    def test_never_sent_it_opens_nothing(self, world: World) -> None:
        assert is_dark(token_of(consented(world.facility).notice))

    def test_a_new_one_makes_the_old_one_dark(self, world: World) -> None:
        notice = consented(world.facility).notice
        old = sent(notice)
        delivering.renew_link(notice=notice, who="ida")
        assert is_dark(old)
        notice.refresh_from_db()
        assert is_dark(token_of(notice))
        assert disclose(token=sent(notice)).words == WORDS
        assert is_dark(old)

    @pytest.mark.parametrize("bend", [str.swapcase, str.lower, lambda token: token[:-1], lambda token: token + "A"])
    def test_one_letter_off_opens_nothing(self, world: World, bend: Callable[[str], str]) -> None:
        token = sent(consented(world.facility).notice)
        assert bend(token) != token
        assert is_dark(bend(token))

    def test_the_persons_own_link_is_no_facilitys(self, world: World) -> None:
        consent = consented(world.facility)
        sent(consent.notice)
        assert is_dark(token_of(consent.inquiry))

    def test_pointed_at_another_consent_it_opens_nothing(self, world: World) -> None:
        """Facility A's link is written into the row of facility B, seed and digest: it was not made for that row."""
        mine, other = consented(world.facilities[0]), consented(world.facilities[1])
        token = sent(mine.notice)
        sent(other.notice)
        stolen = {"link_seed": mine.notice.link_seed, "link_digest": mine.notice.link_digest}
        with unguarded():
            Notice.objects.filter(pk=mine.notice.pk).update(link_digest="0" * 64)
            Notice.objects.filter(pk=other.notice.pk).update(**stolen)
        assert is_dark(token)


class TestForgedRows:
    def test_a_consent_that_its_record_does_not_know_is_not_forwarded(self, world: World) -> None:
        """Written past the services by somebody who knows that there must be a record."""
        copy = new_consent(receive_one().inquiry, world.facility)
        copy.save()
        with unguarded():
            known = consented(world.facility).records.get()
            replay(known, consent=copy, number=99, digest="9" * 64).save(force_insert=True)
        assert is_refused(copy)

    def test_nor_are_its_words_shown(self, world: World) -> None:
        copy = new_consent(receive_one().inquiry, world.facility)
        copy.save()
        with unguarded():
            known = consented(world.facility).records.get()
            replay(known, consent=copy, number=99, digest="9" * 64).save(force_insert=True)
        notice = new_notice(copy)
        notice.save()
        token = sent(notice)
        with pytest.raises(Dark):
            disclose(token=token)

    def test_a_widened_consent_shows_nothing(self, world: World) -> None:
        words = {"name": "Pat", "email": "pat@example.org", "message": "hello"}
        received = receive_one(words=words)
        give(inquiry=received.inquiry, agreed=[agreed(world.facility, ["name"])], page="/contact/")
        consent = received.inquiry.consents.get()
        token = sent(consent.notice)
        assert disclose(token=token).words == {"name": "Pat"}
        with unguarded():
            Consent.objects.update(fields=["name", "message"])
        with pytest.raises(Dark):
            disclose(token=token)

    def test_a_fixture_cannot_bring_a_notice_along(self, world: World, tmp_path: Path) -> None:
        """`loaddata` writes rows as they are, past every service."""
        consent = consented(world.facility)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        row = {"model": "contact.notice", "pk": consent.notice.pk}
        fields = {"consent": consent.pk, "key": consent.notice.key, "state": "waiting"}
        path = tmp_path / "notices.json"
        path.write_text(json.dumps([row | {"fields": fields}]))
        with pytest.raises(IntegrityError):
            call_command("loaddata", path, verbosity=0)
        assert Notice.objects.get().state == Notice.State.CANCELLED
