"""Asking other sites. They are all on this machine here: the tests open no socket to elsewhere."""

import socket
import time
from threading import Thread

import pytest

from articles.visiting import Answer, Visitor, in_turn, is_public
from tests.articles.sites import AGENT, Site, visitor


@pytest.mark.parametrize(
    ("status", "state"), [(200, "fine"), (404, "broken"), (410, "broken"), (403, "unsure"), (500, "unsure")]
)
def test_the_answers_number_says_how_it_stands(there: Site, status: int, state: str) -> None:
    there.answers["/page"] = (status, "")
    assert visitor().visit(f"{there.url}/page#part") == Answer(state, str(status))


def test_it_says_who_asks_and_asks_for_the_head_first(there: Site) -> None:
    visitor().visit(f"{there.url}/fine")
    assert there.asked == [("GET", "/robots.txt", AGENT), ("HEAD", "/fine", AGENT)]


@pytest.mark.parametrize("status", [403, 404, 405, 501])
def test_a_server_that_knows_no_head_is_asked_again(there: Site, status: int) -> None:
    there.answers["/no-head"] = (status, "")
    assert visitor().visit(f"{there.url}/no-head").state == "fine"
    assert there.paths() == [("HEAD", "/no-head"), ("GET", "/no-head")]


def test_a_page_that_moved_for_good_is_told_with_its_new_address(there: Site) -> None:
    there.answers |= {
        "/old": (301, "/fine"),
        "/today": (302, "/fine"),
        "/both": (302, "/old"),
        "/dead": (301, "/none"),
    }
    assert visitor().visit(f"{there.url}/old") == Answer("moved", "200", f"{there.url}/fine")
    assert visitor().visit(f"{there.url}/today").state == "fine"
    assert visitor().visit(f"{there.url}/both").state == "moved"
    assert visitor().visit(f"{there.url}/dead").state == "broken"


def test_a_circle_ends(there: Site) -> None:
    there.answers["/round"] = (302, "/round")
    assert visitor().visit(f"{there.url}/round") == Answer("unsure", "circle")


@pytest.mark.parametrize("location", ["ftp://127.0.0.1/", "file:///etc/passwd", "javascript:alert(1)"])
def test_it_follows_to_web_pages_alone(there: Site, location: str) -> None:
    there.answers["/out"] = (302, location)
    assert visitor().visit(f"{there.url}/out") == Answer("unsure", "address")


def test_it_stays_away_where_the_site_asks_for_that(there: Site) -> None:
    there.robots = "User-agent: *\nDisallow: /fine\n"
    assert visitor().visit(f"{there.url}/fine") == Answer("unsure", "robots")
    assert there.paths() == []


@pytest.mark.parametrize("status", [429, 503])
def test_a_site_that_asks_for_a_rest_is_left_alone(there: Site, status: int) -> None:
    there.answers["/busy"] = (status, "")
    one = visitor()
    one.visit(f"{there.url}/busy")
    assert one.is_resting(f"{there.url}/fine")
    assert not one.is_resting("http://127.0.0.2/")


def test_it_pauses_before_it_asks_the_same_site_again(there: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr("articles.visiting.time.sleep", slept.append)
    there.robots = "User-agent: *\nCrawl-delay: 7\nDisallow:\n"
    one = visitor(pause=2.0)
    one.visit(f"{there.url}/fine")
    one.visit(f"{there.url}/fine")
    assert [round(seconds) for seconds in slept] == [7, 7]


def test_a_site_that_does_not_answer_is_not_waited_for(there: Site) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        assert visitor(patience=0.2).visit(url) == Answer("unsure", "silent")


def test_one_that_sends_a_byte_now_and_then_is_not_waited_for_either() -> None:
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            sock, _address = slow.accept()
            with sock:
                try:
                    for _second in range(100):
                        sock.sendall(b"H")
                        sock.settimeout(0.1)
                        try:
                            sock.recv(1000)
                        except TimeoutError:
                            continue
                except OSError:
                    return

        thread = Thread(target=drip)
        thread.start()
        url = f"http://127.0.0.1:{slow.getsockname()[1]}/"
        begun = time.monotonic()
        assert visitor(patience=0.4).visit(url).code == "silent"
        assert time.monotonic() - begun < 5
        thread.join(timeout=20)
        assert not thread.is_alive()


class TestPrivateNetworks:
    @pytest.mark.parametrize(
        "address",
        [
            *("127.0.0.1", "10.0.0.1", "192.168.1.1", "172.16.0.1", "169.254.169.254", "100.64.0.1", "0.0.0.0"),
            *("::1", "fe80::1", "fd00::1", "::ffff:127.0.0.1"),
        ],
    )
    def test_they_are_not_public(self, address: str) -> None:
        assert not is_public(address)

    def test_the_open_net_is(self) -> None:
        assert is_public("93.184.215.14")

    @pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "169.254.169.254", "2130706433", "0x7f.1"])
    def test_the_real_visitor_never_asks_there(self, there: Site, host: str) -> None:
        answer = Visitor(AGENT).visit(f"http://{host}:{there.server_port}/fine")
        assert answer == Answer("broken", "private")
        assert there.asked == []

    def test_not_even_when_a_public_page_points_there(self, there: Site, monkeypatch: pytest.MonkeyPatch) -> None:
        there.answers["/out"] = (302, f"http://localhost:{there.server_port}/fine")
        allowed = iter([True, True])
        one = Visitor(AGENT, pause=0, may_reach=lambda _address: next(allowed, False))
        assert one.visit(f"{there.url}/out") == Answer("broken", "private")
        assert there.paths() == [("HEAD", "/out")]


def test_hosts_take_turns() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"]
    assert list(in_turn(urls)) == [urls[0], urls[2], urls[1], urls[3]]
