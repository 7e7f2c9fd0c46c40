"""`manage.py deliver` as a process of its own."""

import os
import shutil
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rehabsite.settings import BASE_DIR
from tests.contact.mailserver import MailServer
from tests.drill.site import Process, Site


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory, prepared: Path) -> Iterator[tuple[Site, MailServer]]:
    with MailServer().listening() as server:
        site = Site(shutil.copytree(prepared, tmp_path_factory.mktemp("site") / "var"), server.port)
        yield site, server
        site.stop()


@pytest.fixture
def site(both: tuple[Site, MailServer]) -> Site:
    return both[0]


@pytest.fixture
def server(both: tuple[Site, MailServer]) -> MailServer:
    server = both[1]
    server.fault = lambda recipient: ""
    server.taken.clear()
    return server


@pytest.fixture
def worker(site: Site) -> Iterator[Process]:
    yield site.worker
    site.worker.stop()


def states(site: Site) -> dict[str, int]:
    """How many notices stand how."""
    with closing(sqlite3.connect(f"{site.environment['VAR_DIR']}/rehabsite.sqlite3")) as database:
        return dict(database.execute("SELECT state, COUNT(*) FROM contact_notice GROUP BY state"))


def wait(ready: Callable[[], object], seconds: float = 20) -> None:
    until = time.monotonic() + seconds
    while not ready():
        assert time.monotonic() < until, "it does not happen"
        time.sleep(0.05)


def test_once_sends_what_is_due_and_ends(site: Site, server: MailServer) -> None:
    site.write_in(3)
    before = states(site).get("sent", 0)
    site.run("manage.py", "deliver", "--once")
    assert states(site) == {"sent": before + 3}
    assert len([mail for mail in server.taken if mail.reference]) == 3
    server.taken.clear()
    site.run("manage.py", "deliver", "--once")
    assert not server.taken


def test_once_without_a_database_says_so(site: Site) -> None:
    with pytest.raises(RuntimeError, match="Not everything could be done") as failed:
        site.run("manage.py", "deliver", "--once", DATABASE_URL="sqlite:////no/such/folder/site.sqlite3")
    assert "Traceback" not in str(failed.value)


def test_it_ends_after_the_mail_in_hand(site: Site, server: MailServer, worker: Process) -> None:
    server.fault = lambda recipient: "slow"
    site.write_in(4)
    before = states(site).get("sent", 0)
    worker.start()
    wait(lambda: states(site).get("leased"))
    worker.stop()
    now = states(site)
    assert now.get("leased", 0) == 0
    assert now.get("sent", 0) > before
    assert now.get("waiting", 0) > 0, "it did not do all of them first"
    site.run("manage.py", "deliver", "--once")


def test_it_waits_for_a_database_that_is_away_and_says_so_once(site: Site, tmp_path: Path) -> None:
    away = {**site.environment, "DATABASE_URL": "sqlite:////no/such/folder/site.sqlite3"}
    log = tmp_path / "log"
    with log.open("wb") as output:
        worker = Process(away, output, "manage.py", "deliver")
        worker.start()
        wait(lambda: b"does not answer" in log.read_bytes())
        time.sleep(2)
        assert worker.is_running
        assert worker.stop() < 20
    said = log.read_text()
    assert said.count("does not answer") <= int(site.environment["DELIVERY_THREADS"])
    assert "Traceback" not in said


def test_it_ends_when_its_parent_did(site: Site) -> None:
    command = [sys.executable, "manage.py", "deliver", f"--parent={os.getpid()}"]
    orphan = "import subprocess, sys; print(subprocess.Popen(sys.argv[1:]).pid)"
    began = time.monotonic()
    subprocess.run(
        [sys.executable, "-c", orphan, *command], cwd=BASE_DIR, env=site.environment, check=True, capture_output=True
    )
    assert time.monotonic() - began < 20, "its output would have stayed open for as long as it ran"


def test_it_says_that_receipts_wait_for_a_key(site: Site, server: MailServer) -> None:
    site.write_in(1)
    said = site.run("manage.py", "deliver", "--once", INQUIRY_PRIVATE_KEYS="")
    assert said.count("INQUIRY_PRIVATE_KEYS is not set here") == 1
    assert {mail.to for mail in server.taken} == {"intake@drill.example.org", "editors@example.org"}
    site.run("manage.py", "deliver", "--once")
    assert "quillon.zephyrine@example.org" in {mail.to for mail in server.taken}


def test_a_lease_that_an_attempt_could_outlast_does_not_start(site: Site) -> None:
    site.run("manage.py", "check", DELIVERY_LEASE_SECONDS="41", EMAIL_TIMEOUT="10")
    with pytest.raises(RuntimeError, match="DELIVERY_LEASE_SECONDS is 40"):
        site.run("manage.py", "deliver", "--once", DELIVERY_LEASE_SECONDS="40", EMAIL_TIMEOUT="10")
