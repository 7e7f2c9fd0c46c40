"""Whether what comes in can still be written: what /readyz, the desk, the figures and `deliver --status` ask.

It looks at this host alone, and writes nothing.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import connection

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
            return f"{self.name} cannot be written to: what needs it fails."
        if self.free < settings.DISK_MEGABYTES * MEGABYTE:
            return f"The disk of {self.name} is nearly full: {self.free // MEGABYTE:,} MB are free. Make room."
        if settings.DISK_MEGABYTES and self.files < FILES:
            return f"The disk of {self.name} can take only {self.files:,} more files. Make room."
        return ""


def look() -> list[Disk]:
    return [_look(name, Path(folder)) for name, folder in _folders()]


def problems() -> list[str]:
    """One sentence for each disk, however many folders lie on it."""
    found: dict[object, str] = {}
    for disk in look():
        if disk.problem:
            found.setdefault(disk.device if disk.writable else disk.name, disk.problem)
    return [*found.values()]


def _folders() -> Iterator[tuple[str, str | Path]]:
    yield "VAR_DIR", settings.VAR_DIR
    if isinstance(default_storage, FileSystemStorage):
        yield "MEDIA_ROOT", settings.MEDIA_ROOT
    if connection.vendor == "sqlite":
        yield "DATABASE_URL", Path(str(connection.settings_dict["NAME"])).parent


def _look(name: str, folder: Path) -> Disk:
    """A folder that is not there yet is made in the nearest one that is."""
    try:
        there = next(path for path in (folder, *folder.parents) if path.exists())
        found = os.statvfs(there)
    except OSError:
        return Disk(name, 0, 0, False)
    # Some file systems count no files.
    files = found.f_favail if found.f_files else FILES
    return Disk(name, found.f_bavail * found.f_frsize, files, os.access(there, os.W_OK | os.X_OK), there.stat().st_dev)
