"""Handing a mail to the mail server."""

import smtplib
from collections.abc import Callable
from contextlib import suppress

from django.core.mail import EmailMessage, get_connection

from contact.delivery.problems import Failed
from outbound.deadline import Deadline


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
