"""Django's mail backend for SMTP, with the time limit of the attempt that it works for."""

import smtplib
import socket
from typing import Any

from django.core.mail.backends import smtp

from contact.delivery.limit import current


class _Limited(smtplib.SMTP):
    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        limit = current()
        if limit is None:
            return socket.create_connection((host, port), timeout)
        connected = socket.create_connection((host, port), limit.left(timeout))
        limit.watch(connected)
        return connected


class _LimitedTLS(smtplib.SMTP_SSL, _Limited):
    """Python's own class asks the next one for the socket, and puts TLS around it."""


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> Any:
        return _LimitedTLS if self.use_ssl else _Limited
