"""A facility's webhook: a real https server on this machine. Only the name's resolution is replaced."""

import hmac
import json
import logging
import socket
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Event, Thread
from typing import Any

import pytest

from contact import worker
from contact.delivery import webhook
from contact.delivery.problems import Failed
from contact.models import Notice, Recipient
from contact.worker import Heart
from outbound.deadline import Deadline
from outbound.names import Names
from tests.contact.making import World, consented, make_facility, token_of
from tests.outbound.servers import NAME, encrypted_by, make_certificate, names, this_machine


@dataclass
class Facility:
    """What the facility's server got, and what it is to answer."""

    port: int = 0
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    got: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"https://{NAME}:{self.port}/in?a=1"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_certificate(tmp_path_factory.mktemp("certificate"))


def resolves(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    """As if a name server answered with these."""
    monkeypatch.setattr(webhook, "REACH", names(*addresses))


@pytest.fixture
def facility(certificate: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Facility]:
    facility = Facility()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            facility.got.append((self.path, dict(self.headers), body))
            self.send_response(facility.status)
            for name, value in facility.headers.items():
                self.send_header(name, value)
            self.end_headers()

        do_GET = do_POST

        def log_message(self, *_words: Any) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.socket = encrypted_by(certificate).wrap_socket(server.socket, server_side=True)
    server.handle_error = lambda *_: None  # type: ignore[method-assign]
    Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    facility.port = server.server_port
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setattr(webhook, "REACH", this_machine())
    yield facility
    server.shutdown()
    server.server_close()


def send(url: str, go: Callable[[], None] = lambda: None, *, seconds: float = 5) -> None:
    call = webhook.Call(url, "secret", "key.1", {"reference": "R", "link": "L", "expires": "E"})
    webhook.send(call, go, deadline=Deadline(seconds), patience=5)


def test_it_gets_json_under_a_key_and_a_signature(facility: Facility) -> None:
    send(facility.url)
    ((path, headers, body),) = facility.got
    assert path == "/in?a=1"
    assert json.loads(body) == {"reference": "R", "link": "L", "expires": "E"}
    assert headers["Content-Type"] == "application/json"
    assert headers["Idempotency-Key"] == "key.1"
    assert headers["Host"] == f"{NAME}:{facility.port}"
    assert abs(int(headers["Webhook-Timestamp"]) - time.time()) < 5
    signed = headers["Webhook-Timestamp"].encode() + b"." + body
    assert headers["Webhook-Signature"] == "v1=" + hmac.new(b"secret", signed, sha256).hexdigest()


def test_an_inquiry_is_told_there(world: World, facility: Facility) -> None:
    place = make_facility(city=world.city, webhook=facility.url)
    consent = consented(place)
    worker.turn(Event(), Heart())
    notice = Notice.objects.get()
    ((_path, headers, body),) = facility.got
    told = json.loads(body)
    assert notice.state == "sent"
    assert told["reference"] == consent.inquiry.reference
    assert told["link"] == f"http://127.0.0.1:8000/forwarded/{token_of(notice)}/"
    secret = Recipient.objects.get(facility=place).secret
    assert headers["Webhook-Signature"] == f"v1={webhook.sign(secret, headers['Webhook-Timestamp'], body)}"


def test_it_is_repeated_under_the_same_key(world: World, facility: Facility) -> None:
    consented(make_facility(city=world.city, webhook=facility.url))
    facility.status = 503
    worker.turn(Event(), Heart())
    assert Notice.objects.get().problem == "hook-later"
    facility.status = 200
    Notice.objects.update(due_at="2026-01-01T00:00Z")
    worker.turn(Event(), Heart())
    assert Notice.objects.get().state == "sent"
    first, second = (headers["Idempotency-Key"] for _path, headers, _body in facility.got)
    assert first == second


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "hook-refused"),
        (401, "hook-refused"),
        (404, "hook-refused"),
        (410, "hook-refused"),
        (408, "hook-later"),
        (425, "hook-later"),
        (429, "hook-later"),
        (500, "hook-later"),
        (503, "hook-later"),
        (301, "hook-redirect"),
        (307, "hook-redirect"),
    ],
)
def test_what_it_answers_says_whether_trying_again_helps(facility: Facility, status: int, code: str) -> None:
    facility.status, facility.headers = status, {"Location": facility.url}
    with pytest.raises(Failed, match=code):
        send(facility.url)
    assert len(facility.got) == 1, "it is not asked again, wherever it sends us"


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "64:ff9b::7f00:1", "::127.0.0.1", "fec0::1", "ff02::1"])
def test_nothing_local_is_reached(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    """What else is local, `tests/outbound` says."""
    resolves(monkeypatch, address)
    with pytest.raises(Failed, match="hook-address"):
        send("https://hook.example.org/")


def test_a_name_with_one_local_address_is_not_reached(monkeypatch: pytest.MonkeyPatch) -> None:
    resolves(monkeypatch, "8.8.8.8", "127.0.0.1")
    with pytest.raises(Failed, match="hook-address"):
        send("https://hook.example.org/")


def test_a_silent_name_server_is_tried_again_later(monkeypatch: pytest.MonkeyPatch) -> None:
    released = Event()

    def silent(_host: str) -> list[str]:
        released.wait(60)
        return ["127.0.0.1"]

    monkeypatch.setattr(webhook, "REACH", this_machine(Names(silent).find))
    with pytest.raises(Failed, match="hook-away"):
        send("https://hook.example.org/", seconds=0.2)
    released.set()


@pytest.mark.parametrize(
    "url",
    [
        "http://hook.example.org/",
        "https:///in",
        "https://user:word@hook.example.org/",
        "https://hook.example.org:99999/",
        "https://localhost/",
        "https://hook.example.org./",
        "https://hook.example.org/a b",
        "https://hook.example.org/a\r\nX-More: 1",
        "file:///etc/passwd",
    ],
)
def test_other_addresses_are_refused(facility: Facility, url: str) -> None:
    with pytest.raises(Failed, match="hook-address"):
        send(url.replace("example.org/a", f"example.org:{facility.port}/a"))
    assert not facility.got


def test_a_proxy_of_the_environment_is_not_asked(facility: Facility, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("https_proxy", "HTTPS_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    send(facility.url)
    assert facility.got


def test_a_certificate_of_another_name_is_refused(facility: Facility) -> None:
    with pytest.raises(Failed, match="hook-certificate"):
        send(facility.url.replace(NAME, "other.example.org"))
    assert not facility.got


def test_a_certificate_that_nobody_vouches_for_is_refused(facility: Facility, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    with pytest.raises(Failed, match="hook-certificate"):
        send(facility.url)


def test_a_server_that_is_away_is_waited_for(facility: Facility) -> None:
    with closing(socket.socket()) as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(Failed, match="hook-away"):
            send(f"https://{NAME}:{taken.getsockname()[1]}/")


def test_nothing_is_said_once_it_may_not_go(facility: Facility) -> None:
    def go() -> None:
        raise worker.Stopped

    with pytest.raises(worker.Stopped):
        send(facility.url, go)
    assert not facility.got


@pytest.mark.parametrize("trick", ["drip", "flood"])
def test_an_answer_without_end_is_cut_off(
    certificate: Path, facility: Facility, monkeypatch: pytest.MonkeyPatch, trick: str
) -> None:
    """Drop by drop, or far more than an answer needs."""
    tls = encrypted_by(certificate)
    with closing(socket.create_server(("127.0.0.1", 0))) as listener:
        Thread(target=_answer_for_ever, args=(listener, tls, trick), daemon=True).start()
        with pytest.raises(Failed, match="too-slow|hook-away"):
            send(f"https://{NAME}:{listener.getsockname()[1]}/", seconds=1)


def _answer_for_ever(listener: socket.socket, tls: ssl.SSLContext, trick: str) -> None:
    plain, _ = listener.accept()
    try:
        with tls.wrap_socket(plain, server_side=True) as connection:
            connection.recv(5000)
            connection.send(b"HTTP/1.1 200 OK\r\n")
            while True:
                connection.send(b"X-More: 1" if trick == "drip" else b"X-More: " + b"1" * 60_000 + b"\r\n")
                time.sleep(0.05 if trick == "drip" else 0)
    except OSError:
        return


def test_the_log_tells_neither_address_nor_link(
    world: World, facility: Facility, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    consented(make_facility(city=world.city, webhook=facility.url))
    facility.status = 500
    worker.turn(Event(), Heart())
    assert "hook-later" in caplog.text
    for secret in (NAME, "forwarded", "REF-", str(facility.port)):
        assert secret not in caplog.text
