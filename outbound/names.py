"""Looking names up in bounded time.

Python's look-up has no time-out, and cannot be stopped. So it runs in a thread that may be left behind, and there is
only room for so many: silent name servers fill the room, and not the machine.
"""

import socket
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from threading import Condition, Thread

from outbound.deadline import Deadline
from outbound.errors import NoAnswer

AT_ONCE = 32


def resolve(host: str) -> list[str]:
    return [str(info[4][0]) for info in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)]


class Names:
    """Callers that ask for the same name at the same time share one look-up."""

    def __init__(self, resolve: Callable[[str], list[str]] = resolve, *, at_once: int = AT_ONCE) -> None:
        self._resolve, self._at_once = resolve, at_once
        self._underway: dict[str, Future[list[str]]] = {}
        self._changed = Condition()

    def find(self, host: str, seconds: float) -> list[str]:
        """All addresses of a name. Raises NoAnswer after so many seconds at the latest."""
        deadline = Deadline(seconds)
        try:
            found = self._ask(host, deadline).result(timeout=deadline.left())
        except (OSError, ValueError, RuntimeError):  # RuntimeError: the machine has no room for a thread
            raise NoAnswer("name") from None
        if not found:
            raise NoAnswer("name")
        return found

    def _ask(self, host: str, deadline: Deadline) -> "Future[list[str]]":
        with self._changed:
            if not self._changed.wait_for(lambda: self._has_room_for(host), deadline.left()):
                raise TimeoutError
            if host not in self._underway:
                answer: Future[list[str]] = Future()
                Thread(target=self._answer, args=(host, answer), name="look-up", daemon=True).start()
                self._underway[host] = answer
            return self._underway[host]

    def _has_room_for(self, host: str) -> bool:
        return host in self._underway or len(self._underway) < self._at_once

    def _answer(self, host: str, answer: "Future[list[str]]") -> None:
        try:
            settle = partial(answer.set_result, self._resolve(host))
        except Exception as error:
            settle = partial(answer.set_exception, error)
        with self._changed:  # waits until the one who asked has written it down
            del self._underway[host]
            self._changed.notify_all()
        settle()


NAMES = Names()
