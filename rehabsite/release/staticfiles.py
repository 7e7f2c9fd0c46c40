"""Collecting static files only when they changed: hashing and compressing them takes seconds."""

import json
import os
import re
from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.base import ContentFile
from django.core.management import call_command
from django.core.management.base import CommandError
from whitenoise.storage import CompressedManifestStaticFilesStorage  # type: ignore[import-untyped]

MINIFIED = 1  # whoever changes how, counts up: files are then collected again
_STRING = r"""("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\([^)"']*\))"""
_COMMENT = re.compile(rf"{_STRING}|/\*.*?\*/", re.DOTALL)
_BLANKS = re.compile(rf"{_STRING}|\s*([{{}};,>])\s*|(:)\s+|(\s)\s*")


def minify(css: str) -> str:
    """Without comments, and without blanks that mean nothing. What is in quotation marks stays."""
    without = _COMMENT.sub(lambda found: found[1] or "", css)
    shorter = _BLANKS.sub(lambda found: found[1] or found[2] or found[3] or " ", without)
    return shorter.replace(";}", "}").strip()


def shorten(script: str) -> str:
    """Without lines that are remarks, and without indentation; as it is, where a text goes over the end of a line."""
    lines = [line.strip() for line in script.splitlines()]
    if any(line.count("`") % 2 for line in lines):
        return script
    return "\n".join(line for line in lines if line and not line.startswith("//")) + "\n"


SHORTER = {"css/": minify, "js/": shorten}


class Storage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # whitenoise has no types
    """Our own style sheets and scripts are read by people as they are, and sent without what only people need."""

    def _save(self, name: str, content: Any) -> str:
        for folder, shorter in SHORTER.items():
            if name.startswith(folder):
                content.seek(0)  # Django has read it to its end, to make its hash
                content = ContentFile(shorter(content.read().decode()).encode())
        saved: str = super()._save(name, content)
        return saved


def collect() -> bool:
    """True when there was something to do. What pages still refer to from before stays: nothing is deleted.

    In an image they were collected when it was built, and no one may write them. Raises CommandError if some lack.
    """
    root = Path(settings.STATIC_ROOT)
    if root.is_dir() and not os.access(root, os.W_OK):
        if missing():
            raise CommandError(f"Static files in {root} are not from this version, and cannot be written here.")
        return False
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
    rows = [f"minified {MINIFIED}"]
    for finder in get_finders():
        for name, storage in finder.list([]):
            status = Path(storage.path(name)).stat()
            rows.append(f"{name} {status.st_size} {status.st_mtime_ns}")
    return sha256("\n".join(sorted(rows)).encode()).hexdigest()
