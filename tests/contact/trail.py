"""Everything that a site writes down, for a test that looks for what must not stand there."""

import io
import logging
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote, quote_plus

from django.conf import settings
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

LOGGERS = ("", "django", "django.server", "django.request", "axes", "gunicorn.error", "contact", "rehabsite")


@lru_cache(100)
def spelt(mark: str) -> set[bytes]:
    """A text as it may be in a row, an address, JSON, a seal that is none, or a column of bytes."""
    texts = {mark, mark.lower(), quote(mark), quote_plus(mark), mark.encode("unicode_escape").decode()}
    return {text.encode() for text in texts} | {mark.encode().hex().encode(), mark.encode("utf-16-le")}


def found_in(content: bytes, marks: Mapping[str, str]) -> set[str]:
    """The names of those marks that stand in it."""
    return {name for name, mark in marks.items() if any(one in content for one in spelt(mark))}


@contextmanager
def written_by_handlers() -> Iterator[io.StringIO]:
    """What the handlers of the settings write, each as it is set up."""
    paper = io.StringIO()
    handlers = {
        handler
        for name in LOGGERS
        for handler in logging.getLogger(name).handlers
        if type(handler) is logging.StreamHandler
    }
    assert handlers, "the settings write to the console"
    before = {handler: handler.setStream(paper) for handler in handlers}
    try:
        yield paper
    finally:
        for handler, stream in before.items():
            handler.setStream(stream)


def rows() -> bytes:
    """Every value of every table, views and the search's index too."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor, include_views=True):
            cursor.execute(f"SELECT * FROM {connection.ops.quote_name(table)}")
            for row in cursor.fetchall():
                found += [bytes(one) if isinstance(one, bytes | memoryview) else str(one).encode() for one in row]
    return b"\n".join(found)


def sessions() -> bytes:
    """They are packed in their table."""
    return "\n".join(str(session.get_decoded()) for session in Session.objects.all()).encode()


def kept_pages() -> bytes:
    """What lies in the cache of this process, with its keys."""
    return b"\n".join(key.encode() + bytes(value) for key, value in getattr(cache, "_cache", {}).items())


def database_files() -> bytes:
    """SQLite's file, with what was not yet written into it, and without the pages that migrations left behind: no one
    had typed a word by then. PostgreSQL's are not this process's to read.
    """
    if connection.vendor != "sqlite":
        return b""
    name = Path(str(connection.settings_dict["NAME"]))
    before = frozenset(_pages(settings.VAR_DIR / "pristine.sqlite3"))
    since = [page for page in _pages(name) if page not in before]
    return b"".join((*since, *(file.read_bytes() for file in name.parent.glob(f"{name.name}-*"))))


def _pages(file: Path) -> list[bytes]:
    content, size = file.read_bytes(), 4096
    return [content[start : start + size] for start in range(0, len(content), size)]
