"""Whether mail goes out: what the desk, /readyz, the figures and `deliver --status` all ask."""

from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.db.models import Max, Min, Q
from django.utils import timezone

from contact.models import Letter, Notice, Worker

BEAT_LIMIT = timedelta(seconds=45)
TURN_MARGIN = timedelta(minutes=1)
LATE = timedelta(minutes=5)  # what is due longer than this, nobody is sending
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
