"""Where kept pages are: so many bytes at most. Those that no one asked for again go first."""

from collections import OrderedDict
from threading import Lock

from rehabsite.hot.page import Page


class Shelf:
    """Reading takes no lock. A page that was asked for again is passed over once when room is made, so that whoever
    walks through the whole site does not push out what people read.
    """

    def __init__(self, room: int) -> None:
        self.room = room
        self.bytes = 0
        self._pages: OrderedDict[str, Page] = OrderedDict()
        self._lock = Lock()

    def __len__(self) -> int:
        return len(self._pages)

    def get(self, key: str) -> Page | None:
        return self._pages.get(key)

    def put(self, page: Page) -> None:
        with self._lock:
            if old := self._pages.pop(page.key, None):
                self._forget(old)
            self._pages[page.key] = page
            self._count(page)

    def count(self, page: Page) -> None:
        """Its size has changed."""
        with self._lock:
            if self._pages.get(page.key) is page:
                self._count(page)

    def clear(self) -> None:
        with self._lock:
            self._pages.clear()
            self.bytes = 0

    def _count(self, page: Page) -> None:
        size = page.size()
        self.bytes += size - page.counted
        page.counted = size
        while self.bytes > self.room:
            key, first = self._pages.popitem(last=False)
            if first.used and first is not page:
                first.used = False
                self._pages[key] = first
            else:
                self._forget(first)

    def _forget(self, page: Page) -> None:
        self.bytes -= page.counted
        page.counted = 0
