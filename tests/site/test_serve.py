"""`manage.py serve`, as a process of its own on data of its own."""

import os
import re
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from unittest.mock import patch
from urllib.error import URLError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest
from pytest_django import Settings

from rehabsite.release import releasing, staticfiles
from rehabsite.settings import BASE_DIR
from tests.contact.making import make_world, receive_one
from tests.ports import free_port


class Place:
    """Where one site's data are, and the process that serves it."""

    def __init__(self, folder: Path) -> None:
        self.host = "127.0.0.1"
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PORT": str(self.port),
            "SITE_NAME": "Austin Recovery Guide",
            "WEB_WORKERS": "1",
            "DATABASE_WAIT_SECONDS": "0",
        }
        self.output = folder / "output"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
        with self.output.open("wb") as output:
            return subprocess.Popen(
                command, cwd="/", env=self.environment | more, stdout=output, stderr=output, start_new_session=True
            )

    def start(self, *arguments: str) -> str:
        """What it printed until it answered."""
        self.process = self.command(*arguments or ("serve", "--without-demo"))
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                self.get("/readyz")
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return self.output.read_text()
        pytest.fail(f"It does not answer. It said: {self.output.read_text()}")

    def get(self, path: str) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        request = Request(f"http://{host}:{self.port}{path}", headers={"Host": f"127.0.0.1:{self.port}"})
        with urlopen(request, timeout=10) as response:
            return str(response.read().decode())

    def status(self, path: str) -> int | None:
        """None if it hung up. It does after refusing, and that may arrive before the refusal."""
        with closing(HTTPConnection(self.host, self.port, timeout=10)) as connection:
            try:
                connection.request("GET", path)
                with connection.getresponse() as response:
                    return response.status
            except ConnectionError:
                return None

    def stop(self, number: int = signal.SIGTERM) -> int:
        """With a signal to all of its processes at once, as a terminal sends it."""
        assert self.process
        os.killpg(self.process.pid, number)
        return self.process.wait(timeout=20)

    def refusal(self, *arguments: str, **more: str) -> str:
        assert self.command(*arguments or ("serve", "--without-demo"), **more).wait(timeout=60) == 1
        said = self.output.read_text()
        assert "Traceback" not in said
        assert len(said.strip().splitlines()) == 1, said
        return said


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    place = Place(tmp_path)
    yield place
    if place.process and place.process.poll() is None:
        os.killpg(place.process.pid, signal.SIGKILL)
        place.process.wait()


def test_it_serves_from_nothing_and_again_on_the_same_data(place: Place, tmp_path: Path) -> None:
    """The first start makes a way in, a pair of keys and a folder for mail. The second leaves what can stay."""
    file = tmp_path / "local.env"
    file.write_text(f"SECRET_KEY={place.environment.pop('SECRET_KEY')}\n")
    printed = place.start()
    assert f"http://127.0.0.1:{place.port}/admin/" in printed
    password = re.search(r"One-time password\s+(\S{19})", printed)
    assert password
    assert "Austin Recovery Guide" in place.get("/")
    assert f"Made a pair of keys for what visitors write: {file}" in printed
    assert 'name="message"' in place.get("/contact/")
    assert file.stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "mail").stat().st_mode & 0o777 == 0o700
    made, static = file.read_text(), (tmp_path / "static" / "staticfiles.json").stat()
    assert place.stop() == 0, place.output.read_text()
    again = place.start("serve", "--without-demo", "--without-worker")
    assert (tmp_path / "static" / "staticfiles.json").stat() == static, "files are collected again"
    assert password[1] not in again, "no one had signed in, so there is a new one"
    assert re.search(r"One-time password\s+(\S{19})", again)
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
