"""What does not go well although readers are served: for /readyz, the figures and `deliver --status`."""

from collections.abc import Iterator
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from contact import health, tombstones
from rehabsite import chores
from rehabsite.models import Chore


def notes() -> Iterator[str]:
    """A sentence for each, without anything secret: anyone may ask /readyz. A database that is away raises."""
    if tombstones.is_held():
        yield "Held after a restore: nothing is sent, and no link opens. Run manage.py apply_tombstones."
    yield from outbox_notes(health.outbox())
    yield from chores.problems()
    yield from backup_notes()
    if problem := tombstones.problem():
        yield f"Withdrawals and deletions cannot be written to TOMBSTONES_DIR ({problem}): a restore would undo them."
    yield from health.full_disks()
    if not cache_answers():
        yield "The cache does not answer, so pages are made again each time."


def outbox_notes(found: health.Outbox) -> Iterator[str]:
    if not found.workers:
        seen = f". The last one was seen {ago(found.seen)} ago" if found.seen else ""
        yield f"No worker is running{seen}: nothing is sent or published. Start manage.py deliver."
    if found.is_late and found.due:
        yield f"Mail is late: the oldest should have gone {ago(found.due)} ago."


def backup_notes() -> Iterator[str]:
    """For whoever backs up with this site's own command. Others have no key for it."""
    if not settings.BACKUP_PUBLIC_KEY:
        return
    row = Chore.objects.filter(name=chores.BACK_UP).first()
    if row is None or row.done_at is None:
        yield "No backup was made yet. Run manage.py backup."
    elif row.due_at < timezone.now():
        yield f"The last backup was made {ago(row.done_at)} ago."
    if row and row.problem:
        yield f"The last backup failed ({row.problem}), and said why."


def cache_answers() -> bool:
    """Redis that is away is passed over in silence everywhere else."""
    cache.set("status", 1, 60)
    return bool(cache.get("status") == 1)


def ago(moment: datetime) -> str:
    seconds = max(0, int((timezone.now() - moment).total_seconds()))
    for size, name in ((86_400, "day"), (3600, "hour"), (60, "minute")):
        if seconds >= size:
            return f"{seconds // size} {name}{'s' if seconds >= 2 * size else ''}"
    return f"{seconds} second{'' if seconds == 1 else 's'}"
