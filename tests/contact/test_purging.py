"""Words go when their time is over; the basic record stays."""

from datetime import timedelta
from io import StringIO
from itertools import product

import pytest
import time_machine
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from contact.models import AccessLine, Consent, Disclosure, Inquiry, Letter, Note, Notice
from contact.services.disclosing import disclose
from contact.services.purging import due, purge
from contact.services.records import verify
from tests.contact.making import WORDS, World, consented, receive_one, sent
from tests.guards.making import unguarded
from visitors.models import SubmissionCount

pytestmark = pytest.mark.django_db


def command(*options: str) -> str:
    out = StringIO()
    call_command("purge_inquiries", *options, stdout=out)
    return out.getvalue()


def aged(inquiry: Inquiry, days: float) -> Inquiry:
    """As if it had come so long ago."""
    with unguarded():
        Inquiry.objects.filter(pk=inquiry.pk).update(received_at=timezone.now() - timedelta(days=days))
    return inquiry


@pytest.fixture
def four(world: World) -> dict[str, Inquiry]:
    return {
        "young": aged(receive_one().inquiry, 29.9),
        "unasked": aged(receive_one().inquiry, 30.1),
        "agreed": aged(receive_one(world.facility).inquiry, 89.9),
        "old": aged(receive_one(world.facility).inquiry, 90.1),
    }


class TestDue:
    def test_sooner_without_consent(self, four: dict[str, Inquiry]) -> None:
        assert set(due()) == {four["unasked"], four["old"]}

    def test_by_the_settings(self, four: dict[str, Inquiry], settings: Settings) -> None:
        settings.INQUIRY_DAYS, settings.INQUIRY_DAYS_WITHOUT_CONSENT = 80, 60
        assert set(due()) == {four["agreed"], four["old"]}

    def test_never_longer_than_those_with_consent(self, four: dict[str, Inquiry], settings: Settings) -> None:
        settings.INQUIRY_DAYS, settings.INQUIRY_DAYS_WITHOUT_CONSENT = 25, 400
        assert set(due()) == set(four.values())


class TestCommand:
    def test_a_dry_run_counts_and_deletes_nothing(self, four: dict[str, Inquiry]) -> None:
        assert command("--dry-run") == "2 inquiries were kept long enough. Nothing was deleted.\n"
        assert Inquiry.objects.kept().count() == 4
        assert not AccessLine.objects.exists()

    def test_it_says_counts_only(self, four: dict[str, Inquiry]) -> None:
        said = command()
        assert said == "The words of 2 inquiries were deleted. 2 are kept.\n"
        assert command() == "The words of 0 inquiries were deleted. 2 are kept.\n"

    def test_each_deletion_is_written_down(self, four: dict[str, Inquiry]) -> None:
        command()
        lines = AccessLine.objects.all()
        assert {(line.inquiry, line.who, line.what) for line in lines} == {
            (four["unasked"], "", "purged"),
            (four["old"], "", "purged"),
        }

    def test_a_setting_that_would_delete_everything_is_refused(self, four: dict[str, Inquiry]) -> None:
        for name, days in product(("INQUIRY_DAYS", "INQUIRY_DAYS_WITHOUT_CONSENT"), (0, -1)):
            for options in ([], ["--dry-run"]):
                with (
                    override_settings(**{name: days}),
                    pytest.raises(CommandError, match=f"{name} is {days}: that would delete everything."),
                ):
                    command(*options)
        assert Inquiry.objects.kept().count() == 4

    def test_counts_by_address_go_within_hours(self, world: World) -> None:
        with time_machine.travel(timezone.now() - timedelta(hours=4)):
            receive_one()
        receive_one()
        assert SubmissionCount.objects.count() == 2
        command()
        assert SubmissionCount.objects.count() == 1


class TestPurged:
    @pytest.fixture
    def told(self, world: World) -> Consent:
        consent = consented(world.facility)
        disclose(token=sent(consent.notice))
        Note.objects.create(inquiry=consent.inquiry, who="ida", sealed=b"x")
        return consent

    def test_words_and_notes_are_gone(self, told: Consent, world: World) -> None:
        purge(inquiry=told.inquiry, because=Inquiry.Purged.AGE)
        row = Inquiry.objects.get()
        assert (bytes(row.sealed), row.holds, row.submission, row.city) == (b"", [], None, None)
        assert not Note.objects.exists()

    def test_the_proof_stays_whole(self, told: Consent) -> None:
        purge(inquiry=told.inquiry, because=Inquiry.Purged.AGE)
        assert Disclosure.objects.get().consent == told
        assert told.facility_name in Consent.objects.get().shown
        assert verify().problems == []
        assert not any(word in Consent.objects.get().shown for word in WORDS.values() if len(word) > 2)

    def test_what_waits_is_stopped(self, world: World) -> None:
        inquiry = receive_one(world.facility).inquiry
        purge(inquiry=inquiry, because=Inquiry.Purged.AGE)
        assert Notice.objects.get().state == Notice.State.CANCELLED
        assert Letter.objects.get(inquiry=inquiry).state == Letter.State.CANCELLED

    def test_asked_by_the_person_every_consent_is_withdrawn_and_facilities_are_told(self, told: Consent) -> None:
        purge(inquiry=told.inquiry, because=Inquiry.Purged.ASKED)
        assert Consent.objects.get().withdrawn_by == Consent.By.PERSON
        assert Letter.objects.get(kind=Letter.Kind.WITHDRAWAL).state == Letter.State.WAITING

    def test_twice_is_once(self, told: Consent) -> None:
        for _ in range(2):
            purge(inquiry=told.inquiry, because=Inquiry.Purged.ASKED)
        assert AccessLine.objects.count() == 1
