"""What a worker does all day: takes a row of the outbox, hands it over, writes down what came of it."""

import logging
import os
import socket
import time
from collections.abc import Callable
from datetime import datetime, timedelta
from threading import Event, Lock, get_ident

import django.db
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, connections
from django.utils import timezone

from contact.delivery import error_mails, mail, webhook
from contact.delivery.composing import compose
from contact.delivery.problems import Failed
from contact.models import Letter, Notice, Worker
from contact.services import delivering, purging
from outbound.deadline import Deadline
from visitors.counting import forget

MARGIN = 0.5  # seconds of a lease that are left for writing down
ERROR_SECONDS = 5.0  # after which what failed is looked for
BREATHS = 5  # pauses after the database did not answer
FORGOTTEN = timedelta(days=1)
log = logging.getLogger("contact.delivery")


class Heart:
    """A worker's sign of life. It says when the slowest thread last finished a turn: one that beat by itself would go
    on while every thread hangs.
    """

    def __init__(self) -> None:
        self.name = f"{socket.gethostname()[:180]}:{os.getpid()}"
        self.started_at = timezone.now()
        self._turned: dict[int, datetime] = {}
        self._holding: set[int] = set()
        self._lock = Lock()

    def turned(self) -> None:
        """The calling thread finished a turn, or begins its first."""
        with self._lock:
            self._turned[get_ident()] = timezone.now()
            self._holding.discard(get_ident())

    def takes(self) -> None:
        """The calling thread has a row in hand until its turn is over."""
        with self._lock:
            self._holding.add(get_ident())

    def ended(self) -> None:
        """The calling thread takes no further turns."""
        with self._lock:
            self._turned.pop(get_ident(), None)
            self._holding.discard(get_ident())

    def beat(self) -> None:
        with self._lock:
            turned_at = min(self._turned.values(), default=self.started_at)
            in_hand = len(self._holding)
        values = {
            "version": settings.VERSION,
            "started_at": self.started_at,
            "beat_at": timezone.now(),
            "turned_at": turned_at,
            "in_hand": in_hand,
        }
        Worker.objects.update_or_create(name=self.name, defaults=values)

    def stop(self) -> None:
        """What was killed cannot do this, and is forgotten after a day."""
        Worker.objects.filter(name=self.name).delete()
        Worker.objects.filter(beat_at__lt=timezone.now() - FORGOTTEN).delete()


class Stopped(Exception):
    """It may not go anymore."""


def work(stop: Event, *, once: bool = False, heart: Heart | None = None) -> bool:
    """Until `stop` is set; with `once`, until nothing is due. Whether it went well to the end: a database that is away
    is waited for, and with `once` it is given up."""
    heart = heart or Heart()
    heart.turned()
    try:
        return _work(stop, once, heart)
    finally:
        heart.ended()
        connections.close_all()


def _work(stop: Event, once: bool, heart: Heart) -> bool:
    calm = True
    while not stop.is_set():
        try:
            busy = turn(stop, heart)
        except Exception as error:
            calm = _tell(error, calm)
            if once:
                break
            stop.wait(settings.DELIVERY_PAUSE_SECONDS * BREATHS)
            continue
        heart.turned()
        if not calm:
            log.warning("It goes on.")
            calm = True
        if not busy:
            if once:
                break
            stop.wait(settings.DELIVERY_PAUSE_SECONDS)
    return calm


def turn(stop: Event, heart: Heart) -> bool:
    """One notice and one letter, so that neither kind waits behind the other. Whether there was any."""
    notice = _deliver_next(Notice, heart)
    letter = not stop.is_set() and _deliver_next(Letter, heart)
    return notice or letter


def keep_house() -> None:
    """What no row asks for: once a minute or so, by any number of workers."""
    if stopped := delivering.stop_barred():
        log.warning("%s notices may no longer be sent. They need a person.", stopped)


def purge_due(pause: Callable[[], object] = lambda: None) -> None:
    """Words whose time is over go. Any number of workers may do it."""
    if purged := purging.purge_due(pause):
        log.info("The words of %s inquiries had been kept long enough, and were deleted.", purged)
    forget()


def tell_of_errors(stop: Event, *, once: bool = False) -> None:
    """Apart from the threads that deliver, so that a slow mail server holds nothing else up."""
    while not stop.is_set():
        try:
            error_mails.send_due()
        except OSError as error:
            log.warning("Errors could not be e-mailed to ADMINS: %s.", type(error).__name__)
        if once:
            return
        stop.wait(ERROR_SECONDS)


def _deliver_next(model: type[delivering.Kind], heart: Heart) -> bool:
    until = time.monotonic() + settings.DELIVERY_LEASE_SECONDS
    row = delivering.claim(model)
    if row is None:
        return False
    heart.takes()
    try:
        _hand_over(row, until)
    except Stopped:
        _write_down(lambda: delivering.let_go(row), until)
    except Failed as failed:
        code = failed.code
        _write_down(lambda: delivering.fail(row, code), until)
    except django.db.Error:
        raise  # its lease brings it back
    except Exception:
        log.exception("%s could not be handed over.", row.key)
        _write_down(lambda: delivering.fail(row, "unexpected"), until)
    else:
        _write_down(lambda: delivering.finish(row), until)
    return True


def _hand_over(row: delivering.Row, until: float) -> None:
    message = compose(row)

    def go() -> None:
        if not delivering.may_go(row):
            raise Stopped

    deadline = Deadline(min(settings.DELIVERY_ATTEMPT_SECONDS, _lease_left(until) - MARGIN))
    if isinstance(message, EmailMessage):
        mail.send(message, go, deadline=deadline)
    else:
        webhook.send(message, go, deadline=deadline, patience=settings.EMAIL_TIMEOUT)


def _write_down(step: Callable[[], None], until: float) -> None:
    """A database that is away for a moment is waited for, since what was sent would else be sent again."""
    while True:
        try:
            return step()
        except django.db.Error:
            connection.close()
            if _lease_left(until) < 0:
                raise
            time.sleep(MARGIN)


def _lease_left(until: float) -> float:
    """By a clock that no one sets: the database's own may be away just now."""
    return until - time.monotonic()


def _tell(error: Exception, calm: bool) -> bool:
    """Once, and not again before it went well. Always False."""
    if calm and isinstance(error, django.db.Error):
        log.error("The database does not answer (%s). Trying again.", type(error).__name__)
    elif calm:
        log.error("Something failed. Trying again.", exc_info=error)
    connection.close()
    return False
