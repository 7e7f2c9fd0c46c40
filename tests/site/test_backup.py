"""Backup, loss, restore, by the steps of the guide: what was taken back stays taken back, and nothing goes out twice.

The lost site is this test's own database; the new place is another one, reached by commands alone.
"""

import io
import os
import re
import socket
import sqlite3
import subprocess
import sys
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import uuid4

import psycopg
import pytest
from django.conf import settings as configured
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from nacl.bindings import crypto_secretstream_xchacha20poly1305_ABYTES as OVERHEAD
from nacl.public import PrivateKey
from pytest_django import Settings

from contact import tombstones
from contact.crypto import sealing
from contact.models import Consent, Inquiry, Letter, Notice
from contact.services import delivering
from contact.services.consenting import withdraw
from contact.services.disclosing import disclose
from contact.services.purging import purge
from contact.services.replaying import apply_tombstones, catch_up
from facilities.models import Facility
from facilities.services.facilities import save_facility
from rehabsite import chores, status
from rehabsite.backups import archive, databases
from rehabsite.backups.sealed_stream import LENGTH, PIECE, SealedReader, SealedWriter, Unreadable
from rehabsite.models import Chore
from tests.contact.making import WORDS, World, consented, make_facility, make_world, token_of
from tests.contact.refusing import is_dark

BASE_DIR = Path(configured.BASE_DIR)
LOOK = """
import json, sys
from contact.models import Consent, Inquiry, Notice
from contact.crypto import keys
from contact.services import delivering
from contact.services.disclosing import Dark, disclose
from facilities.models import Facility
def dark(token):
    try: disclose(token=token)
    except Dark: return True
    return False
kept = [keys.unseal(one.sealed, one.seal_row)["name"] for one in Inquiry.objects.kept()]
claimed = []
while notice := delivering.claim(Notice): claimed.append(str(notice.consent.inquiry_id))
paying = [list(row) for row in Facility.objects.exclude(relationship="none").values_list("slug", "relationship")]
dark = [dark(token) for token in sys.argv[1:]]
print(json.dumps({"kept": kept, "claimed": claimed, "paying": paying, "dark": dark}))
"""


@pytest.fixture
def pair() -> tuple[str, str]:
    return sealing.make_pair()


@pytest.fixture
def world(settings: Settings, tmp_path: Path, pair: tuple[str, str], transactional_db: None) -> World:
    settings.TOMBSTONES_DIR, settings.BACKUP_PUBLIC_KEY = tmp_path / "elsewhere", pair[0]
    return make_world(settings)


@pytest.fixture
def new_place(tmp_path: Path, world: World, pair: tuple[str, str]) -> Iterator[Callable[..., tuple[str, str]]]:
    """Runs a command there: what it said, and what it complained of."""
    environment = {**os.environ, "VAR_DIR": str(tmp_path / "new"), "DJANGO_SETTINGS_MODULE": "rehabsite.settings"}
    environment |= {"SECRET_KEY": configured.SECRET_KEY, "TOMBSTONES_DIR": str(tmp_path / "elsewhere")}
    environment |= {"INQUIRY_PUBLIC_KEY": world.public, "INQUIRY_PRIVATE_KEYS": world.private}
    database = f"restored_{uuid4().hex}"
    if connection.vendor == "postgresql":
        given = connection.get_connection_params()
        environment["DATABASE_URL"] = f"postgres://{given['user']}@/{database}?host={given['host']}"
        admin = {"host": given["host"], "user": given["user"], "dbname": "postgres", "autocommit": True}
        with psycopg.connect(**admin) as server:
            server.execute(f"CREATE DATABASE {database}")
    else:
        environment["DATABASE_URL"] = f"sqlite:///{tmp_path / 'new' / 'restored.sqlite3'}"

    def run(*command: str, code: int = 0) -> tuple[str, str]:
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env=environment, cwd=BASE_DIR, capture_output=True, text=True
        )
        assert done.returncode == code, done.stderr
        return done.stdout, done.stderr

    yield run
    if connection.vendor == "postgresql":
        with psycopg.connect(**admin) as server:
            server.execute(f"DROP DATABASE {database} WITH (FORCE)")


def the_file(tmp_path: Path) -> Path:
    (found,) = (tmp_path / "elsewhere").glob(f"{socket.gethostname()}-20??-??.log")
    return found


def claimed() -> Notice:
    notice = delivering.claim(Notice)
    assert notice
    return notice


def look(run: Callable[..., tuple[str, str]], *tokens: str) -> dict[str, Any]:
    import json

    script = f"import sys; sys.argv[1:] = {list(tokens)!r}\n{LOOK}"
    return dict(json.loads(run("shell", "-v", "0", "-c", script)[0].splitlines()[-1]))


def pays(facility: Facility, relationship: str) -> None:
    facility.relationship, facility.takes_inquiries = relationship, False
    save_facility(facility=facility, by=None, fields=("relationship", "takes_inquiries"))


def test_the_drill(world: World, new_place: Callable[..., tuple[str, str]], tmp_path: Path, pair: Any) -> None:
    opened, taken_back, erased, sent, waiting = (consented(world.facility) for _ in range(5))
    notices = {}
    for consent in (opened, taken_back, erased):
        notice = claimed()
        delivering.finish(notice)
        notices[consent.pk] = token_of(Notice.objects.get(consent=consent))
    assert disclose(token=notices[opened.pk]).words == WORDS
    key_file = tmp_path / "offline-key"
    key_file.write_text(f"{pair[1]}\n")

    call_command("backup", tmp_path / "backup", stdout=io.StringIO())

    withdraw(consents=[taken_back], by=Consent.By.PERSON)
    purge(inquiry=erased.inquiry, because=Inquiry.Purged.ASKED)
    pays(world.facilities[1], "flat-fee")
    delivering.finish(claimed())
    assert Notice.objects.get(consent=sent).state == "sent"
    for letter in iter(lambda: delivering.claim(Letter), None):
        delivering.finish(letter)

    said, complained = new_place("restore", str(tmp_path / "backup"), f"--key-file={key_file}")
    assert complained == ""
    assert "The backup was made at 20" in said
    assert "5 records of consent were checked" in said
    held = look(new_place, *notices.values())
    assert held["kept"] == [WORDS["name"]] * 5, "each acknowledged one opens"
    assert (held["claimed"], held["paying"], held["dark"]) == ([], [], [True] * 3)

    said, _complained = new_place("apply_tombstones")
    assert "1 permissions were taken back again, 1 inquiries deleted again" in said
    assert re.search(r"The backup was made at 20\S+\. The last line outside of it is from 20\S+\.", said)
    after = look(new_place, *notices.values())
    assert after["kept"] == [WORDS["name"]] * 4
    assert after["claimed"] == [str(waiting.inquiry_id)], "what was sent before is not sent again"
    assert after["dark"] == [False, True, True]
    assert after["paying"] == [[world.facilities[1].slug, "flat-fee"]]
    assert "0 permissions were taken back again, 0 inquiries" in new_place("apply_tombstones")[0]


class TestWithoutTombstones:
    def test_a_restored_site_stays_held(self, world: World, settings: Settings, tmp_path: Path) -> None:
        settings.VAR_DIR = tmp_path
        consent = consented(world.facility)
        token = token_of(claimed())
        tombstones.hold("The backup was made at some time.")
        assert is_dark(token)
        consented(world.facility)
        assert delivering.claim(Notice) is None
        with pytest.raises(CommandError, match="Held after a restore"):
            call_command("deliver", "--status")
        with pytest.raises(CommandError, match="stays held"):
            call_command("apply_tombstones")
        assert tombstones.is_held()
        call_command("apply_tombstones", "--there-was-none")
        assert not tombstones.is_held()
        assert disclose(token=token).notice.consent == consent

    def test_lines_that_cannot_be_read_are_not_none(self, world: World, settings: Settings, tmp_path: Path) -> None:
        """As after a copy by root."""
        settings.VAR_DIR = tmp_path
        settings.TOMBSTONES_DIR.write_text("no folder")
        tombstones.hold("The backup was made at some time.")
        with pytest.raises(CommandError, match="cannot be read"):
            call_command("apply_tombstones", "--there-was-none")
        assert tombstones.is_held()

    def test_what_an_owner_of_the_database_brings_back_stays_gone_all_the_same(self, world: World) -> None:
        """As if a copy had been put in place by hand."""
        from tests.guards.making import unguarded

        consent = consented(world.facility)
        token = token_of(claimed())
        withdraw(consents=[consent], by=Consent.By.PERSON)
        with unguarded():
            consent.records.filter(kind="withdrawn")._raw_delete("default")
            Consent.objects.update(withdrawn_at=None, withdrawn_by="")
            Notice.objects.update(state="waiting", due_at="2026-01-01T00:00:00Z", lease="", leased_until=None)
        assert is_dark(token)
        assert delivering.claim(Notice) is None
        assert Notice.objects.get().problem == "restored"


class TestTheFileElsewhere:
    def test_a_line_holds_no_name_and_no_number_of_a_row(self, world: World, tmp_path: Path) -> None:
        consent = consented(world.facility)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        text = the_file(tmp_path).read_text()
        assert re.fullmatch(r"\d{4}-\d\d-\d\dT[\d:+]+ withdrawn [0-9a-f]{64}\n", text)
        assert (tmp_path / "elsewhere").stat().st_mode & 0o077 == 0

    def test_files_of_all_hosts_are_one(self, world: World, tmp_path: Path) -> None:
        consent = consented(world.facility)
        tombstones.withdrawn(consent)
        file = the_file(tmp_path)
        file.rename(file.with_name("another-host.log"))
        assert tombstones.stand_over(consent)

    def test_an_inquiry_that_was_erased_has_no_permission_either(self, world: World) -> None:
        consent, other = consented(world.facility), consented(world.facility)
        tombstones.erased(consent.inquiry)
        assert tombstones.stand_over(consent)
        assert not tombstones.stand_over(other)

    def test_a_place_that_began_to_pay_pays_in_a_restored_copy_and_takes_nothing(self, world: World) -> None:
        begun, stopped, shell = world.facilities[1], world.facility, make_facility()
        consent = consented(begun)
        for facility, relationship in ((begun, "affiliate"), (stopped, "flat-fee"), (stopped, "none")):
            pays(facility, relationship)
        Facility.objects.filter(pk=shell.pk).update(relationship="flat-fee", takes_inquiries=False)
        catch_up()
        assert catch_up() == 0
        Facility.objects.update(relationship="none", takes_inquiries=True)
        begun.refresh_from_db()
        again = consented(begun)
        assert (apply_tombstones().paying, apply_tombstones().paying) == (2, 0)
        rows = Facility.objects.in_bulk([begun.pk, stopped.pk, shell.pk])
        assert [rows[one.pk].relationship for one in (begun, stopped, shell)] == ["affiliate", "none", "flat-fee"]
        assert not Consent.objects.standing().filter(pk__in=[consent.pk, again.pk]).exists()

    def test_a_line_that_was_cut_is_left_out(self, world: World, tmp_path: Path) -> None:
        tombstones.withdrawn(consented(world.facility))
        file = the_file(tmp_path)
        file.write_text(file.read_text()[:-10])
        assert tombstones.lines() == []

    def test_nor_does_it_take_the_next_one_with_it(self, world: World, tmp_path: Path) -> None:
        cut, whole = consented(world.facility), consented(world.facility)
        tombstones.withdrawn(cut)
        file = the_file(tmp_path)
        file.write_text(file.read_text()[:-10])
        tombstones.withdrawn(whole)
        assert tombstones.stand_over(whole)
        assert not tombstones.stand_over(cut)
        tombstones.withdrawn(cut)
        assert tombstones.stand_over(cut), "what was added since is read"

    def test_a_disk_with_room_for_half_a_line_has_none(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        write = os.write
        monkeypatch.setattr(os, "write", lambda file, line: write(file, line[:20]))
        assert not tombstones.withdrawn(consented(world.facility))

    def test_where_it_cannot_be_written_the_withdrawal_stands_and_the_desk_is_told(
        self, world: World, settings: Settings, staff: Any, caplog: pytest.LogCaptureFixture
    ) -> None:
        settings.TOMBSTONES_DIR = "/proc/nothing"
        consent = consented(world.facility)
        withdraw(consents=[consent], by=Consent.By.PERSON)
        assert not Consent.objects.standing().filter(pk=consent.pk).exists()
        assert "could not be written outside" in caplog.text
        assert "TOMBSTONES_DIR" in staff("intake").get("/admin/").content.decode()

    def test_once_it_can_be_written_again_what_is_missing_is_added(self, world: World, settings: Settings) -> None:
        elsewhere, settings.TOMBSTONES_DIR = settings.TOMBSTONES_DIR, "/proc/nothing"
        withdrawn, erased = consented(world.facility), consented(world.facility)
        withdraw(consents=[withdrawn], by=Consent.By.PERSON)
        purge(inquiry=erased.inquiry, because=Inquiry.Purged.ASKED)
        settings.TOMBSTONES_DIR = elsewhere
        assert not tombstones.stand_over(withdrawn)
        assert catch_up() >= 2
        assert tombstones.stand_over(withdrawn)
        assert tombstones.has_erased(erased.inquiry_id)
        assert catch_up() == 0


class TestTheSeal:
    def locked(self, pair: tuple[str, str], data: bytes) -> bytes:
        file = io.BytesIO()
        writer = SealedWriter(file, sealing.public_key(pair[0]))
        writer.write(data)
        writer.close()
        return file.getvalue()

    def opened(self, key: PrivateKey, locked: bytes, size: int = 10**9) -> bytes:
        reader = SealedReader(io.BytesIO(locked), key)
        data = reader.read(size)
        reader.finish()
        return data

    @pytest.mark.parametrize("size", [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE + 7])
    def test_what_was_locked_comes_out_again(self, pair: tuple[str, str], size: int) -> None:
        data = os.urandom(size)
        locked = self.locked(pair, data)
        assert self.opened(sealing.private_key(pair[1]), locked) == data
        assert not data or data[:50] not in locked or size < 50

    def test_with_another_key_nothing_opens(self, pair: tuple[str, str]) -> None:
        with pytest.raises(Unreadable, match="another key"):
            self.opened(PrivateKey.generate(), self.locked(pair, b"words"))

    def test_cut_changed_or_longer_it_is_refused(self, pair: tuple[str, str]) -> None:
        key, locked = sealing.private_key(pair[1]), self.locked(pair, os.urandom(2 * PIECE + 5))
        at_a_boundary = locked[: -(LENGTH.size + 5 + OVERHEAD)]
        for bad in (at_a_boundary, locked[:-1], locked[: PIECE + 200], locked[:-40] + bytes(40), b"x" + locked, b""):
            with pytest.raises(Unreadable):
                self.opened(key, bad)

    def test_it_takes_little_memory_however_much_there_is(self, pair: tuple[str, str]) -> None:
        tracemalloc.start()
        with Path(os.devnull).open("wb") as nowhere:
            writer = SealedWriter(nowhere, sealing.public_key(pair[0]))
            for _ in range(64):
                writer.write(bytes(PIECE))
            writer.close()
        assert tracemalloc.get_traced_memory()[1] < 20 * PIECE
        tracemalloc.stop()


class WrittenTo:
    """A database in which another process writes whenever the backup draws breath."""

    def __init__(self, real: Any, write: Callable[[], object]) -> None:
        self.real, self.write, self.breaths = real, write, 0

    def backup(self, copy: Any, **how: Any) -> None:
        self.real.backup(copy, progress=self.breathe, **how)

    def breathe(self, *_pages: int) -> None:
        self.write()
        self.breaths += 1
        assert self.breaths < 50, "each write makes it begin again"


class TestCommands:
    def test_it_comes_to_its_end_while_the_site_writes(self, world: World, tmp_path: Path) -> None:
        if connection.vendor != "sqlite":
            return
        with closing(sqlite3.connect(connection.settings_dict["NAME"], isolation_level=None)) as other:
            other.execute("CREATE TABLE beat (at)")
            other.execute("INSERT INTO beat VALUES (zeroblob(8000000))")
            try:
                busy = WrittenTo(connection.connection, lambda: other.execute("INSERT INTO beat VALUES (1)"))
                with patch.object(connection, "connection", busy):
                    databases.dump(tmp_path / "copy")
            finally:
                other.execute("DROP TABLE beat")
        with closing(sqlite3.connect(tmp_path / "copy")) as copy:
            assert copy.execute("SELECT count(*) FROM contact_recipient").fetchone()[0]

    def test_nothing_is_written_over(self, world: World, tmp_path: Path) -> None:
        (tmp_path / "backup").write_text("there")
        with pytest.raises(CommandError, match="is there already"):
            call_command("backup", tmp_path / "backup")
        assert (tmp_path / "backup").read_text() == "there"

    def test_one_that_failed_or_is_old_is_told(
        self, world: World, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        settings.BACKUP_PUBLIC_KEY = sealing.make_pair()[0]
        monkeypatch.setattr(archive, "write", lambda target, key: None)
        assert [*status.backup_notes()] == ["No backup was made yet. Run manage.py backup."]
        call_command("backup", tmp_path / "1", stdout=io.StringIO())
        assert [*status.backup_notes()] == []
        monkeypatch.setattr(archive, "write", lambda target, key: (tmp_path / "none" / "x").touch())
        with pytest.raises(CommandError, match="No backup was made"):
            call_command("backup", tmp_path / "2")
        assert [*status.backup_notes()] == ["The last backup failed (FileNotFoundError), and said why."]
        long_ago = timezone.now() - timedelta(days=3)
        Chore.objects.filter(name=chores.BACK_UP).update(due_at=long_ago, done_at=long_ago, problem="")
        assert [*status.backup_notes()] == ["The last backup was made 3 days ago."]
        assert chores.problems() == []
        settings.BACKUP_PUBLIC_KEY = ""
        assert [*status.backup_notes()] == []

    def test_none_is_kept_longer_than_the_privacy_page_says(
        self, world: World, tmp_path: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """By the time of the next one, a day later."""
        settings.BACKUP_PUBLIC_KEY, settings.BACKUP_DAYS = sealing.make_pair()[0], 7
        monkeypatch.setattr(archive, "write", lambda target, key: None)
        now = timezone.now().timestamp()
        for name, days in (("5.backup", 5.9), ("6.backup", 6.1), ("6.key", 60), ("60.backup", 60)):
            (tmp_path / name).touch()
            os.utime(tmp_path / name, (now, now - days * 24 * 3600))
        call_command("backup", tmp_path / "0.backup", stdout=io.StringIO())
        assert len(list(tmp_path.iterdir())) == 5
        call_command("backup", tmp_path / "1.backup", "--delete-old", stdout=io.StringIO())
        assert {one.name for one in tmp_path.iterdir()} == {"0.backup", "1.backup", "5.backup", "6.key"}

    def test_without_a_key_there_is_none(self, world: World, settings: Settings, tmp_path: Path) -> None:
        settings.BACKUP_PUBLIC_KEY = ""
        with pytest.raises(CommandError, match="BACKUP_PUBLIC_KEY"):
            call_command("backup", tmp_path / "backup")
        assert not list(tmp_path.glob("backup*"))

    @pytest.mark.parametrize(("name", "kind"), [("../evil", tarfile.REGTYPE), ("pictures/a", tarfile.SYMTYPE)])
    def test_a_made_up_backup_writes_nothing_elsewhere(
        self, settings: Settings, tmp_path: Path, pair: tuple[str, str], name: str, kind: bytes
    ) -> None:
        """Whoever has the public key can make one."""
        settings.VAR_DIR = tmp_path / "var"
        locked = io.BytesIO()
        writer = SealedWriter(locked, sealing.public_key(pair[0]))
        entry = tarfile.TarInfo(name)
        entry.type, entry.linkname = kind, "/etc/passwd"
        with tarfile.open(mode="w|", fileobj=writer) as archived:  # type: ignore[call-overload]
            archived.addfile(entry)
        writer.close()
        locked.seek(0)
        with pytest.raises(Unreadable, match="does not belong in a backup"):
            archive.read(locked, sealing.private_key(pair[1]))
        assert not list(settings.VAR_DIR.iterdir())

    def test_a_database_that_is_in_use_is_never_restored_into(self, world: World, tmp_path: Path) -> None:
        assert not databases.is_empty()
        with pytest.raises(databases.Failed, match="not empty"):
            databases.load(tmp_path / "any")
