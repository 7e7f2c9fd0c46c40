"""Django's mail backend for SMTP, with the deadline of the attempt that it works for."""

import smtplib
import socket
from functools import partial
from threading import Timer
from typing import Any

from django.core.mail.backends import smtp

from outbound.connecting import open_first
from outbound.deadline import Deadline
from outbound.errors import NoAnswer
from outbound.names import NAMES


class _Limited(smtplib.SMTP):
    """smtplib reads lines, and its time-out counts anew with each byte. So a clock beside it shuts the connection.

    What it shuts is a twin, since TLS takes the socket itself away.
    """

    def __init__(self, *args: Any, deadline: Deadline, **kwargs: Any) -> None:
        self._deadline = deadline
        self._twin: socket.socket | None = None
        self._timer: Timer | None = None
        try:
            super().__init__(*args, **kwargs)
        except BaseException:
            self.close()
            raise

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        try:
            addresses = NAMES.find(host, self._deadline.left(timeout))
        except NoAnswer as error:
            raise ConnectionError(error.code) from None
        connected = open_first(addresses, port, lambda: self._deadline.left(timeout))
        connected.settimeout(timeout)
        self._twin = connected.dup()
        self._timer = Timer(self._deadline.left(), _shut, [self._twin])
        self._timer.daemon = True
        self._timer.start()
        return connected

    def close(self) -> None:
        super().close()
        if self._timer:
            self._timer.cancel()
        if self._twin:
            self._twin.close()


class _LimitedTLS(smtplib.SMTP_SSL, _Limited):
    """Python's own class asks the next one for the socket, and puts TLS around it."""


class EmailBackend(smtp.EmailBackend):
    """Without a `deadline` it is Django's own."""

    def __init__(self, *args: Any, deadline: Deadline | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._deadline = deadline

    @property
    def connection_class(self) -> Any:
        if self._deadline is None:
            return super().connection_class
        return partial(_LimitedTLS if self.use_ssl else _Limited, deadline=self._deadline)


def _shut(twin: socket.socket) -> None:
    try:
        twin.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # closed already
