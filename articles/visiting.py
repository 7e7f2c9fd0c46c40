"""Asking other sites whether an address still answers: slowly, by name, and never inside a private network.

Knows neither rows nor settings. A name is looked up once for each visit, and the connection goes to the very address
that was found to be public: a name that changes its mind in between leads nowhere else.
"""

import http.client
import ipaddress
import socket
import ssl
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from threading import Timer
from urllib.parse import SplitResult, quote, urljoin, urlsplit
from urllib.robotparser import RobotFileParser

HOPS = 5
LONGEST_ROBOTS = 500_000
# Some servers know no HEAD, or answer it otherwise than GET.
ASK_AGAIN = (400, 401, 403, 404, 405, 406, 500, 501, 503)


@dataclass(frozen=True)
class Answer:
    """`state` is "fine", "moved", "broken" or "unsure"; `code` says why: the answer's number, or a word."""

    state: str
    code: str
    leads_to: str = ""


class NotPublicError(Exception):
    """The name leads into a private network, where nothing is asked."""


def is_public(address: str) -> bool:
    return ipaddress.ip_address(address).is_global


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

    def __init__(
        self,
        agent: str,
        *,
        pause: float = 3.0,
        patience: float = 10.0,
        may_reach: Callable[[str], bool] = is_public,
    ) -> None:
        self.agent, self.pause, self.patience, self.may_reach = agent, pause, patience, may_reach
        self._asked: dict[str, float] = {}
        self._resting: set[str] = set()
        self._robots: dict[str, RobotFileParser | None] = {}

    def is_resting(self, url: str) -> bool:
        return urlsplit(url).netloc in self._resting

    def visit(self, url: str) -> Answer:
        """Never raises for what the other side does."""
        now, moved = url, False
        try:
            for _hop in range(HOPS):
                parts = urlsplit(now)
                if parts.scheme not in ("http", "https") or not parts.hostname:
                    return Answer("unsure", "address")
                if not self._may_ask(parts):
                    return Answer("unsure", "robots")
                status, location = self._status(parts)
                if status not in (301, 302, 303, 307, 308) or not location:
                    return self._judged(status, parts, now if moved else "")
                moved = moved or status in (301, 308)
                now = urljoin(now, location)
            return Answer("unsure", "circle")
        except NotPublicError:
            return Answer("broken", "private")
        except socket.gaierror:
            return self._without_answer(now, "name")
        except ssl.SSLError:
            return self._without_answer(now, "certificate")
        except (OSError, http.client.HTTPException, ValueError):
            return self._without_answer(now, "silent")

    def _judged(self, status: int, parts: SplitResult, leads_to: str) -> Answer:
        if status in (429, 503):
            self._resting.add(parts.netloc)
        if 200 <= status < 300:
            return Answer("moved" if leads_to else "fine", str(status), leads_to)
        return Answer("broken" if status in (404, 410) else "unsure", str(status))

    def _without_answer(self, url: str, code: str) -> Answer:
        self._resting.add(urlsplit(url).netloc)
        return Answer("unsure", code)

    def _may_ask(self, parts: SplitResult) -> bool:
        host = f"{parts.scheme}://{parts.netloc}"
        if host not in self._robots:
            self._robots[host] = self._read_robots(urlsplit(f"{host}/robots.txt"))
        robots = self._robots[host]
        return robots is None or robots.can_fetch(self.agent, parts.geturl())

    def _read_robots(self, parts: SplitResult) -> RobotFileParser | None:
        """None where there is no such file: then everything may be asked."""
        status, _location, body = self._ask(parts, "GET", LONGEST_ROBOTS)
        if status != 200:
            return None
        robots = RobotFileParser()
        robots.parse(body.decode("utf-8", "replace").splitlines())
        return robots

    def _status(self, parts: SplitResult) -> tuple[int, str]:
        try:
            status, location, _body = self._ask(parts, "HEAD")
        except (http.client.HTTPException, ConnectionError):
            status, location = 405, ""
        if status in ASK_AGAIN:
            status, location, _body = self._ask(parts, "GET")
        return status, location

    def _ask(self, parts: SplitResult, method: str, most: int = 0) -> tuple[int, str, bytes]:
        """The answer's number, where it points to, and so many bytes of it."""
        self._wait(parts)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").encode("idna").decode()
        sock = self._connect(host, port, encrypted=parts.scheme == "https")
        # A server that sends a byte now and then would never be too late for the socket.
        end = Timer(self.patience * 2, sock.shutdown, [socket.SHUT_RDWR])
        end.daemon = True
        end.start()
        connection = http.client.HTTPConnection(host, port, timeout=self.patience)
        connection.sock = sock
        try:
            target = quote(parts.path or "/", safe="/%:@!$&'()*+,;=~") + (f"?{parts.query}" if parts.query else "")
            target = quote(target, safe="/%:@!$&'()*+,;=~?[]")
            name = host if parts.port is None else f"{host}:{port}"
            headers = {"Host": name, "User-Agent": self.agent, "Accept": "*/*", "Connection": "close"}
            connection.request(method, target, headers=headers)
            with connection.getresponse() as response:
                body = response.read(most) if most else b""
                return response.status, response.headers.get("Location", ""), body
        finally:
            end.cancel()
            connection.close()

    def _connect(self, host: str, port: int, *, encrypted: bool) -> socket.socket:
        found = [str(info[4][0]) for info in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
        if not all(self.may_reach(address) for address in found):
            raise NotPublicError(host)
        sock = socket.create_connection((found[0], port), timeout=self.patience)
        if not encrypted:
            return sock
        try:
            return ssl.create_default_context().wrap_socket(sock, server_hostname=host)
        except BaseException:
            sock.close()
            raise

    def _wait(self, parts: SplitResult) -> None:
        before = self._asked.get(parts.netloc)
        robots = self._robots.get(f"{parts.scheme}://{parts.netloc}")
        asks_for = float(robots.crawl_delay(self.agent) or 0) if robots else 0.0
        pause = max(self.pause, min(asks_for, 30.0))
        if before is not None and (left := before + pause - time.monotonic()) > 0:
            time.sleep(left)
        self._asked[parts.netloc] = time.monotonic()
