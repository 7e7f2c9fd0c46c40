"""Where requests go, and where they never do. Nothing is replaced but what names mean, and which address is public."""

import socket

import pytest

from outbound.addresses import RANGES
from outbound.client import Request, Response, ask
from outbound.connecting import Reach, connect
from outbound.deadline import Deadline
from outbound.errors import NoAnswer, NotAsked
from outbound.urls import read
from tests.codes import refused
from tests.outbound.servers import NAME, NameServer, at_any_port, names, serving, this_machine
from tests.outbound.test_client import Said

SAMPLES = sorted({text.partition("/")[0] for texts in RANGES.values() for text in texts})
URL = f"https://{NAME}/"


def go(url: str, reach: Reach) -> Response:
    return ask(Request("GET", url), deadline=Deadline(5), reach=reach)


@pytest.fixture
def nobody_connects(monkeypatch: pytest.MonkeyPatch) -> None:
    def connected(_socket: socket.socket, address: object) -> None:
        pytest.fail(f"connected to {address}")

    monkeypatch.setattr(socket.socket, "connect", connected)


@pytest.mark.usefixtures("nobody_connects")
class TestNeverAsked:
    @pytest.mark.parametrize("address", SAMPLES)
    def test_a_name_of_an_address_that_is_not_public(self, address: str) -> None:
        with pytest.raises(NotAsked, match="private"):
            go(URL, names(address))

    @pytest.mark.parametrize("address", SAMPLES)
    def test_such_an_address_itself(self, address: str) -> None:
        with pytest.raises(NotAsked, match="private"):
            go(f"http://[{address}]/" if ":" in address else f"http://{address}/", Reach())

    @pytest.mark.parametrize("private", ["127.0.0.1", "10.0.0.1", "::1", "fd00::1", "64:ff9b::7f00:1"])
    @pytest.mark.parametrize("place", [0, 1, 2, 9])
    def test_a_name_with_one_such_address_among_public_ones(self, private: str, place: int) -> None:
        public = [f"8.8.8.{number}" for number in range(9)]
        with pytest.raises(NotAsked, match="private"):
            go(URL, names(*public[:place], private, *public[place:]))

    @pytest.mark.parametrize("address", ["fe80::1%eth0", "8.8.8.8%eth0", "localhost", "127.1", ""])
    def test_a_name_server_that_answers_no_plain_address(self, address: str) -> None:
        with pytest.raises(NotAsked, match="private"):
            go(URL, names(address))

    @pytest.mark.parametrize(
        ("host", "code"),
        [
            *((host, "private") for host in ("localhost", "[::1]", "127.0.0.1", "169.254.169.254")),
            *((host, "address") for host in ("2130706433", "0x7f.1")),
        ],
    )
    def test_an_address_of_this_machine_in_any_spelling(self, host: str, code: str) -> None:
        with refused(code):
            go(f"http://{host}:8080/", Reach())


def test_the_connection_goes_to_the_address_that_was_looked_at() -> None:
    """A name server that answers otherwise the second time finds no one who asks."""
    name_server = NameServer(["127.0.0.1"], ["10.0.0.1"])
    with serving(Said()) as port:
        assert go(f"http://{NAME}:{port}/", this_machine(name_server)).status == 200
    assert name_server.asked == [f"{NAME}."]


def test_an_address_is_not_looked_up() -> None:
    name_server = NameServer(["10.0.0.1"])
    with serving(Said()) as port:
        assert go(f"http://127.0.0.1:{port}/", this_machine(name_server)).status == 200
    assert name_server.asked == []


def test_each_request_looks_anew() -> None:
    name_server = NameServer(["127.0.0.1"], ["10.0.0.1"])
    with serving(Said()) as port:
        go(f"http://{NAME}:{port}/", this_machine(name_server))
        with pytest.raises(NotAsked, match="private"):
            go(f"http://{NAME}:{port}/", this_machine(name_server))


def test_when_one_address_is_away_the_next_is_tried() -> None:
    anywhere = Reach(NameServer(["::1", "127.0.0.1"]), lambda _address: None, range(1, 65536))
    with serving(Said()) as port:
        assert go(f"http://{NAME}:{port}/", anywhere).status == 200


def test_the_connection_is_to_the_host_that_the_name_server_named() -> None:
    with serving(Said()) as port:
        target = read(f"http://{NAME}:{port}/", ports=range(1, 65536))
        with connect(target, this_machine(), Deadline(5), 5) as connection:
            assert connection.getpeername() == ("127.0.0.1", port)


def test_a_name_that_nobody_knows_is_no_answer() -> None:
    def unknown(_host: str, _seconds: float) -> list[str]:
        raise NoAnswer("name")

    with pytest.raises(NoAnswer, match="name"):
        go(URL, Reach(look_up=unknown))


def test_this_machine_is_refused_when_only_ports_are_free() -> None:
    with serving(Said()) as port, pytest.raises(NotAsked, match="private"):
        go(f"http://127.0.0.1:{port}/", at_any_port(Reach()))
