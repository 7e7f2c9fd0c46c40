"""PostgreSQL that is away: refused, silent, and back again."""

import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest

from tests.drill.site import BASE_DIR, Site
from tests.postgres import Cluster, cluster

ROOM = 5  # seconds that a busy machine may add; what waited for the pool before took ten and more
Take = Callable[[Cluster], None]


@pytest.fixture(scope="module")
def both(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Site, Cluster]]:
    """On static files that were collected before."""
    with cluster() as server:
        folder = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("site") / "var"))
        site = Site(folder, mail_port=9, database_url=server.url)
        site.environment["WEB_THREADS"] = "4"
        site.prepare()
        site.web.start()
        site.wait_until_it_answers()
        yield site, server
        site.stop()


def ask(site: Site, method: str, path: str, body: str = "") -> tuple[int, str, float]:
    began = time.monotonic()
    status, _, page = site.ask(method, path, body)
    return status, page, time.monotonic() - began


def refuse(server: Cluster) -> None:
    server.stop()


def silence(server: Cluster) -> None:
    server.signal(signal.SIGSTOP)


def bring_back(server: Cluster) -> None:
    if server.process:
        server.signal(signal.SIGCONT)
    else:
        server.start()


@pytest.mark.parametrize(("away", "seconds"), [(refuse, 1.0), (silence, 3.0)], ids=["refused", "silent"])
def test_kept_pages_are_there_and_nothing_waits_long(both: tuple[Site, Cluster], away: Take, seconds: float) -> None:
    site, server = both
    assert ask(site, "GET", "/")[0] == 200
    assert ask(site, "GET", "/contact/")[0] == 200
    words = urlencode({"name": "Pat", "email": "pat@example.org", "message": "Hello", "form_key": "x"})
    away(server)
    try:
        for _ in range(2):
            status, page, took = ask(site, "POST", "/contact/", words)
            assert status == 503
            assert "was not stored" in page or "not been stored" in page or "not stored" in page
            assert "1-800-662-4357" in page
            assert took < seconds + ROOM
            time.sleep(1.1)  # so that it asks again
        status, page, took = ask(site, "GET", "/")
        assert (status, took < 1 + ROOM) == (200, True)
        status, page, took = ask(site, "GET", "/search/?q=methadone")
        assert status == 503
        assert "1-800-662-4357" in page
        assert took < seconds + ROOM
        assert ask(site, "GET", "/readyz")[0] == 503
        assert ask(site, "GET", "/healthz")[0] == 200
    finally:
        bring_back(server)
    until = time.monotonic() + 2 + ROOM
    while ask(site, "GET", "/search/?q=methadone")[0] != 200:
        assert time.monotonic() < until, "it is not back"
        time.sleep(0.1)


def test_a_start_waits_for_the_database(both: tuple[Site, Cluster], started_before: Path, tmp_path: Path) -> None:
    site, server = both
    server.stop()
    output = tmp_path / "output"
    environment = {**site.environment, "VAR_DIR": str(started_before), "DATABASE_WAIT_SECONDS": "60"}
    with output.open("w") as log:
        release = subprocess.Popen(
            [*site.web.command[:1], "manage.py", "release"], env=environment, stdout=log, stderr=log, cwd=BASE_DIR
        )
    try:
        until = time.monotonic() + 40
        while "Waiting for up to 60 seconds" not in output.read_text():
            assert time.monotonic() < until
            assert release.poll() is None, output.read_text()
            time.sleep(0.1)
        server.start()
        assert release.wait(timeout=60) == 0, output.read_text()
    finally:
        release.kill()
        release.wait()
        if not server.process:
            server.start()
