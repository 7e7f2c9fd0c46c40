"""The person's own copy."""

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from contact.crypto import keys, sealing
from contact.models import AccessLine, Consent, Inquiry, Note
from contact.services.consenting import withdraw
from contact.services.disclosing import answer, disclose
from contact.services.exporting import export
from contact.services.purging import purge
from tests.contact.making import WORDS, World, receive_one, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def inquiry(world: World) -> Inquiry:
    """Two places: the first read it and answered, the other was told and then withdrawn."""
    inquiry = receive_one(*world.facilities[:2], city=world.city).inquiry
    first, second = inquiry.consents.all()
    token = sent(first.notice)
    disclose(token=token)
    answer(token=token, answer="will-call")
    sent(second.notice)
    withdraw(consents=[second], by=Consent.By.PERSON)
    note = Note.objects.create(inquiry=inquiry, who="ida", sealed=b"")
    note.sealed = keys.seal({"note": "Called back on Monday."}, note.seal_row)
    note.save()
    return inquiry


def command(reference: str) -> dict[str, Any]:
    out = StringIO()
    call_command("export_inquiry", reference, stdout=out)
    found: dict[str, Any] = json.loads(out.getvalue())
    return found


class TestCopy:
    def test_everything_is_in_it(self, inquiry: Inquiry, world: World) -> None:
        copy = command(inquiry.reference)
        assert copy["words"] == WORDS
        assert copy["city"] == world.city.name
        assert copy["notes_of_the_team"][0]["note"] == "Called back on Monday."
        assert copy["mail_to_you"][0]["state"] == "waiting"
        first, second = copy["consents"]
        consent = inquiry.consents.all()[0]
        assert (first["words_as_shown"], first["facility"]) == (consent.shown, consent.facility_name)
        assert set(first["disclosures"][0]["fields"]) == set(WORDS)
        assert first["notice"]["answer"] == "will-call"
        assert first["records"][0]["digest"] == consent.records.get().digest
        assert (second["withdrawn_by"], second["disclosures"]) == ("person", [])
        assert second["mail_about_withdrawal"]["state"] == "waiting"

    def test_no_link_and_no_name_of_staff_is_in_it(self, inquiry: Inquiry) -> None:
        said = json.dumps(command(inquiry.reference))
        row = Inquiry.objects.get()
        for secret in (row.link_seed, row.link_digest, row.submission, "ida"):
            assert str(secret) not in said

    @pytest.mark.parametrize("bend", [str, str.lower, lambda one: one[4:], lambda one: f"{one[4:8]} {one[8:]}"])
    def test_the_reference_as_people_write_it(self, inquiry: Inquiry, bend: Any) -> None:
        assert command(bend(inquiry.reference))["reference"] == inquiry.reference

    def test_it_is_written_down(self, inquiry: Inquiry) -> None:
        command(inquiry.reference)
        export(inquiry=inquiry, who="ida")
        lines = AccessLine.objects.filter(what=AccessLine.What.EXPORTED)
        assert [line.who for line in lines] == ["manage.py export_inquiry", "ida"]

    def test_of_deleted_words_the_proof_is_left_and_no_key_is_needed(
        self, inquiry: Inquiry, settings: Settings
    ) -> None:
        purge(inquiry=inquiry, because=Inquiry.Purged.ASKED)
        settings.INQUIRY_PRIVATE_KEYS = []
        copy = command(inquiry.reference)
        assert copy["words"] == {}
        assert copy["words_deleted_because"] == "asked"
        assert len(copy["consents"]) == 2


class TestRefused:
    def refused(self, reference: str) -> str:
        with pytest.raises(CommandError) as raised:
            command(reference)
        assert not AccessLine.objects.exists()
        return str(raised.value)

    @pytest.mark.parametrize("reference", ["", "REF-", "REF-AAAABBBBCCCCDDDD", "💥"])
    def test_an_unknown_reference(self, inquiry: Inquiry, reference: str) -> None:
        assert "No inquiry has this reference" in self.refused(reference)

    def test_without_the_private_key(self, inquiry: Inquiry, settings: Settings) -> None:
        settings.INQUIRY_PRIVATE_KEYS = []
        assert "INQUIRY_PRIVATE_KEYS is not set here" in self.refused(inquiry.reference)

    def test_with_another_key(self, inquiry: Inquiry, settings: Settings) -> None:
        settings.INQUIRY_PRIVATE_KEYS = [sealing.make_pair()[1]]
        assert "No private key here opens" in self.refused(inquiry.reference)

    def test_with_what_is_no_key(self, inquiry: Inquiry, settings: Settings) -> None:
        settings.INQUIRY_PRIVATE_KEYS = ["nonsense"]
        assert "INQUIRY_PRIVATE_KEYS: This" in self.refused(inquiry.reference)

    def test_of_a_moved_row(self, inquiry: Inquiry) -> None:
        Inquiry.objects.filter(pk=inquiry.pk).update(sealed=receive_one().inquiry.sealed)
        assert "was made for" in self.refused(inquiry.reference)
