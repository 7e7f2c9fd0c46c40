"""make_keys and rotate_keys."""

import re
from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from pytest_django import Settings

from contact.crypto import keys, sealing
from contact.models import Inquiry, Note
from contact.services.purging import purge
from tests.contact.making import WORDS, World, receive_one

pytestmark = pytest.mark.django_db


def rotate(*options: str) -> tuple[str, str, str]:
    """What it says, what it names, and what it ends with if it fails."""
    out, err, ended = StringIO(), StringIO(), ""
    try:
        call_command("rotate_keys", *options, stdout=out, stderr=err)
    except CommandError as error:
        ended = str(error)
    return out.getvalue(), err.getvalue(), ended


def make_note(inquiry: Inquiry, text: str) -> Note:
    note = Note.objects.create(inquiry=inquiry, who="ida", sealed=b"")
    note.sealed = keys.seal({"note": text}, note.seal_row)
    note.save()
    return note


def new_pair(settings: Settings) -> None:
    """Today's is a new one; the old private key still stands behind it."""
    settings.INQUIRY_PUBLIC_KEY, private = sealing.make_pair()
    settings.INQUIRY_PRIVATE_KEYS = [private, *settings.INQUIRY_PRIVATE_KEYS]


def blobs() -> dict[object, bytes]:
    rows = [*Inquiry.objects.all(), *Note.objects.all()]
    return {row.pk: bytes(row.sealed) for row in rows}


@pytest.fixture
def inquiries(world: World, settings: Settings) -> list[Inquiry]:
    """Three, with two notes, all sealed to yesterday's key. And one whose words are gone."""
    found = [receive_one().inquiry for _ in range(3)]
    make_note(found[0], "first")
    make_note(found[0], "second")
    gone = receive_one().inquiry
    purge(inquiry=gone, because=Inquiry.Purged.AGE)
    new_pair(settings)
    return found


class TestMakeKeys:
    def test_both_are_printed_and_fit(self, capsys: pytest.CaptureFixture[str]) -> None:
        call_command("make_keys")
        said = capsys.readouterr().out
        public = re.findall(r"^INQUIRY_PUBLIC_KEY=(\S+)$", said, re.M)
        private = re.findall(r"^INQUIRY_PRIVATE_KEYS=(\S+)$", said, re.M)
        opener = sealing.private_key(private[0])
        assert sealing.unseal(sealing.seal({}, "row", sealing.public_key(public[0])), "row", [opener]) == {}
        for where in ("every process", "intake desk", "offline"):
            assert where in said

    def test_each_time_another_and_nothing_is_written(self, settings: Settings) -> None:
        before = sorted(settings.VAR_DIR.iterdir())
        said = []
        for _ in range(2):
            out = StringIO()
            call_command("make_keys", stdout=out)
            said.append(out.getvalue())
        assert said[0] != said[1]
        assert sorted(settings.VAR_DIR.iterdir()) == before


class TestDryRun:
    def test_it_counts_and_writes_nothing(self, inquiries: list[Inquiry]) -> None:
        before = blobs()
        assert rotate() == (
            "5 are still encrypted for an older key, and can be decrypted. --write encrypts them again.\n",
            "",
            "",
        )
        assert blobs() == before

    def test_it_names_what_would_not_open(self, inquiries: list[Inquiry]) -> None:
        Inquiry.objects.filter(pk=inquiries[1].pk).update(sealed=inquiries[0].sealed)
        said, named, ended = rotate()
        assert "4 are still encrypted" in said
        assert inquiries[1].reference in named
        assert "Some of them do not open" in ended


class TestWrite:
    def test_everything_opens_with_the_new_key_alone(self, inquiries: list[Inquiry], settings: Settings) -> None:
        said, named, ended = rotate("--write")
        assert "5 were encrypted again, decrypted again and compared." in said
        assert (named, ended) == ("", "")
        settings.INQUIRY_PRIVATE_KEYS = settings.INQUIRY_PRIVATE_KEYS[:1]
        for row in Inquiry.objects.kept():
            assert keys.unseal(row.sealed, row.pk) == WORDS
        assert [keys.unseal(note.sealed, note.seal_row)["note"] for note in Note.objects.all()] == ["first", "second"]

    def test_again_it_finds_nothing_to_do(self, inquiries: list[Inquiry]) -> None:
        rotate("--write")
        before = blobs()
        assert "5 are already encrypted for the current public key." in rotate("--write")[0]
        assert blobs() == before

    def test_ended_half_way_it_goes_on(self, inquiries: list[Inquiry], monkeypatch: pytest.MonkeyPatch) -> None:
        seal, count = keys.seal, iter(range(10))

        def ended(*args: object) -> bytes:
            if next(count) == 3:  # the first call only tries the keys
                raise KeyboardInterrupt
            return seal(*args)  # type: ignore[arg-type]

        monkeypatch.setattr(keys, "seal", ended)
        with pytest.raises(KeyboardInterrupt):
            rotate("--write")
        monkeypatch.undo()
        said, _named, _ended = rotate("--write")
        assert "2 are already encrypted for the current public key." in said
        assert "3 were encrypted again" in said

    @pytest.mark.parametrize(
        ("spoil", "says"),
        [
            (lambda one, other: other.sealed, "was made for"),
            (lambda one, other: bytes(one.sealed)[:-1] + bytes([bytes(one.sealed)[-1] ^ 1]), "is broken"),
            (lambda one, other: b"garbage", "No private key here opens"),
        ],
        ids=["moved_row", "changed_byte", "garbage"],
    )
    def test_what_does_not_open_is_named_and_left(
        self, inquiries: list[Inquiry], spoil: Callable[[Inquiry, Inquiry], bytes], says: str
    ) -> None:
        spoilt = spoil(inquiries[1], inquiries[0])
        Inquiry.objects.filter(pk=inquiries[1].pk).update(sealed=spoilt)
        said, named, ended = rotate("--write")
        assert "4 were encrypted again" in said
        assert f"{inquiries[1].reference}: " in named
        assert says in named
        assert "Some of them do not open" in ended
        assert blobs()[inquiries[1].pk] == bytes(spoilt)

    def test_a_note_that_does_not_open_is_named(self, inquiries: list[Inquiry]) -> None:
        note = Note.objects.first()
        Note.objects.filter(pk=note.pk).update(sealed=b"garbage")  # type: ignore[union-attr]
        assert f"Note {note.pk} to {inquiries[0].reference}: " in rotate("--write")[1]  # type: ignore[union-attr]

    def test_a_new_seal_that_holds_something_else_is_not_written(
        self, inquiries: list[Inquiry], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        seal = keys.seal
        monkeypatch.setattr(keys, "seal", lambda words, row: seal({**words, "name": "Other"} if words else {}, row))
        before = blobs()
        assert "the new seal holds something else" in rotate("--write")[1]
        assert blobs() == before


class TestNotReady:
    def refused(self) -> str:
        before = blobs()
        said, _named, ended = rotate("--write")
        assert said == ""
        assert blobs() == before
        return ended

    def test_without_a_public_key(self, inquiries: list[Inquiry], settings: Settings) -> None:
        settings.INQUIRY_PUBLIC_KEY = ""
        assert "INQUIRY_PUBLIC_KEY is not set" in self.refused()

    def test_without_a_private_key(self, inquiries: list[Inquiry], settings: Settings) -> None:
        settings.INQUIRY_PRIVATE_KEYS = []
        assert "INQUIRY_PRIVATE_KEYS is not set here" in self.refused()

    def test_without_the_new_private_key(self, inquiries: list[Inquiry], settings: Settings) -> None:
        """Else everything would be sealed to a key that no one here has."""
        settings.INQUIRY_PRIVATE_KEYS = settings.INQUIRY_PRIVATE_KEYS[1:]
        assert "None of INQUIRY_PRIVATE_KEYS belongs to INQUIRY_PUBLIC_KEY" in self.refused()

    @pytest.mark.parametrize("name", ["INQUIRY_PUBLIC_KEY", "INQUIRY_PRIVATE_KEYS"])
    def test_with_what_is_no_key(self, inquiries: list[Inquiry], settings: Settings, name: str) -> None:
        setattr(settings, name, "nonsense" if name.endswith("KEY") else ["nonsense"])
        ended = self.refused()
        assert "This is not a key" in ended or "wrong length" in ended
        assert "nonsense" not in ended

    def test_nothing_sealed_is_fine(self, world: World) -> None:
        assert rotate("--write")[2] == ""
