"""Asking other sites whether an address still answers: slowly, by name, and as their robots.txt allows.

Knows neither rows nor settings. Where a request may go at all, `outbound` says.
"""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import SplitResult, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

from outbound.client import Request, Response, ask
from outbound.connecting import INTERNET, Reach
from outbound.deadline import Deadline
from outbound.errors import NoAnswer, NotAsked

HOPS = 5
LONGEST_PAUSE = 30.0
LONGEST_VISIT = 60.0  # seconds of the network, for all hops of one address; pauses are not counted
LONGEST_ROBOTS = 500_000
# Some servers know no HEAD, or answer it otherwise than GET.
ASK_AGAIN = (400, 401, 403, 404, 405, 406, 500, 501, 503)
# What went wrong, as `Link.code` says it. Readers' browsers would find the same.
CODES = {"encryption": "certificate", "late": "silent", "large": "silent", "broken-off": "silent"}


@dataclass(frozen=True)
class Answer:
    """`state` is "fine", "moved", "broken" or "unsure"; `code` says why: the answer's number, or a word."""

    state: str
    code: str
    leads_to: str = ""


def in_turn(urls: Iterable[str]) -> Iterator[str]:
    """One of each host, then the next of each: so that no host is asked twice in a row while others wait."""
    hosts: dict[str, list[str]] = {}
    for url in urls:
        hosts.setdefault(urlsplit(url).netloc, []).append(url)
    while hosts:
        for host in list(hosts):
            yield hosts[host].pop(0)
            if not hosts[host]:
                del hosts[host]


class Visitor:
    """One run. A host that asks for a rest, or does not answer, is left alone until the next: see `is_resting`."""

    def __init__(self, agent: str, *, pause: float = 3.0, patience: float = 10.0, reach: Reach = INTERNET) -> None:
        self.agent, self.pause, self.patience, self.reach = agent, pause, patience, reach
        self._time_left = LONGEST_VISIT
        self._asked: dict[str, float] = {}
        self._resting: set[str] = set()
        self._robots: dict[str, RobotFileParser | None] = {}

    def is_resting(self, url: str) -> bool:
        return urlsplit(url).netloc in self._resting

    def visit(self, url: str) -> Answer:
        """Never raises for what the other side does."""
        now, moved = url, False
        self._time_left = LONGEST_VISIT
        try:
            for _hop in range(HOPS):
                if not self._may_ask(urlsplit(now)):
                    return Answer("unsure", "robots")
                response = self._find(now)
                if response.status not in (301, 302, 303, 307, 308) or not response.location:
                    return self._judged(response.status, now, now if moved else "")
                moved = moved or response.status in (301, 308)
                now = urljoin(now, response.location)
            return Answer("unsure", "circle")
        except NotAsked as error:
            return Answer("broken" if error.code == "private" else "unsure", error.code)
        except NoAnswer as error:
            self._resting.add(urlsplit(now).netloc)
            return Answer("unsure", CODES.get(error.code, error.code))
        except ValueError:  # what `urlsplit` and `urljoin` cannot read
            return Answer("unsure", "address")

    def _judged(self, status: int, url: str, leads_to: str) -> Answer:
        if status in (429, 503):
            self._resting.add(urlsplit(url).netloc)
        if 200 <= status < 300:
            return Answer("moved" if leads_to else "fine", str(status), leads_to)
        return Answer("broken" if status in (404, 410) else "unsure", str(status))

    def _may_ask(self, parts: SplitResult) -> bool:
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._read_robots(host)
        robots = self._robots[host]
        return robots is None or robots.can_fetch(self.agent, parts.geturl())

    def _read_robots(self, host: str) -> RobotFileParser | None:
        """None where there is no such file: then everything may be asked."""
        response = self._ask("GET", f"{host}/robots.txt", LONGEST_ROBOTS)
        if response.status != 200:
            return None
        robots = RobotFileParser()
        robots.parse(response.body.decode("utf-8", "replace").splitlines())
        return robots

    def _find(self, url: str) -> Response:
        try:
            response = self._ask("HEAD", url)
        except NoAnswer as error:
            if error.code not in ("broken-off", "large"):
                raise
        else:
            if response.status not in ASK_AGAIN:
                return response
        return self._ask("GET", url)

    def _ask(self, method: str, url: str, most: int = 0) -> Response:
        self._wait(urlsplit(url))
        request = Request(method, url, {"User-Agent": self.agent, "Accept": "*/*"}, most=most)
        began = time.monotonic()
        try:
            deadline = Deadline(min(self._time_left, self.patience * 2))
            return ask(request, deadline=deadline, patience=self.patience, reach=self.reach)
        finally:
            self._time_left -= time.monotonic() - began

    def _wait(self, parts: SplitResult) -> None:
        before = self._asked.get(parts.netloc)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asks_for = float(robots.crawl_delay(self.agent) or 0) if robots else 0.0
        pause = max(self.pause, min(asks_for, LONGEST_PAUSE))
        if before is not None and (left := before + pause - time.monotonic()) > 0:
            time.sleep(left)
        self._asked[parts.netloc] = time.monotonic()
