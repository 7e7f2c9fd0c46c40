"""The same as `test_discretion`, by the real server and the real worker: what do their logs and files hold?"""

import re
import socket
import sqlite3
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from email import message_from_bytes
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest

from contact.crypto import sealing
from tests.contact import trail
from tests.contact.test_discretion import MARKS, PERSON, TYPED, inputs
from tests.site.place import Place

HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded",
    "Cookie": "note=zyxcookie",
    "Referer": "http://127.0.0.1/zyxreferrer/",
    "Sec-Fetch-Site": "same-origin",
    "User-Agent": "zyxbrowser/1.0",
    "X-Forwarded-For": MARKS["forged address"],
}
DEMO = (
    "from facilities.services import demo; from contact.services.recipients import load_recipients;"
    "demo.load_facilities(); load_recipients()"
)
NONSENSE = (
    b"GET /inquiry/%(token)s zyxpath HTTP/9.9\r\n\r\n",
    b"zyxmessage\r\n\r\n",
    b"GET /inquiry/%(token)s/?zyxquery HTTP/1.1\r\nzyx header: 1\r\n\r\n",
    b"POST /inquiry/%(token)s/ HTTP/1.1\r\nHost: zyxheader.example\r\nContent-Length: 3\r\n\r\nzyx",
    b"POST /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: zyxheader\r\n\r\nzyxmessage",
    b"POST /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nTransfer-Encoding: chunked\r\n\r\nzyxmessage\r\n",
    b"POST /contact/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 900\r\n\r\nmessage=zyxmessage",
    b"GET /" + b"zyxpath" * 20_000 + b" HTTP/1.1\r\n\r\n",
)


class Site(Place):
    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.folder = folder

    def ask(self, method: str, path: str, body: Mapping[str, str] | None = None, **more: str) -> tuple[int, str, str]:
        """Status, Location, page."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request(method, path, urlencode(body) if body else None, HEADERS | more)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            connection.close()

    def say(self, nonsense: bytes) -> None:
        # It may hang up before it has heard everything.
        with suppress(ConnectionError), socket.create_connection(("127.0.0.1", self.port), timeout=5) as line:
            line.sendall(nonsense)
            line.shutdown(socket.SHUT_WR)
            line.recv(1000)

    def run(self, *arguments: str) -> None:
        output = self.output
        self.output = output.with_name("other-output")
        assert self.command(*arguments).wait(timeout=60) == 0, self.output.read_text()
        self.output = output

    def letters(self, wanted: int) -> list[bytes]:
        """Once the worker has written that many."""
        for _ in range(200):
            found = [file.read_bytes() for file in self.folder.joinpath("mail").glob("*")]
            if sum(letter.count(b"\nMessage-ID:") for letter in found) >= wanted:
                return found
            time.sleep(0.1)
        pytest.fail(f"They are fewer than {wanted}.")


@pytest.fixture
def site(started_before: Path) -> Iterator[Site]:
    site = Site(started_before)
    public, private = sealing.make_pair()
    site.environment |= {
        "ADMINS": "operator@example.org",
        "DJANGO_SETTINGS_MODULE": "tests.contact.crashing",
        "FORM_SECONDS": "0",
        "INQUIRY_PRIVATE_KEYS": private,
        "INQUIRY_PUBLIC_KEY": public,
    }
    yield site
    if site.process and site.process.poll() is None:
        site.stop()


def test_the_server_and_the_worker_write_down_no_word(site: Site, tmp_path: Path) -> None:
    site.start("serve", "--no-release")
    site.run("shell", "-c", DEMO)
    form = {**TYPED, "city": "austin", "consent": "yes", "form_key": "", "started": ""}
    assert site.ask("POST", "/contact/?zyxquery", {**form, "email": "", "phone": ""})[0] == 422
    status, location, page = site.ask("POST", "/contact/", form)
    assert status == 303, page
    token = location.split("/")[2]
    boxes = [value for name, value in inputs(site.ask("GET", location)[2]) if name == "facility"]
    assert site.ask("POST", location, {"facility": boxes[0]})[0] == 303

    letters = site.letters(3)
    links = dict(re.findall(rb"/(forwarded|inquiry)/([\w-]{22})/", b"".join(letters)))
    assert links[b"inquiry"].decode() == token
    facility = links[b"forwarded"].decode()
    status, _location, page = site.ask("POST", f"/forwarded/{facility}/", {"note": "zyxnote"})
    assert status == 200
    assert "zyxmessage" in page

    assert site.ask("GET", "/near/?place=zyxquery&payment=none")[0] == 200
    assert site.ask("GET", "/near/?place=zyxquery&payment=none", None, **{"X-Crash": "1"})[0] == 500
    for path in (f"/inquiry/{token}", f"/inqury/{token}/", f"/inquiry/{token}/zyxpath/", f"/%69nquiry/{token}x/"):
        assert site.ask("GET", path)[0] in (301, 404)
    assert site.ask("POST", f"/inquiry/{token}/delete/?zyxquery", {"note": "zyxnote"}, **{"X-Crash": "1"})[0] == 500
    assert site.ask("POST", "/contact/", form, **{"X-Crash": "zyxheader"})[0] == 500
    for nonsense in NONSENSE:
        site.say(nonsense.replace(b"%(token)s", token.encode()))
    with sqlite3.connect(tmp_path / "rehabsite.sqlite3", timeout=20) as database:
        database.execute("ALTER TABLE contact_inquiry RENAME TO elsewhere")
    assert site.ask("POST", "/contact/", {**form, "message": "zyxmessage again"})[0] == 503
    assert any(b"To: operator@" in letter for letter in site.letters(4))  # one, of all that failed
    site.stop()

    said = site.output.read_text()
    assert said.count("ValueError") == 3
    assert "(contact 503)" in said
    assert " POST /inquiry/ 500 " in said
    marks = MARKS | {"person's link": token, "facility's link": facility}
    files = [file for file in tmp_path.rglob("*") if file.is_file() and not file.is_relative_to(tmp_path / "static")]
    assert {"output", "rehabsite.sqlite3"} <= {file.name for file in files}
    for file in files:
        if file.parent.name != "mail":
            assert trail.found_in(file.read_bytes(), marks) == set(), file.name
    for file in tmp_path.joinpath("mail").iterdir():
        for letter in re.split(rb"^-{79}$", file.read_bytes(), flags=re.MULTILINE):
            if letter.strip():
                assert_discreet(letter.strip(), marks)


def assert_discreet(letter: bytes, marks: Mapping[str, str]) -> None:
    to = message_from_bytes(letter)["To"]
    found = trail.found_in(letter, marks)
    if to == PERSON:
        assert found == {"mail", "host", "person's link"}
    elif to.endswith(".example"):
        assert found == {"facility's link"}
    else:
        assert found == set(), to
