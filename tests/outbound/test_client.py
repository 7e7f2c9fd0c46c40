"""One request to another site: what is said, and what is made of the answer."""

import socket
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outbound.client import Request, Response, ask
from outbound.connecting import Reach
from outbound.deadline import Deadline
from outbound.errors import NoAnswer, NotAsked
from tests.codes import refused
from tests.outbound.servers import NAME, NameServer, encrypted_by, serving, this_machine

FINE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"


class Said:
    """Answers each connection with the same bytes, and remembers what was asked."""

    def __init__(self, answer: bytes = FINE) -> None:
        self.answer, self.asked = answer, list[bytes]()

    def __call__(self, connection: socket.socket) -> None:
        self.asked.append(connection.recv(100_000))
        connection.sendall(self.answer)
        connection.shutdown(socket.SHUT_WR)
        while connection.recv(10_000):
            pass


def get(
    port: int,
    path: str = "/",
    *,
    reach: Reach | None = None,
    most: int = 0,
    ready: Callable[[], object] = lambda: None,
) -> Response:
    request = Request("GET", f"http://{NAME}:{port}{path}", {"User-Agent": "Test"}, most=most)
    return ask(request, deadline=Deadline(10), reach=reach or this_machine(), ready=ready)


def answered(answer: bytes, *, most: int = 0) -> Response:
    with serving(Said(answer)) as port:
        return get(port, most=most)


def test_it_works() -> None:
    said = Said()
    with serving(said) as port:
        assert get(port, "/in?a=1", most=100) == Response(200, "", b"hello")
    lines = said.asked[0].decode().split("\r\n")
    assert lines[0] == "GET /in?a=1 HTTP/1.1"
    assert sorted(line for line in lines[1:] if line) == [
        "Accept-Encoding: identity",
        "Connection: close",
        f"Host: {NAME}:{port}",
        "User-Agent: Test",
    ]


def test_a_body_is_sent_whole() -> None:
    said = Said()
    with serving(said) as port:
        request = Request("POST", f"http://{NAME}:{port}/", body=b"{}")
        ask(request, deadline=Deadline(10), reach=this_machine())
    assert said.asked[0].startswith(b"POST / HTTP/1.1\r\n")
    assert b"Content-Length: 2\r\n" in said.asked[0]


def test_a_redirect_is_told_and_not_followed() -> None:
    said = Said(b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n")
    with serving(said) as port:
        assert get(port) == Response(302, "http://127.0.0.1/", b"")
    assert len(said.asked) == 1


@pytest.mark.parametrize(
    ("sent", "read"),
    [
        ("/ü?ß".encode(), "/ü?ß"),
        ("/ü".encode("latin-1"), "/ü"),
        (b"  /a b  ", "/a%20b"),
        (b'/"<x>', "/%22%3Cx%3E"),
        (b"/a%20b", "/a%20b"),
    ],
)
def test_a_location_is_read_as_browsers_do(sent: bytes, read: str) -> None:
    assert answered(b"HTTP/1.1 302 Found\r\nLocation: " + sent + b"\r\n\r\n").location == read


def test_a_scheme_that_the_caller_did_not_ask_for_is_refused() -> None:
    with serving(Said()) as port:
        request = Request("GET", f"http://{NAME}:{port}/", schemes=("https",))
        with pytest.raises(NotAsked, match="address"):
            ask(request, deadline=Deadline(10), reach=this_machine())


def test_nothing_of_the_environment_is_asked_for_a_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with serving(Said()) as port:
        assert get(port).status == 200


class TestEncryption:
    @pytest.fixture(autouse=True)
    def _trusted(self, certificate: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))

    def ask(self, certificate: Path, host: str = NAME) -> Response:
        tls, asked_for = encrypted_by(certificate), list[str | None]()
        tls.sni_callback = lambda _socket, name, _context: asked_for.append(name)
        with serving(Said(), tls) as port:
            request = Request("GET", f"https://{host}:{port}/")
            response = ask(request, deadline=Deadline(10), reach=this_machine())
        assert asked_for == [host]
        return response

    def test_it_is_asked_for_by_name(self, certificate: Path) -> None:
        assert self.ask(certificate).status == 200

    def test_a_certificate_of_another_name_is_refused(self, certificate: Path) -> None:
        with pytest.raises(NoAnswer, match="certificate"):
            self.ask(certificate, "other.example.org")

    def test_a_certificate_that_nobody_vouches_for_is_refused(
        self, certificate: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(NoAnswer, match="certificate"):
            self.ask(certificate)

    def test_what_is_not_encrypted_is_no_answer(self) -> None:
        with serving(Said(b"HTTP/1.1 200 OK\r\n\r\n")) as port, pytest.raises(NoAnswer, match="encryption"):
            ask(Request("GET", f"https://{NAME}:{port}/"), deadline=Deadline(10), reach=this_machine())


class TestReady:
    """What the caller asks when the other side listens."""

    def test_it_may_stop_it_and_nothing_was_said(self) -> None:
        class StoppedError(Exception):
            pass

        def stop() -> None:
            raise StoppedError

        said = Said()
        with serving(said) as port:
            with pytest.raises(StoppedError):
                get(port, ready=stop)
            get(port)
        assert said.asked[0] == b""

    def test_an_error_of_its_own_is_not_taken_for_the_networks(self) -> None:
        def fail() -> None:
            raise OSError("our own")

        with serving(Said()) as port, pytest.raises(OSError, match="our own"):
            get(port, ready=fail)

    def test_it_is_not_asked_when_nobody_listens(self) -> None:
        with refused("private"):
            get(80, reach=Reach(look_up=NameServer(["127.0.0.1"])), ready=lambda: pytest.fail("asked"))


class TestSizes:
    def test_no_more_of_the_body_is_read_than_was_asked_for(self) -> None:
        assert answered(FINE, most=2).body == b"he"
        assert answered(FINE).body == b""

    def test_a_body_without_end_is_cut(self) -> None:
        endless = b"HTTP/1.1 200 OK\r\n\r\n" + b"x" * 1_000_000
        assert answered(endless, most=10).body == b"x" * 10

    def test_a_chunked_body_is_put_together(self) -> None:
        answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2;a=b\r\nlo\r\n0\r\n\r\n"
        assert answered(answer, most=100).body == b"hello"

    def test_chunks_that_are_mostly_packing_are_too_much(self) -> None:
        packing = b"1;" + b"x" * 30_000 + b"\r\na\r\n"
        answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + packing * 50
        with pytest.raises(NoAnswer, match="large"):
            answered(answer, most=100)

    @pytest.mark.parametrize(
        "head",
        [
            b"X: " + b"y" * 70_000,
            b"\r\n".join(b"X: " + b"y" * 5_000 for _line in range(20)),
        ],
    )
    def test_a_head_that_is_too_large_is_no_answer(self, head: bytes) -> None:
        with pytest.raises(NoAnswer, match="large|broken-off"):
            answered(b"HTTP/1.1 200 OK\r\n" + head + b"\r\n\r\n")

    def test_a_head_of_too_many_lines_is_no_answer(self) -> None:
        with pytest.raises(NoAnswer, match="broken-off"):
            answered(b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n")

    def test_promises_without_end_are_too_much(self) -> None:
        with pytest.raises(NoAnswer, match="large"):
            answered(b"HTTP/1.1 100 Continue\r\n\r\n" * 10_000)


class TestBrokenOff:
    @pytest.mark.parametrize(
        "answer",
        [
            b"",
            b"HTTP/1.1 200 OK",
            b"HTTP/1.1 200 OK\r\n",
            b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n",
            b"hello\r\n\r\n",
            b"HTTP/1.1 99999 X\r\n\r\n",
            b"SSH-2.0-OpenSSH_9.2\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-A\r\nhello",
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n-FFFFFFFFFFFFFFFFFFFF\r\nhello",
        ],
    )
    def test_half_an_answer_is_none(self, answer: bytes) -> None:
        with pytest.raises(NoAnswer, match="broken-off"):
            answered(answer, most=10)

    def test_a_port_where_nobody_listens_is_silent(self) -> None:
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            with pytest.raises(NoAnswer, match="silent"):
                get(taken.getsockname()[1])


PIECES = [
    *(b"\r\n", b";", b": ", b"-", b"0", b"5", b"A" * 20, b"\x00", b"\xff", b"a" * 70_000),
    *(b"Content-Length", b"Transfer-Encoding: chunked", b"Location", b"HTTP/1.1 100 Continue", b"HTTP/1.0 200"),
]


@settings(max_examples=150, deadline=None)
@given(
    st.one_of(st.binary(max_size=200), st.lists(st.sampled_from(PIECES), max_size=8).map(b"".join)),
    st.sampled_from(
        [
            *(b"", b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 200 OK\r\n\r\n"),
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        ]
    ),
)
def test_whatever_is_answered_it_is_an_answer_or_none(answer: bytes, begins: bytes) -> None:
    with suppress(NoAnswer):
        found = answered(begins + answer, most=100)
        assert (found.status, len(found.body) <= 100) == (200, True)


def test_neither_address_nor_word_stands_in_an_error() -> None:
    name_server = NameServer(["10.1.2.3"])
    with pytest.raises(NotAsked) as raised:
        get(80, "/secret", reach=Reach(look_up=name_server))
    assert str(raised.value) == "private: private"
    assert raised.value.__cause__ is None
    assert raised.value.__suppress_context__ or raised.value.__context__ is None
