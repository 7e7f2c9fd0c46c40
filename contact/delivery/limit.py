"""A time that holds for all the network of one attempt together.

Time-outs of sockets count anew with each byte that arrives. A server that answers drop by drop could hold an attempt
for ever, until its row's lease is over and another worker sends the same again.
"""

import socket
from contextvars import ContextVar, Token
from threading import Timer
from time import monotonic

_now: "ContextVar[Limit | None]" = ContextVar("limit", default=None)


class Limit:
    """`with Limit(40):` around an attempt. When it is over, sockets that were given to `watch` are shut."""

    def __init__(self, seconds: float) -> None:
        self._until = monotonic() + seconds
        self._watched: list[tuple[socket.socket, Timer]] = []
        self._token: Token[Limit | None] | None = None

    def __enter__(self) -> "Limit":
        self._token = _now.set(self)
        return self

    def __exit__(self, *error: object) -> None:
        for twin, timer in self._watched:
            timer.cancel()
            twin.close()
        if self._token:
            _now.reset(self._token)

    @property
    def is_over(self) -> bool:
        return monotonic() >= self._until

    def left(self, most: float) -> float:
        """Seconds for the next step. Raises TimeoutError when none are left."""
        left = self._until - monotonic()
        if left <= 0:
            raise TimeoutError
        return min(left, most)

    def watch(self, connected: socket.socket) -> None:
        """The one that is shut is a twin, since TLS takes the socket itself away."""
        twin = connected.dup()
        timer = Timer(self.left(float("inf")), _shut, [twin])
        timer.daemon = True
        timer.start()
        self._watched.append((twin, timer))


def current() -> Limit | None:
    return _now.get()


def _shut(twin: socket.socket) -> None:
    try:
        twin.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already
