"""A whole exchange ends in time, whatever the other side does. No test asks a clock how long it took: each would wait
for ever, or for the minute that a step may take, if the deadline did not hold."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event

import pytest

from outbound.client import Request, ask
from outbound.deadline import Deadline
from outbound.errors import NoAnswer
from outbound.names import Names
from tests.outbound.servers import NAME, encrypted_by, serving, this_machine

SECONDS, MINUTE = 0.3, 60


Talk = Callable[[socket.socket], None]


def late(
    port: int,
    *,
    scheme: str = "http",
    most: int = 0,
    seconds: float = SECONDS,
    patience: float = MINUTE,
    look_up: Callable[[str, float], list[str]] | None = None,
) -> str:
    request = Request("GET", f"{scheme}://{NAME}:{port}/", most=most)
    with pytest.raises(NoAnswer) as failed:
        ask(request, deadline=Deadline(seconds), patience=patience, reach=this_machine(look_up))
    return failed.value.code


class Slow:
    """Servers that take as long as they can, until the test is over."""

    def __init__(self) -> None:
        self.over = Event()

    def drip(self, begins: bytes, drop: bytes) -> Talk:
        def talk(connection: socket.socket) -> None:
            connection.recv(10_000)
            connection.sendall(begins)
            while not self.over.wait(0.02):
                connection.sendall(drop)

        return talk

    def say_nothing(self, _connection: object) -> None:
        self.over.wait(MINUTE)

    def answer_no_name(self, _host: str) -> list[str]:
        self.over.wait(MINUTE)
        return ["127.0.0.1"]

    @contextmanager
    def serving(self, talk: Talk, tls: ssl.SSLContext | None = None) -> Iterator[int]:
        with serving(talk, tls) as port:
            yield port
            self.over.set()


@pytest.fixture
def slow() -> Iterator[Slow]:
    slow = Slow()
    yield slow
    slow.over.set()


@pytest.mark.parametrize(
    ("begins", "drop", "most"),
    [
        (b"", b"H", 0),
        (b"HTTP/1.1 200 OK\r\n", b"X", 0),
        (b"HTTP/1.1 200 OK\r\n", b"X: y\r\n", 0),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n", 0),
        (b"HTTP/1.1 200 OK\r\n\r\n", b"y", 100_000),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\ny\r\n", 100_000),
    ],
)
def test_an_answer_drop_by_drop(slow: Slow, begins: bytes, drop: bytes, most: int) -> None:
    with slow.serving(slow.drip(begins, drop)) as port:
        assert late(port, most=most) == "late"


def test_an_encrypted_answer_drop_by_drop(certificate: Path, monkeypatch: pytest.MonkeyPatch, slow: Slow) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with slow.serving(slow.drip(b"HTTP/1.1 200 OK\r\n", b"X"), encrypted_by(certificate)) as port:
        assert late(port, scheme="https", seconds=1) == "late"


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_not_a_word(slow: Slow, scheme: str) -> None:
    with slow.serving(slow.say_nothing) as port:
        assert late(port, scheme=scheme) == "late"


def test_a_hand_shake_drop_by_drop(slow: Slow) -> None:
    begins_a_long_record = b"\x16\x03\x03\x40\x00"
    with slow.serving(slow.drip(begins_a_long_record, b"\x02")) as port:
        assert late(port, scheme="https") == "late"


def test_a_name_server_that_says_nothing(slow: Slow) -> None:
    assert late(80, look_up=Names(slow.answer_no_name).find) == "name"


def test_nothing_is_begun_when_it_is_over() -> None:
    assert late(80, seconds=0, look_up=lambda _host, _seconds: pytest.fail("looked up")) == "late"


def test_patience_may_end_before_the_deadline_does(slow: Slow) -> None:
    with slow.serving(slow.say_nothing) as port:
        assert late(port, seconds=MINUTE, patience=0.1) == "silent"
