"""Asking other sites. They are all on this machine here: the tests open no socket to elsewhere."""

import socket
from threading import Event, Thread

import pytest

from articles.link_visitor import Answer, Visitor, in_turn
from outbound.connecting import INTERNET
from outbound.names import Names
from tests.articles.sites import AGENT, Site, visitor
from tests.outbound.servers import NameServer, at_any_port, this_machine


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
    monkeypatch.setattr("articles.link_visitor.time.sleep", slept.append)
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
    sent: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as slow:

        def drip() -> None:
            sock, _address = slow.accept()
            with sock:
                try:
                    for _second in range(100):
                        sock.sendall(b"H")
                        sent.append(b"H")
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
        assert visitor(patience=0.4).visit(url).code == "silent"
        thread.join(timeout=60)
        assert len(sent) < 100, "it waited to the end"


class TestPrivateNetworks:
    """What else is one, `tests/outbound` says."""

    @pytest.mark.parametrize(
        ("host", "answer"),
        [
            ("127.0.0.1", Answer("broken", "private")),
            ("localhost", Answer("broken", "private")),
            ("[::1]", Answer("broken", "private")),
            ("[64:ff9b::7f00:1]", Answer("broken", "private")),
            ("169.254.169.254", Answer("broken", "private")),
            ("2130706433", Answer("unsure", "address")),
            ("0x7f.1", Answer("unsure", "address")),
            ("user@127.0.0.1", Answer("unsure", "address")),
        ],
    )
    def test_the_real_visitor_never_asks_there(self, there: Site, host: str, answer: Answer) -> None:
        assert Visitor(AGENT, reach=at_any_port(INTERNET)).visit(f"http://{host}:{there.server_port}/fine") == answer
        assert there.asked == []

    @pytest.mark.parametrize("port", [22, 25, 6379, 65536])
    def test_nor_where_no_web_server_is(self, port: int) -> None:
        assert Visitor(AGENT).visit(f"https://clinic.example:{port}/") == Answer("unsure", "address")

    @pytest.mark.parametrize("host", ["localhost", "10.0.0.1", "[::1]", "elsewhere.example"])
    @pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
    def test_not_even_when_a_public_page_points_there(self, there: Site, host: str, status: int) -> None:
        there.answers["/out"] = (status, f"http://{host}:{there.server_port}/fine")
        reach = this_machine(NameServer(["10.0.0.1"]))
        assert Visitor(AGENT, pause=0, reach=reach).visit(f"{there.url}/out") == Answer("broken", "private")
        assert there.paths() == [("HEAD", "/out")]

    def test_not_even_when_a_name_changes_its_mind_on_the_way(self, there: Site) -> None:
        """robots.txt is asked at the first address, and the page would be at the second."""
        reach = this_machine(NameServer(["127.0.0.1"], ["10.0.0.1"]))
        url = f"http://clinic.example:{there.server_port}/fine"
        assert Visitor(AGENT, pause=0, reach=reach).visit(url) == Answer("broken", "private")
        assert there.paths() == []


def test_a_silent_name_server_is_not_waited_for() -> None:
    released = Event()

    def silent(_host: str) -> list[str]:
        released.wait(60)
        return ["127.0.0.1"]

    one = Visitor(AGENT, pause=0, patience=0.2, reach=this_machine(Names(silent).find))
    assert one.visit("http://clinic.example/") == Answer("unsure", "name")
    assert one.is_resting("http://clinic.example/other")
    released.set()


def test_all_hops_together_have_one_time(there: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("articles.link_visitor.LONGEST_VISIT", 0.0)
    assert visitor().visit(f"{there.url}/fine") == Answer("unsure", "silent")
    assert there.asked == []


@pytest.mark.parametrize("location", ["http://[::1/", "http://a b/", "//[", "http://\u2100.example/"])
def test_a_redirect_that_nobody_can_read_leads_nowhere(there: Site, location: str) -> None:
    there.answers["/out"] = (302, location.encode().decode("latin-1"))
    assert visitor().visit(f"{there.url}/out") == Answer("unsure", "address")


def test_a_server_that_breaks_off_at_a_head_is_asked_again(there: Site) -> None:
    there.breaks_off_at_heads = True
    assert visitor().visit(f"{there.url}/fine").state == "fine"
    assert there.paths() == [("HEAD", "/fine"), ("GET", "/fine")]


def test_hosts_take_turns() -> None:
    urls = ["https://a.example/1", "https://a.example/2", "https://b.example/1", "https://a.example/3"]
    assert list(in_turn(urls)) == [urls[0], urls[2], urls[1], urls[3]]
