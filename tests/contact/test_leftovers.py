"""Purged leaves nothing: neither a word nor its locked bytes, in any file that the site keeps.

What the journals keep, and for how long, the guide on backups says.
"""

from pathlib import Path

import pytest
from django.conf import settings as configured
from django.core import mail
from django.db import connection

from contact.crypto import keys
from contact.models import Consent, Inquiry, Note
from contact.services.consenting import withdraw
from contact.services.disclosing import disclose
from contact.services.purging import purge
from contact.worker import work
from tests.contact.making import WORDS, World, consented, make_world, token_of
from tests.guards.making import run

PIECE = slice(40, 90)  # of the locked bytes: the first ones name the key and are the same for all


def database_files() -> list[Path]:
    """With all that was written on the disk, and what was deleted given back."""
    if connection.vendor == "sqlite":
        run("PRAGMA wal_checkpoint(TRUNCATE)")
        name = connection.settings_dict["NAME"]
        return [path for ending in ("", "-wal", "-shm") if (path := Path(f"{name}{ending}")).exists()]
    # Plain VACUUM gives the room back, and leaves in it what lay there.
    run("VACUUM FULL contact_inquiry", "VACUUM FULL contact_note", "CHECKPOINT")
    with connection.cursor() as cursor:
        cursor.execute("SHOW data_directory")
        folder = Path(cursor.fetchone()[0])
        cursor.execute("SELECT oid FROM pg_database WHERE datname = current_database()")
        number = cursor.fetchone()[0]
    return [path for path in folder.joinpath("base", str(number)).iterdir() if path.is_file()]


def found(parts: dict[str, bytes]) -> set[str]:
    """Which of these stand anywhere."""
    files = [path for path in configured.VAR_DIR.rglob("*") if path.is_file() and "pristine" not in path.name]
    contents = [path.read_bytes() for path in {*files, *database_files()}]
    contents += [str(letter.message()).encode() for letter in mail.outbox]
    return {name for name, part in parts.items() if any(part in content for content in contents)}


@pytest.fixture
def world(transactional_db: None, settings: object) -> World:
    if connection.vendor == "sqlite":
        run("PRAGMA secure_delete=ON")  # as the site's own settings have it
    return make_world(settings)  # type: ignore[arg-type]


def test_neither_a_word_nor_its_locked_bytes_stay(world: World) -> None:
    from threading import Event

    consent = consented(world.facility)
    inquiry = consent.inquiry
    note = Note.objects.create(inquiry=inquiry, who="ida", sealed=b"")
    note.sealed = keys.seal({"note": "xylographer"}, note.seal_row)
    note.save()
    work(Event(), once=True)
    token = token_of(type(consent.notice)._default_manager.get(consent=consent))
    assert disclose(token=token).words == WORDS
    inquiry.refresh_from_db()
    locked = {"locked words": bytes(inquiry.sealed)[PIECE], "locked note": bytes(note.sealed)[PIECE]}
    words = {name: word.encode() for name, word in (*WORDS.items(), ("note", "xylographer")) if name != "for_whom"}
    assert found(locked) == {"locked words", "locked note"}, "they are looked for where they are"
    assert found(words) <= {"email"}, "the receipt goes to it"

    mail.outbox.clear()
    withdraw(consents=[consent], by=Consent.By.PERSON)
    purge(inquiry=inquiry, because=Inquiry.Purged.ASKED)
    assert found(locked | words) == set()


def test_a_process_that_ended_in_the_middle_leaves_none_either(world: World, tmp_path: Path) -> None:
    """SQLite's second file is put into the first at the next start."""
    if connection.vendor != "sqlite":
        return
    consent = consented(world.facility)
    locked = {"words": bytes(Inquiry.objects.get(pk=consent.inquiry_id).sealed)[PIECE]}
    purge(inquiry=consent.inquiry, because=Inquiry.Purged.AGE)
    assert found(locked) == set()
