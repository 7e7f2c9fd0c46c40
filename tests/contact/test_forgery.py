"""Whoever can write rows, and has no key, gets nothing sent and nothing opened. On both databases.

The rows are such as every guard lets through: a consent as `give` would store it, a record that continues the chain.
"""

from datetime import timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import Settings

from contact.crypto import links, proofs
from contact.delivery.composing import compose
from contact.delivery.problems import Failed
from contact.models import Consent, ConsentRecord, Disclosure, Notice, Recipient
from contact.services import consenting, delivering, recipients
from contact.services.records import content_of, verify
from tests.codes import guarded, refused
from tests.contact.making import World, consented, make_facility, receive_one, sent, token_of
from tests.contact.refusing import is_dark, is_refused
from tests.contact.scene import new_consent, new_notice
from tests.guards.making import unguarded

pytestmark = pytest.mark.django_db
OTHER_KEYS = ["k" * 30 + "one-of-those-that-sign-the-proof", "another-key-" * 6]


def plain_digest(number: int, previous: str, content: str) -> str:
    """As someone would make it who has read the code and has no key."""
    return sha256(f"{number}\n{previous}\n{content}".encode()).hexdigest()


def nonsense(number: int, previous: str, content: str) -> str:
    return "0" * 64


def forge(world: World, digest: Any) -> Notice:
    """For a facility that no one ticked."""
    told = consented(world.facility)
    consent = new_consent(told.inquiry, world.facilities[1])
    consent.save()
    last = ConsentRecord.objects.latest("number")
    number, previous, content = last.number + 1, last.digest, content_of(consent, "given")
    ConsentRecord.objects.create(
        number=number,
        consent=consent,
        kind="given",
        content=content,
        previous=previous,
        digest=digest(number, previous, content),
    )
    notice = new_notice(consent)
    notice.save()
    return notice


def claimed() -> list[Notice]:
    found = []
    while notice := delivering.claim(Notice):
        found.append(notice)
    return found


@pytest.mark.parametrize("digest", [plain_digest, nonsense])
class TestAConsentThatNobodyGave:
    def test_is_never_leased_and_holds_up_nothing(self, world: World, digest: Any) -> None:
        forged = forge(world, digest)
        assert [notice.consent.facility for notice in claimed()] == [world.facility]
        forged.refresh_from_db()
        assert (forged.state, forged.problem, forged.attempts) == ("person", "not-proved", 0)

    def test_opens_nothing_even_if_its_notice_was_sent(self, world: World, digest: Any) -> None:
        assert is_dark(sent(forge(world, digest)))

    def test_is_not_put_back_and_gets_no_new_link(self, world: World, digest: Any) -> None:
        forged = forge(world, digest)
        claimed()
        forged.refresh_from_db()
        with refused("no-consent"):
            delivering.retry(outgoing=forged, who="ida")
        with refused("no-consent"):
            delivering.renew_link(notice=forged, who="ida")
        assert is_refused(forged.consent)

    def test_is_named_by_whoever_verifies(self, world: World, digest: Any) -> None:
        forge(world, digest)
        assert "Record 2 was changed after it was written, or not written by this site." in verify().problems

    def test_not_after_everything_was_withdrawn_either(self, world: World, digest: Any) -> None:
        forged = forge(world, digest)
        told = Consent.objects.exclude(pk=forged.consent_id)
        consenting.withdraw(consents=told, by=Consent.By.PERSON)
        assert claimed() == []
        assert is_dark(sent_in_spite(forged))


def sent_in_spite(notice: Notice) -> str:
    with unguarded():
        return sent(notice)


def test_a_record_of_another_consent_proves_nothing(world: World) -> None:
    """Copied by someone who may change the database's rules as well."""
    first, other = consented(world.facility), consented(world.facilities[1])
    with unguarded():
        for record in ConsentRecord.objects.filter(consent=other):
            donor = ConsentRecord.objects.get(consent=first)
            record.content, record.digest = donor.content, donor.digest[::-1]
            record.save()
    assert [notice.consent for notice in claimed()] == [first]


class TestWhereAFacilityIsTold:
    def test_stays_while_a_notice_waits(self, world: World) -> None:
        consented(world.facility)
        row = Recipient.objects.filter(facility=world.facility)
        for change in ({"email": "evil@example.net"}, {"webhook": "https://evil.example.net/"}, {"secret": "known"}):
            with guarded("address_stays_(until|while)"):
                row.update(**change)
        with guarded("address_stays_(until|while)"):
            row._raw_delete("default")
        with guarded("address_stays_with_its_facility"):
            row.update(facility=make_facility(email=""))

    def test_when_nothing_waits_a_change_past_the_site_is_found_before_a_lease(self, world: World) -> None:
        Recipient.objects.filter(facility=world.facility).update(email="evil@example.net")
        notice = consented(world.facility).notice
        assert claimed() == []
        notice.refresh_from_db()
        assert (notice.state, notice.problem) == ("person", "recipient-not-proved")

    def test_nor_is_one_written_to_that_changed_after_the_lease(self, world: World) -> None:
        consented(world.facility)
        (notice,) = claimed()
        with unguarded():
            Recipient.objects.filter(facility=world.facility).update(email="evil@example.net")
        assert not delivering.may_go(notice)
        with pytest.raises(Failed, match="recipient-not-proved"):
            compose(notice)

    def test_a_mark_of_another_facility_fits_not(self, world: World) -> None:
        donor = Recipient.objects.get(facility=world.facilities[1])
        own = Recipient.objects.get(facility=world.facility)
        own.email, own.secret, own.proof = donor.email, donor.secret, donor.proof
        assert not own.is_proved

    def test_whoever_changes_it_here_hands_what_waits_to_a_person(self, world: World) -> None:
        notice = consented(world.facility).notice
        recipient = Recipient.objects.get(facility=world.facility)
        recipient.email = "better@example.org"
        recipients.keep(by=None, recipient=recipient)
        notice.refresh_from_db()
        assert (notice.state, notice.problem) == ("person", "recipient-changed")
        delivering.retry(outgoing=notice, who="ida")
        (again,) = claimed()
        assert compose(again).to == ["better@example.org"]  # type: ignore[union-attr]

    def test_saved_without_a_change_nothing_is_held_up(self, world: World) -> None:
        consented(world.facility)
        recipients.keep(by=None, recipient=Recipient.objects.get(facility=world.facility))
        assert len(claimed()) == 1

    def test_while_it_is_being_sent_nobody_changes_it(self, world: World) -> None:
        consented(world.facility)
        claimed()
        recipient = Recipient.objects.get(facility=world.facility)
        recipient.email = "better@example.org"
        steps: tuple[Any, ...] = (recipients.keep, recipients.turn_off)
        for step in steps:
            with refused("in-hand"):
                step(recipient=recipient, by=None)


class TestKeys:
    def test_a_new_key_believes_what_the_old_one_made(self, world: World, settings: Settings) -> None:
        settings.CONSENT_KEYS = OTHER_KEYS[:1]
        notice = consented(world.facility).notice
        settings.CONSENT_KEYS = OTHER_KEYS[::-1]
        assert (verify().problems, verify().older) == ([], 1)
        assert [found.pk for found in claimed()] == []
        settings.CONSENT_KEYS = [*OTHER_KEYS[::-1], settings.SECRET_KEY]  # which marked the address
        delivering.retry(outgoing=Notice.objects.get(pk=notice.pk), who="ida")
        assert len(claimed()) == 1

    def test_without_the_old_key_nothing_old_goes_out(self, world: World, settings: Settings) -> None:
        notice = consented(world.facility).notice
        settings.CONSENT_KEYS = OTHER_KEYS[:1]
        assert claimed() == []
        assert is_dark(sent_in_spite(notice))
        assert verify().problems

    def test_without_keys_of_their_own_the_secret_key_and_its_fallbacks_do(self, settings: Settings) -> None:
        made = proofs.mark("record", "text")
        old, settings.SECRET_KEY = settings.SECRET_KEY, "another-secret-" * 5
        assert not proofs.fits("record", "text", made)
        settings.SECRET_KEY_FALLBACKS = [old]
        assert proofs.fits("record", "text", made)
        assert not proofs.fits("recipient", "text", made), "a mark is for one purpose"


def test_the_link_of_a_forged_notice_is_no_link(world: World) -> None:
    """A digest of a token that the forger chose."""
    consent = consented(world.facility)
    with unguarded():
        Notice.objects.filter(pk=consent.notice.pk).update(
            link_digest=links.digest_of("chosen"), link_expires_at=timezone.now() + timedelta(days=1), state="sent"
        )
    assert is_dark("chosen")
    assert not Disclosure.objects.exists()
    assert token_of(receive_one().inquiry)
