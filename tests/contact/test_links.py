"""What does not open with a facility's link, and rows that were forged past the services."""

import json
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import timezone
from pytest_django import Settings

from contact.models import Consent, Notice
from contact.services import delivering
from contact.services.consenting import give, withdraw
from contact.services.disclosing import Dark, disclose
from tests.codes import guarded
from tests.contact.making import WORDS, World, agreed, consented, receive_one, sent, token_of
from tests.contact.refusing import is_dark, is_refused
from tests.contact.scene import new_consent, new_notice, replay
from tests.guards.making import unguarded

pytestmark = pytest.mark.django_db


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

    def test_a_changed_key_ends_it_unless_the_old_one_is_kept(self, world: World, settings: Settings) -> None:
        token, old = sent(consented(world.facility).notice), settings.SECRET_KEY
        settings.SECRET_KEY = "another-" * 8
        assert is_dark(token)
        settings.SECRET_KEY_FALLBACKS = [old]
        assert disclose(token=token).words == WORDS
        assert token_of(Notice.objects.get()) == token, "a mail that goes out again holds the same"

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
        """Written past the services by someone who knows that there must be a record."""
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
        with guarded("notice_keeps_its_(link|consent)"):
            call_command("loaddata", path, verbosity=0)
        assert Notice.objects.get().state == Notice.State.CANCELLED
