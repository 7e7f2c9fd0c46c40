"""What broke, on its way to ADMINS. Whoever saw it writes it next to the data; the worker mails it, grouped.

So no request waits for a mail server, and a thousand failures are a few mails. Files, not rows: the database may be
what broke.
"""

import fcntl
import logging
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import gettext as _

from contact.delivery import mail
from contact.delivery.problems import Failed
from outbound.deadline import Deadline

PAUSE = 20 * 60  # seconds between two mails, so three an hour at most
KINDS, TIMES = 50, 99_999  # that are kept apart, and counted
log = logging.getLogger("contact.delivery")


def note(kind: str, told: str) -> None:
    """`told` is kept the first time that this kind fails, and counted from then on. Never raises, never waits."""
    with suppress(OSError):
        folder = _folder()
        first = folder / f"{sha256(kind.encode()).hexdigest()[:16]}.txt"
        try:
            if not first.exists() and len(list(folder.glob("*.txt"))) >= KINDS:
                return
            _append(first, told, os.O_EXCL)
        except FileExistsError:
            again = first.with_suffix(".again")
            if not again.exists() or again.stat().st_size < TIMES:
                _append(again, "+")


def send_due() -> None:
    """One mail of all that waits, unless one went out a while ago. Any number of workers may ask at once."""
    folder = _folder()
    if not any(folder.glob("*.txt")):
        return
    with _alone(folder) as free:
        last = folder / "last"
        if not free or (last.exists() and time.time() - last.stat().st_mtime < PAUSE):
            return
        last.touch()
        waiting = sorted(folder.glob("*.txt"))
        try:
            mail.send(_letter(waiting), lambda: None, deadline=Deadline(settings.DELIVERY_ATTEMPT_SECONDS))
        except Failed as failed:
            log.warning("Errors are waiting to be e-mailed to ADMINS: %s.", failed.code)
            return
        for first in waiting:
            first.unlink(missing_ok=True)
            first.with_suffix(".again").unlink(missing_ok=True)


def _letter(waiting: list[Path]) -> EmailMessage:
    body = "\n\n".join(f"{_times(first)}\n{first.read_text(encoding='utf-8')}" for first in waiting)
    subject = settings.EMAIL_SUBJECT_PREFIX + _("Something failed on the site")
    return EmailMessage(subject, body, settings.SERVER_EMAIL, [address for _name, address in settings.ADMINS])


def _times(first: Path) -> str:
    again = first.with_suffix(".again")
    count = 1 + (again.stat().st_size if again.exists() else 0)
    return _("Happened once:") if count == 1 else _("Happened %(count)d times, the first time:") % {"count": count}


def _folder() -> Path:
    folder: Path = settings.VAR_DIR / "errors"
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def _append(path: Path, text: str, flags: int = 0) -> None:
    line = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT | flags, 0o600)
    try:
        os.write(line, text.encode())
    finally:
        os.close(line)


@contextmanager
def _alone(folder: Path) -> Iterator[bool]:
    with (folder / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            yield False
        else:
            yield True
