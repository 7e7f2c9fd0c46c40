"""Compressing as well as can be, behind readers' backs: it takes forty times as long as what the first one gets."""

import contextlib
import os
import threading
from queue import Empty, Full, Queue

from rehabsite.hot.page import Page
from rehabsite.hot.shelf import Shelf

MOST_WAITING = 1000
IDLE_SECONDS = 30
NICE = 10


class Packer:
    """One thread, which begins with the first page and ends when there is nothing to do for a while."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._queue: Queue[Page] = Queue(MOST_WAITING)
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def add(self, page: Page) -> None:
        """When too many wait, a page stays as it is."""
        with contextlib.suppress(Full):
            self._queue.put_nowait(page)
        with self._lock:
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="packer", daemon=True)
                self._thread.start()

    def _work(self) -> None:
        with contextlib.suppress(OSError, AttributeError):  # Linux knows it for a thread
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), NICE)
        while True:
            try:
                page = self._queue.get(timeout=IDLE_SECONDS)
            except Empty:
                with self._lock:
                    if self._queue.empty():
                        self._thread = None
                        return
                continue
            if self._shelf.get(page.key) is page:
                page.pack()
                self._shelf.count(page)
