"""Collecting static files only when they changed: hashing and compressing them takes seconds."""

from hashlib import sha256
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command


def collect() -> bool:
    """True when there was something to do. What pages still refer to from before stays: nothing is deleted."""
    stamp = Path(settings.VAR_DIR) / "static.stamp"
    wanted = _digest()
    if stamp.is_file() and stamp.read_text() == wanted and (Path(settings.STATIC_ROOT) / "staticfiles.json").is_file():
        return False
    call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(wanted)
    return True


def _digest() -> str:
    """Changes with any file's name, size or time. Not with the place: what was collected moves along with the data."""
    rows = []
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            rows.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return sha256("\n".join(sorted(rows)).encode()).hexdigest()
