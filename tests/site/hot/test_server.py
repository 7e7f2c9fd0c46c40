"""Kept pages from the real server, over a real connection."""

import sqlite3
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import brotli
import pytest

from rehabsite.hot.version import Commits
from tests.drill.site import Site

PAGE = "/privacy/"


@pytest.fixture(scope="module")
def site(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    import shutil

    folder = Path(shutil.copytree(prepared, tmp_path_factory.mktemp("hot") / "data"))
    site = Site(folder, mail_port=25)
    site.environment |= {"TRUSTED_PROXIES": "127.0.0.1"}
    site.web.start()
    site.wait_until_it_answers()
    yield site
    site.stop()


@pytest.fixture
def line(site: Site) -> Iterator[HTTPConnection]:
    connection = HTTPConnection("127.0.0.1", site.port, timeout=20)
    yield connection
    connection.close()


def ask(line: HTTPConnection, path: str, method: str = "GET", **headers: str) -> tuple[HTTPResponse, bytes]:
    line.request(method, path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    response = line.getresponse()
    return response, response.read()


def test_whole_head_and_unchanged_on_one_connection(line: HTTPConnection) -> None:
    whole, body = ask(line, PAGE, Accept_Encoding="br")
    assert (whole.status, int(whole.headers["Content-Length"])) == (200, len(body))
    head, nothing = ask(line, PAGE, "HEAD", Accept_Encoding="br")
    assert (head.status, nothing) == (200, b"")
    tag = head.headers["ETag"]
    unchanged, nothing = ask(line, PAGE, If_None_Match=f'"old", W/{tag}', Accept_Encoding="br")
    assert (unchanged.status, nothing) == (304, b"")
    plain, text = ask(line, PAGE)
    assert plain.headers["Content-Encoding"] is None
    assert text == brotli.decompress(body)


@pytest.mark.parametrize("name", ["SCRIPT_NAME", "Script-Name", "PATH_INFO", "X-Script-Name", "X-Forwarded-Prefix"])
def test_no_header_of_a_trusted_proxy_puts_a_page_in_anothers_place(name: str, site: Site) -> None:
    def get(**headers: str) -> bytes:
        connection = HTTPConnection("127.0.0.1", site.port, timeout=20)
        connection.putrequest("GET", PAGE)
        for header, value in headers.items():
            connection.putheader(header, value)
        connection.endheaders()
        response = connection.getresponse()
        body = response.read()
        connection.close()
        return body

    get(**{name: "/privacy"})
    clean = get()
    assert b"<title>" in clean
    assert b'rel="canonical" href="http' in clean
    assert b"/privacy/privacy" not in clean
    assert f'{PAGE}">'.encode() in clean


def test_a_thousand_fields_are_refused_with_a_sentence(line: HTTPConnection) -> None:
    for path in (PAGE, "/search/", "/nowhere/"):
        refused, said = ask(line, f"{path}?" + "&".join(f"q={n}" for n in range(1001)))
        assert refused.status == (200 if path == PAGE else 400), said[:200]


def test_readers_are_served_while_the_database_fails(site: Site, line: HTTPConnection) -> None:
    """The one process has asked for the page before."""
    _, before = ask(line, PAGE)
    database = sqlite3.connect(site.log.parent / "rehabsite.sqlite3")
    database.execute("ALTER TABLE search_publicversion RENAME TO away")
    database.execute("ALTER TABLE articles_article RENAME TO away_too")
    database.commit()
    try:
        kept, body = ask(line, PAGE)
        assert (kept.status, body) == (200, before)
        assert ask(line, "/help/")[0].status == 200
        broken, said = ask(line, "/articles/")
        assert broken.status == 503
        assert b"tel:" in said
    finally:
        database.execute("ALTER TABLE away RENAME TO search_publicversion")
        database.execute("ALTER TABLE away_too RENAME TO articles_article")
        database.commit()
        database.close()
    for _ in range(600):
        if ask(line, "/articles/")[0].headers["ETag"]:
            break
    assert ask(line, "/articles/")[0].headers["ETag"], "it keeps pages again"


@pytest.mark.parametrize("mode", ["wal", "delete"])
def test_another_connections_commit_is_seen_in_memory_at_once(mode: str, tmp_path: Path) -> None:
    """Where the log is kept in another way there is nothing to look at, and each reader's request asks."""
    file = str(tmp_path / "a.sqlite3")
    publisher = sqlite3.connect(file)
    publisher.execute(f"PRAGMA journal_mode={mode}")
    publisher.execute("CREATE TABLE search_publicversion (id INTEGER, number INTEGER)")
    commits = Commits()
    commits.look_for(file)
    for _ in range(3):
        before = commits()
        publisher.execute("INSERT INTO search_publicversion VALUES (1, 1)")
        assert commits() == before, "nothing is committed yet"
        publisher.commit()
        assert (commits() != before) == (mode == "wal")
    publisher.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    before = commits()
    publisher.execute("DELETE FROM search_publicversion")
    publisher.commit()
    assert (commits() != before) == (mode == "wal"), "after the log began again"
    publisher.close()
