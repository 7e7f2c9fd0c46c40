"""What /readyz, the desk, the figures and `deliver --status` ask: whether mail goes out, and whether what comes in can
still be written. It writes nothing. The disks are those of this host alone.
"""

import os
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection
from django.db.models import Max, Min, Q
from django.utils import timezone

from contact.models import Letter, Notice, Worker

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


def outbox() -> Outbox:
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


MEGABYTE = 1_000_000
FILES = 1000  # a disk can also run out of files


class Disk(NamedTuple):
    """`name` says which setting chooses the folder. The folder itself is not for everyone to know."""

    name: str
    free: int
    files: int
    writable: bool
    device: int = 0

    @property
    def problem(self) -> str:
        """A sentence. Empty: all is well."""
        if not self.writable:
            return f"{self.name} cannot be written to, so anything that needs it fails."
        if self.free < settings.DISK_MEGABYTES * MEGABYTE:
            return f"The disk of {self.name} is nearly full: {self.free // MEGABYTE:,} MB are free. Make room."
        if settings.DISK_MEGABYTES and self.files < FILES:
            return f"The disk of {self.name} can take only {self.files:,} more files. Make room."
        return ""


def disks() -> list[Disk]:
    return [_disk(name, Path(folder)) for name, folder in _folders()]


def full_disks() -> list[str]:
    """One sentence for each disk, however many folders lie on it."""
    found: dict[object, str] = {}
    for disk in disks():
        if disk.problem:
            found.setdefault(disk.device if disk.writable else disk.name, disk.problem)
    return [*found.values()]


def _folders() -> Iterator[tuple[str, str | Path]]:
    yield "VAR_DIR", settings.VAR_DIR
    if isinstance(default_storage, FileSystemStorage):
        yield "MEDIA_ROOT", settings.MEDIA_ROOT
    if connection.vendor == "sqlite":
        yield "DATABASE_URL", Path(str(connection.settings_dict["NAME"])).parent


def _disk(name: str, folder: Path) -> Disk:
    """A folder that is not there yet is made in the nearest one that is."""
    try:
        there = next(path for path in (folder, *folder.parents) if path.exists())
        found = os.statvfs(there)
    except OSError:
        return Disk(name, 0, 0, False)
    # Some file systems count no files.
    files = found.f_favail if found.f_files else FILES
    return Disk(name, found.f_bavail * found.f_frsize, files, os.access(there, os.W_OK | os.X_OK), there.stat().st_dev)
