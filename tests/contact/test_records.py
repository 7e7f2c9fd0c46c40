"""The chain of consent records, and how `verify_consents` names each kind of tampering."""

import re
from collections.abc import Callable, Sequence
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import F
from django.utils import timezone

import guards
from contact.models import Consent, ConsentRecord
from contact.services.consenting import withdraw
from contact.services.records import content_of, digest_of, verify
from tests.contact.making import World, consented
from tests.contact.scene import new_consent
from tests.guards.making import unguarded

pytestmark = pytest.mark.django_db


@pytest.fixture
def consents(world: World) -> list[Consent]:
    """Five records: three consents, of which the first two were withdrawn."""
    made = [consented(world.facility) for _ in range(3)]
    withdraw(consents=made[:2], by=Consent.By.PERSON)
    return list(Consent.objects.order_by("pk"))


def command(*options: str) -> tuple[str, str]:
    """What it says, and what it ends with if it fails."""
    out, err = StringIO(), StringIO()
    try:
        call_command("verify_consents", *options, stdout=out, stderr=err)
    except CommandError as error:
        return err.getvalue(), str(error)
    return out.getvalue(), ""


def rows(number: int) -> object:
    return ConsentRecord.objects.filter(number=number)


def change_content(consents: Sequence[Consent]) -> None:
    ConsentRecord.objects.filter(number=2).update(content='{"consent": 2}')


def change_content_and_digest(consents: Sequence[Consent]) -> None:
    """The whole record made again: the next one still knows the old digest."""
    record = ConsentRecord.objects.get(number=2)
    record.content = record.content.replace("none", "affiliate")
    record.digest = digest_of(2, record.previous, record.content)
    record.save()


def change_consent(consents: Sequence[Consent]) -> None:
    Consent.objects.filter(pk=consents[1].pk).update(expires_at=timezone.now() + timedelta(days=3650))


def change_reference(consents: Sequence[Consent]) -> None:
    consents[1].inquiry.reference = "REF-OTHER"
    consents[1].inquiry.save()


def take_back_withdrawal(consents: Sequence[Consent]) -> None:
    Consent.objects.filter(pk=consents[0].pk).update(withdrawn_at=None, withdrawn_by="")


def take_one_out(consents: Sequence[Consent]) -> None:
    ConsentRecord.objects.filter(number=3)._raw_delete("default")


def take_the_first(consents: Sequence[Consent]) -> None:
    ConsentRecord.objects.filter(number=1)._raw_delete("default")


def close_the_gap(consents: Sequence[Consent]) -> None:
    take_one_out(consents)
    for number in (4, 5):
        ConsentRecord.objects.filter(number=number).update(number=F("number") - 1)


def swap_two(consents: Sequence[Consent]) -> None:
    for old, new in ((1, 99), (2, 1), (99, 2)):
        ConsentRecord.objects.filter(number=old).update(number=new)


def add_one_unrecorded(consents: Sequence[Consent]) -> None:
    new_consent(consents[0].inquiry, consents[0].facility.__class__.objects.last()).save()  # type: ignore[arg-type]


def withdraw_unrecorded(consents: Sequence[Consent]) -> None:
    Consent.objects.filter(pk=consents[2].pk).update(withdrawn_at=timezone.now(), withdrawn_by="staff")


@pytest.mark.parametrize(
    ("tamper", "says"),
    [
        (change_content, "Record 2 was changed after it was written, or not written by this site."),
        (change_content_and_digest, "Record 2 does not match consent"),
        (change_consent, "Record 2 does not match consent"),
        (change_reference, "Record 2 does not match consent"),
        (take_back_withdrawal, "Record 4 does not match consent"),
        (take_one_out, "Record 3 is missing. The next one that is there is record 4."),
        (take_the_first, "Record 1 is missing."),
        (close_the_gap, "Record 3 does not follow the one before it."),
        (swap_two, "Record 1 does not follow the one before it."),
        (add_one_unrecorded, "has no record that it was given."),
        (withdraw_unrecorded, "is withdrawn without a record."),
    ],
)
def test_tampering_is_named(consents: list[Consent], tamper: Callable[[Sequence[Consent]], None], says: str) -> None:
    with unguarded():
        tamper(consents)
    said, ended = command()
    assert says in said.splitlines()[0]
    assert says in ended


def test_a_record_that_was_changed_along_with_its_consent_is_found_by_the_next(consents: list[Consent]) -> None:
    with unguarded():
        Consent.objects.filter(pk=consents[1].pk).update(page="/other/")
        record = ConsentRecord.objects.get(number=2)
        record.content = content_of(Consent.objects.get(pk=consents[1].pk), "given")
        record.digest = digest_of(2, record.previous, record.content)
        record.save()
    assert "Record 3 does not follow the one before it." in command()[1]


class TestTheEnd:
    """A chain whose end is cut off is whole by itself; only one who knows a later digest can tell."""

    def cut(self, consents: list[Consent]) -> str:
        last = verify().last
        with unguarded():
            ConsentRecord.objects.filter(number=5)._raw_delete("default")
            Consent.objects.filter(pk=consents[1].pk).update(withdrawn_at=None, withdrawn_by="")
        return last

    def test_cut_off_it_is_missed_by_its_digest(self, consents: list[Consent]) -> None:
        last = self.cut(consents)
        assert command()[1] == ""
        assert "the end of the chain was cut off" in command("--expect", last)[1]

    def test_a_digest_of_then_is_still_found_when_the_chain_has_grown(self, consents: list[Consent]) -> None:
        said = command()[0]
        digest = re.findall(r"\b[0-9a-f]{64}\b", said)[0]
        withdraw(consents=consents, by=Consent.By.STAFF)
        assert command("--expect", digest.upper())[1] == ""
        assert "6 records, all whole" in command("--expect", digest)[0]

    def test_with_nothing_left_it_is_missed_too(self, world: World) -> None:
        assert command()[0].strip() == "There is no record of consent yet."
        assert "cut off" in command("--expect", "0" * 64)[1]


def test_how_many_and_the_last_digest(consents: list[Consent]) -> None:
    said, ended = command()
    assert ended == ""
    assert said.startswith("5 records, all whole, 0 of them by an older key. The last digest is ")
    assert ConsentRecord.objects.get(number=5).digest in said


def test_it_runs_where_a_guard_was_lost(consents: list[Consent]) -> None:
    guards.drop()
    assert command()[1] == ""
