"""A connection that keeps to a deadline and to a size, whatever `http.client` does with it."""

import io
import socket

from outbound.deadline import Deadline
from outbound.errors import NoAnswer

LARGEST_HEAD = 65_536


class _Incoming(io.RawIOBase):
    def __init__(self, wire: "Wire") -> None:
        self._wire = wire

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        return self._wire.receive(buffer)


class Wire:
    """Takes the place of a socket. Closing it does nothing: who opened the socket closes it."""

    def __init__(self, sock: socket.socket, deadline: Deadline, patience: float) -> None:
        self._sock, self._deadline, self._patience = sock, deadline, patience
        self._left, self._in_head = LARGEST_HEAD, True

    def head_is_read(self, *, body: int) -> None:
        """Now so many bytes of a body may come, and what `chunked` adds to them."""
        self._left, self._in_head = 2 * body + LARGEST_HEAD, False

    def receive(self, buffer: memoryview) -> int:
        self._sock.settimeout(self._deadline.left(self._patience))
        got = self._sock.recv_into(buffer)
        self._left -= got
        if self._left < 0:
            raise NoAnswer("large")
        if not got and self._in_head:
            raise ConnectionError  # half an answer is none
        return got

    def sendall(self, data: bytes) -> None:
        self._sock.settimeout(self._deadline.left(self._patience))
        self._sock.sendall(data)

    def makefile(self, _mode: str) -> io.BufferedReader:
        return io.BufferedReader(_Incoming(self))

    def close(self) -> None:
        pass
