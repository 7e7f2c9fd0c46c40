"""People who write in while everything breaks. They keep trying until they are told that it was stored."""

import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from http.client import HTTPException
from itertools import count
from threading import Lock, Thread
from urllib.parse import urlencode
from uuid import UUID

from tests.drill.facility import SLUG
from tests.drill.site import Site

FORM = f"/contact/{SLUG}/"
REFERENCE = re.compile(r"REF-[A-Z2-7]{16}")
WITHDRAW = re.compile(r"/inquiry/[\w-]+/withdraw/")
PATIENCE = 120  # seconds for one step
ALLOWS, PRESSES_AGAIN, WITHDRAWS = 0.7, 0.1, 0.15


@dataclass
class Visitor:
    """What one of them did and was told. `mark` is in their message and nowhere else."""

    mark: str
    allows: bool
    references: set[str] = field(default_factory=set)
    page: str = ""
    seconds: float = 0.0
    withdrawn_at: float | None = None

    @property
    def told(self) -> bool:
        return bool(self.references)


class Hidden(HTMLParser):
    """The fields of a page that a browser sends along."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        known = dict(attributes)
        if tag == "input" and known.get("type") == "hidden" and known.get("name"):
            self.fields[str(known["name"])] = known.get("value") or ""


class Crowd:
    """`wait` returns when each of them was told, or lost patience."""

    def __init__(self, site: Site, visitors: int, at_once: int, seed: int) -> None:
        self.site = site
        self.all: list[Visitor] = []
        self._numbers: Iterator[int] = iter(range(visitors))
        self._lock = Lock()
        self._threads = [Thread(target=self._come, args=(random.Random(seed + one),)) for one in range(at_once)]

    def come(self) -> None:
        for thread in self._threads:
            thread.start()

    def wait(self) -> None:
        for thread in self._threads:
            thread.join()

    def _come(self, chance: random.Random) -> None:
        while True:
            with self._lock:
                if next(self._numbers, None) is None:
                    return
                visitor = Visitor(mark=f"mark{chance.getrandbits(96):024x}", allows=chance.random() < ALLOWS)
                self.all.append(visitor)
            self._write_in(visitor, chance)
            if visitor.told and visitor.allows and chance.random() < WITHDRAWS:
                time.sleep(chance.random() * 2)
                self._withdraw(visitor)

    def _write_in(self, visitor: Visitor, chance: random.Random) -> None:
        words = {"name": "Pat", "email": "pat@example.org", "message": f"Please help. {visitor.mark}"}
        form_key = UUID(int=chance.getrandbits(128)).hex
        for _press in range(2 if chance.random() < PRESSES_AGAIN else 1):
            page = self._insist("GET", FORM)
            sent = (
                Hidden(page).fields | words | {"form_key": form_key} | ({"consent": "yes"} if visitor.allows else {})
            )
            began = time.monotonic()
            answer = self._insist("POST", FORM, urlencode(sent))
            visitor.seconds = time.monotonic() - began
            visitor.references |= set(REFERENCE.findall(answer))
            visitor.page = answer

    def _withdraw(self, visitor: Visitor) -> None:
        found = WITHDRAW.search(visitor.page)
        if found and self._insist("POST", found[0]):
            visitor.withdrawn_at = time.time()

    def _insist(self, method: str, path: str, body: str = "") -> str:
        """The page in the end, or "" when patience is over."""
        until = time.monotonic() + PATIENCE
        for tries in count(1):
            try:
                status, leads_to, page = self.site.ask(method, path, body)
                if status == 303:
                    status, _leads_to, page = self.site.ask("GET", leads_to)
                if status == 200:
                    return page
            except (OSError, HTTPException):
                pass
            if time.monotonic() > until:
                break
            time.sleep(min(0.05 * tries, 1))
        return ""
