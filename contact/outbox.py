"""Whether mail goes out: a worker's sign of life, and what the desk, /readyz, the figures and `deliver --status` ask.

The sign says when the slowest thread last finished a turn: one that beat by itself would go on while every thread
hangs.
"""

import os
import socket
from datetime import datetime, timedelta
from threading import Lock, get_ident
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import timezone

from contact.models import Letter, Notice, Worker

FORGOTTEN = timedelta(days=1)


class Heart:
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


BEAT_LIMIT = timedelta(seconds=45)
TURN_MARGIN = timedelta(minutes=1)
LATE = timedelta(minutes=5)  # what is due longer than this, no one is sending
WAITS = Q(state__in=("waiting", "leased"))


class Outbox(NamedTuple):
    """`seen` is the last sign of life of any worker, `workers` how many live, `oldest` when the oldest mail that waits
    was made, `due` when the one that is late most should have gone."""

    workers: int
    seen: datetime | None
    waiting: int
    oldest: datetime | None
    due: datetime | None

    @property
    def is_late(self) -> bool:
        return self.due is not None and self.due < timezone.now() - LATE


def look() -> Outbox:
    now = timezone.now()
    turn = 2 * timedelta(seconds=settings.DELIVERY_ATTEMPT_SECONDS) + TURN_MARGIN
    alive = Worker.objects.filter(beat_at__gt=now - BEAT_LIMIT, turned_at__gt=now - turn)
    waiting, oldest, due = 0, list[datetime](), list[datetime]()
    for model in (Notice, Letter):
        rows = model._default_manager.filter(WAITS)
        found = rows.aggregate(oldest=Min("created_at"), due=Min("due_at"))
        if found["oldest"]:
            waiting += rows.count()
            oldest.append(found["oldest"])
            due.append(found["due"])
    return Outbox(
        workers=alive.count(),
        seen=Worker.objects.aggregate(seen=Max("beat_at"))["seen"],
        waiting=waiting,
        oldest=min(oldest, default=None),
        due=min((moment for moment in due if moment <= now), default=None),
    )
