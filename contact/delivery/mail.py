"""Handing a mail to the mail server."""

import smtplib
import socket
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from threading import Timer
from typing import Any

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends import smtp

from contact.delivery.problems import Failed
from outbound.connecting import open_first
from outbound.deadline import Deadline
from outbound.errors import NoAnswer
from outbound.names import NAMES


def send(message: EmailMessage, go: Callable[[], None], *, deadline: Deadline) -> None:
    """Returns once the server took it over. `go` is asked when the server is ready, and may raise to stop it.

    Raises Failed, also where the server may have taken it over and could not say so.
    """
    connection = get_connection(deadline=deadline)
    try:
        connection.open()
        go()
        connection.send_messages([message])
    except OSError as error:  # all that smtplib raises is one
        raise Failed("too-slow" if deadline.is_over else _code(error)) from None
    except ValueError:
        # Django refuses line breaks in headers, and what cannot be written as an address.
        raise Failed("bad-address") from None
    finally:
        # What was taken over is not sent again because saying goodbye failed.
        with suppress(OSError):
            connection.close()


def _code(error: OSError) -> str:
    match error:
        case smtplib.SMTPRecipientsRefused():
            answers = [code for code, _words in error.recipients.values()]
            return "mail-refused" if all(code >= 500 for code in answers) else "mail-later"
        case smtplib.SMTPSenderRefused(smtp_code=code) if code < 500:
            return "mail-later"
        case smtplib.SMTPSenderRefused() | smtplib.SMTPAuthenticationError() | smtplib.SMTPNotSupportedError():
            return "mail-settings"
        case smtplib.SMTPDataError(smtp_code=code):
            return "mail-refused" if code >= 500 else "mail-later"
        case smtplib.SMTPHeloError():
            return "mail-settings"
    return "mail-away"


class _Limited(smtplib.SMTP):
    """smtplib reads lines, and its time-out counts again with each byte. So a clock next to it shuts the connection.

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
