"""Collecting static files only when they changed: hashing and compressing them takes seconds."""

import json
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


def collect() -> bool:
    """True when there was something to do. What pages still refer to from before stays: nothing is deleted."""
    root = Path(settings.STATIC_ROOT)
    stamp = root.parent / f"{root.name}.stamp"
    wanted = _digest()
    if stamp.is_file() and stamp.read_text() == wanted and (root / "staticfiles.json").is_file():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    missing.cache_clear()
    return True


@lru_cache(maxsize=1)
def missing() -> list[str]:
    """Files of the code that were not collected, so that pages which name them fail. Kept, like the list of collected
    files itself: a process that misses one serves no page until it is started again."""
    name = getattr(staticfiles_storage, "manifest_name", None)
    if settings.DEBUG or not name:
        return []
    manifest = Path(settings.STATIC_ROOT) / name
    collected = json.loads(manifest.read_text())["paths"] if manifest.is_file() else {}
    return [file for finder in get_finders() for file, _ in finder.list([]) if file not in collected]


def _digest() -> str:
    """Changes with any file's name, size or time. Not with the place: what was collected moves along with the data."""
    rows = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            rows.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return sha256("\n".join(sorted(rows)).encode()).hexdigest()
