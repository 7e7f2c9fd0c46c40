"""`manage.py serve`, as a process of its own on data of its own."""

import os
import re
import shutil
import signal
import socket
from collections.abc import Iterator
from pathlib import Path
from unittest.mock import patch
from urllib.parse import quote

import pytest
from pytest_django import Settings

from rehabsite.release import releasing, staticfiles
from tests.contact.making import make_world, receive_one
from tests.ports import free_port
from tests.site.place import SETTINGS, Place

PASSWORD = re.compile(r"One-time password\s+(\S{19})")


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    place.kill()


def test_it_serves_from_nothing(begun: Path) -> None:
    """It makes a way in, a pair of keys and a folder for mail."""
    first = begun / "first"
    printed = (first / "printed").read_text()
    assert re.search(r"http://127\.0\.0\.1:\d+/admin/", printed)
    assert PASSWORD.search(printed)
    assert "Austin Recovery Guide" in (first / "home").read_text()
    assert re.search(rf"Made a pair of keys for what visitors write: \S+/{SETTINGS}\b", printed)
    assert 'name="message"' in (first / "contact").read_text()
    assert (first / SETTINGS).stat().st_mode & 0o777 == 0o600
    assert (begun / "var" / "mail").stat().st_mode & 0o777 == 0o700
    assert (first / "ended").read_text() == "0"


def test_it_serves_again_on_the_same_data(begun: Path, place: Place, started_before: Path) -> None:
    """What can stay, it leaves."""
    first = begun / "first"
    file = Path(shutil.copy(first / SETTINGS, started_before))
    made, manifest = file.read_text(), started_before / "static" / "staticfiles.json"
    collected = manifest.stat().st_mtime_ns
    del place.environment["SECRET_KEY"]
    again = place.start()
    assert f"http://127.0.0.1:{place.port}/admin/" in again
    assert 'name="message"' in place.get("/contact/")
    assert manifest.stat().st_mtime_ns == collected, "files are collected again"
    before, now = (PASSWORD.findall(said) for said in ((first / "printed").read_text(), again))
    assert len(before) == len(now) == 1
    assert before != now, "no one had signed in, so there is a new one"
    assert "Made a pair" not in again
    assert file.read_text() == made
    assert place.stop(signal.SIGINT) == 0


@pytest.fixture(scope="module")
def bare(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """A site without a file of settings, on an address of IPv6."""
    place = Place(Path(shutil.copytree(prepared, tmp_path_factory.mktemp("bare") / "var")))
    place.environment["BIND"] = place.host = "::1"
    place.start("serve", "--without-demo", "--without-worker")
    yield place
    place.stop()


def test_it_serves_on_an_address_of_ipv6(bare: Place) -> None:
    assert bare.get("/readyz").startswith("ready\n")


def test_without_a_file_of_settings_the_form_stays_closed_and_the_start_says_so(bare: Place) -> None:
    said = bare.output.read_text()
    assert "Made a pair" not in said
    assert said.count("The contact form is closed") == 1
    assert 'name="message"' not in bare.get("/contact/")


def test_a_very_long_search_is_answered(bare: Place) -> None:
    for character in ("x", "🙂"):
        assert "Your search is very long" in bare.get("/search/?q=" + quote(character * 10_000))
    assert bare.status("/search/?q=" + "x" * 140_000) in (414, None)
    bare.get("/readyz")


def test_static_files_that_moved_along_with_the_data_are_not_collected_again(
    settings: Settings, started_before: Path
) -> None:
    """Compressing them would take most of the start."""
    settings.VAR_DIR, settings.STATIC_ROOT = started_before, started_before / "static"
    assert not staticfiles.collect()
    (started_before / "static" / "staticfiles.json").unlink()
    assert staticfiles.collect()


def test_keys_are_not_made_anew_for_words_that_others_sealed(settings: Settings, tmp_path: Path, db: None) -> None:
    settings.VAR_DIR = tmp_path
    (tmp_path / "local.env").write_text("SECRET_KEY=x\n")
    make_world(settings)
    receive_one()
    with patch.dict("os.environ"):
        for name in ("INQUIRY_PUBLIC_KEY", "INQUIRY_PRIVATE_KEYS"):
            os.environ.pop(name, None)
        said: list[str] = []
        releasing.make_keys(said.append)
    assert "Set them again" in said[0]
    assert (tmp_path / "local.env").read_text() == "SECRET_KEY=x\n"


def test_a_taken_port_is_told_before_anything_is_made(place: Place, tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", place.port))
        other.listen()
        said = place.refusal()
    assert f"Port {place.port} on 127.0.0.1 cannot be used" in said
    assert not (tmp_path / "rehabsite.sqlite3").exists()


def test_a_postgresql_that_does_not_answer_is_told(place: Place) -> None:
    said = place.refusal(DATABASE_URL=f"postgres://me:secret@127.0.0.1:{free_port()}/none")
    assert "The database of DATABASE_URL cannot be reached" in said
    assert "secret" not in said


def test_a_folder_that_is_not_there_is_told(place: Place, started_before: Path) -> None:
    said = place.refusal(DATABASE_URL="sqlite:////no/such/folder/site.sqlite3")
    assert "unable to open database file" in said
