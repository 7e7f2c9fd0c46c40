"""Ports for the servers that tests start."""

import os
import socket
from itertools import cycle

# Below those that the system hands out by itself, and a hundred for each process: between asking whether a port is
# free and serving there, no one else takes it.
_FIRST = 20_000 + os.getpid() % 120 * 100
_PORTS = cycle(range(_FIRST, _FIRST + 100))


def free_port() -> int:
    """A port of 127.0.0.1 where no one listens. Another call gives another."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise AssertionError("unreachable: the cycle has no end")
