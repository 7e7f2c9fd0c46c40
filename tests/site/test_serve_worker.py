"""The worker that `manage.py serve` starts next to the site."""

import os
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from pytest_django import Settings

from contact.crypto import sealing
from rehabsite.configuration.services import MAIL
from rehabsite.management.commands.serve import where_mail_goes
from tests.site.place import Place


@pytest.fixture
def place(started_before: Path) -> Iterator[Place]:
    place = Place(started_before)
    public, private = sealing.make_pair()
    place.environment |= {
        "INQUIRY_PUBLIC_KEY": public,
        "INQUIRY_PRIVATE_KEYS": private,
        "FORM_SECONDS": "0",
        "DELIVERY_PAUSE_SECONDS": "0.2",
    }
    yield place
    if place.process and place.process.poll() is None:
        os.killpg(place.process.pid, signal.SIGKILL)
        place.process.wait()


def workers(place: Place) -> list[int]:
    """Process numbers of this site's workers."""
    assert place.process
    running = subprocess.run(["ps", "-A", "-o", "pid=,command="], capture_output=True, text=True, check=True).stdout
    ours = f"manage.py deliver --parent={place.process.pid}"
    return [int(line.split()[0]) for line in running.splitlines() if line.rstrip().endswith(ours)]


def wait(ready: Callable[[], object]) -> None:
    until = time.monotonic() + 60
    while not ready():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.1)


def test_mails_become_files_where_no_mail_server_is_set_until_ctrl_c(place: Place, tmp_path: Path) -> None:
    printed = place.start()
    assert f"into files under {tmp_path}/mail, since EMAIL_URL names no mail server" in printed
    words = urlencode({"name": "Pat", "email": "pat@example.org", "message": "Hello"}).encode()
    headers = {"Sec-Fetch-Site": "same-origin"}
    with urlopen(Request(f"http://127.0.0.1:{place.port}/contact/", words, headers), timeout=10) as response:
        assert "/inquiry/" in response.url

    def mails() -> list[str]:
        return [file.read_text() for file in (tmp_path / "mail").iterdir()]

    wait(lambda: any("\nTo: pat@example.org\n" in mail and "/inquiry/" in mail for mail in mails()))
    assert_the_worker_stays_small(place, tmp_path)
    assert_the_worker_ends_with(place, signal.SIGINT)


def assert_the_worker_stays_small(place: Place, folder: Path) -> None:
    """Once cards were drawn and pages rendered it has neither Pillow nor the renderer: another process had."""

    def done() -> set[str]:
        with closing(sqlite3.connect(folder / "rehabsite.sqlite3")) as database:
            return {name for (name,) in database.execute("SELECT name FROM rehabsite_chore WHERE done_at IS NOT NULL")}

    wait(lambda: {"draw cards", "check what was reviewed"} <= done())
    (worker,) = workers(place)
    loaded = Path(f"/proc/{worker}/maps").read_text()
    assert "_sqlite3" in loaded
    assert not [name for name in ("PIL/", "nh3") if name in loaded]


def test_a_mail_server_is_named_without_its_password(settings: Settings) -> None:
    for name, value in MAIL.read("smtp://user:hidden-word@mail.example.org:25").items():
        setattr(settings, name, value)
    settings.EMAIL_FILE_PATH = None
    assert where_mail_goes() == "sent through mail.example.org"


def assert_the_worker_ends_with(place: Place, number: signal.Signals) -> None:
    """The signal goes to the server alone, as `kill` sends it."""
    assert place.process
    wait(lambda: workers(place))
    os.kill(place.process.pid, number)
    place.process.wait(timeout=20)
    wait(lambda: not workers(place))


def test_the_worker_ends_with_a_server_that_is_killed(place: Place) -> None:
    place.start("serve", "--no-release")
    assert_the_worker_ends_with(place, signal.SIGKILL)


def test_a_worker_that_is_killed_is_started_again_at_once_and_ends_with_the_server(place: Place) -> None:
    place.start("serve", "--no-release")
    wait(lambda: workers(place))
    (first,) = workers(place)
    wait(lambda: "No worker is running" not in place.get("/readyz"))
    os.kill(first, signal.SIGKILL)
    wait(lambda: workers(place) not in ([], [first]))
    assert "The worker ended (signal 9), and is being restarted." in place.output.read_text()
    assert place.get("/readyz").startswith("ready\n")
    assert_the_worker_ends_with(place, signal.SIGTERM)


def test_what_was_released_is_served_without_changing_anything(place: Place, started_before: Path) -> None:
    place.start("serve", "--no-release", "--without-worker")
    said = place.output.read_text()
    assert "One-time password" not in said
    assert not workers(place)
    assert "No worker is running" in place.get("/readyz")


def test_what_was_not_released_is_not_served(place: Place, started_before: Path) -> None:
    (started_before / "static" / "staticfiles.json").unlink()
    assert "Static files are not collected" in place.refusal("serve", "--no-release")
