"""A worker's sign of life. It says when the slowest thread last finished a turn: a heart that beats by itself would
go on beating while every thread hangs."""

import os
import socket
from datetime import datetime, timedelta
from threading import Lock, get_ident

from django.conf import settings
from django.utils import timezone

from contact.models import Worker

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
