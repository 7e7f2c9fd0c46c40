"""Looking names up: a name server that says nothing holds no one for longer than they wait."""

import socket
from collections.abc import Iterator
from threading import Event, Thread

import pytest

from outbound.errors import NoAnswer
from outbound.names import Names, resolve
from tests.codes import refused


class Resolver:
    """A name server that is silent about names that begin with "silent", until it is released."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.released = Event()

    def __call__(self, host: str) -> list[str]:
        self.asked.append(host)
        if host.startswith("silent"):
            self.released.wait(30)
        if host == "nobody.example":
            raise socket.gaierror(-2, "Name or service not known")
        return [] if host == "empty.example" else ["8.8.8.8"]


@pytest.fixture
def resolver() -> Iterator[Resolver]:
    resolver = Resolver()
    yield resolver
    resolver.released.set()


def test_it_works(resolver: Resolver) -> None:
    assert Names(resolver).find("hook.example.org", 5) == ["8.8.8.8"]


@pytest.mark.parametrize("host", ["nobody.example", "empty.example"])
def test_a_name_that_nobody_knows_is_told(resolver: Resolver, host: str) -> None:
    with pytest.raises(NoAnswer, match="name"):
        Names(resolver).find(host, 5)


def test_a_name_that_cannot_be_asked_for_is_told() -> None:
    with pytest.raises(NoAnswer, match="name"):
        Names(resolve).find("a" * 70 + ".example", 5)


def test_a_silent_name_server_is_not_waited_for(resolver: Resolver) -> None:
    with pytest.raises(NoAnswer, match="name"):
        Names(resolver).find("silent.example", 0.05)
    assert not resolver.released.is_set()


def test_callers_of_one_name_share_one_look_up(resolver: Resolver) -> None:
    names = Names(resolver, at_once=1)
    for _time in range(5):
        with refused("name"):
            names.find("silent.example", 0.02)
    assert resolver.asked == ["silent.example"]


def test_silent_name_servers_pile_up_no_threads(resolver: Resolver) -> None:
    names = Names(resolver, at_once=3)
    for number in range(20):
        with refused("name"):
            names.find(f"silent{number}.example", 0.02)
    assert len(resolver.asked) == 3


def test_who_finds_no_room_waits_for_it(resolver: Resolver) -> None:
    names, found = Names(resolver, at_once=1), list[str]()
    with refused("name"):
        names.find("silent.example", 0.02)
    waiting = Thread(target=lambda: found.extend(names.find("hook.example.org", 20)))
    waiting.start()
    resolver.released.set()
    waiting.join(20)
    assert found == ["8.8.8.8"]


def test_after_a_failure_there_is_room_again(resolver: Resolver) -> None:
    names = Names(resolver, at_once=1)
    for _time in range(3):
        with refused("name"):
            names.find("nobody.example", 5)
    assert names.find("hook.example.org", 5) == ["8.8.8.8"]
    assert resolver.asked == [*["nobody.example"] * 3, "hook.example.org"]


def test_no_room_for_a_thread_is_no_answer(resolver: Resolver, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_thread: Thread) -> None:
        raise RuntimeError("can't start new thread")

    names = Names(resolver, at_once=1)
    with monkeypatch.context() as full_machine:
        full_machine.setattr(Thread, "start", full)
        with pytest.raises(NoAnswer, match="name"):
            names.find("hook.example.org", 5)
    assert names.find("hook.example.org", 5) == ["8.8.8.8"]


def test_the_systems_own_look_up_takes_an_address_as_it_is() -> None:
    assert resolve("127.0.0.1") == ["127.0.0.1"]
