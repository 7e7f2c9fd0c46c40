"""Under which public version, and on which day, a page is kept: what is rendered under another is never served."""

import logging
import mmap
import os
import sqlite3
from contextlib import suppress
from datetime import datetime, time, timedelta
from threading import Lock, Thread, local
from time import monotonic
from time import time as seconds_now
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError
from django.utils import timezone

from rehabsite.hot.page import Generation
from search.models import PublicVersion

log = logging.getLogger("rehabsite.hot")
QUERY = f"SELECT number FROM {PublicVersion._meta.db_table} WHERE id = 1"
_driver: Any = connections[DEFAULT_DB_ALIAS]
ERRORS = (DatabaseError, _driver.Database.Error)  # it is asked past the ORM
WINDOW = 1.0  # seconds for which PostgreSQL's answer holds in one process


class _Here(local):
    """This thread's connection: Django's own way to it takes longer than the question."""

    def __init__(self) -> None:
        self.connection: Any = connections[DEFAULT_DB_ALIAS]


class Commits:
    """Whether anyone has committed to SQLite's file since, from the memory that its connections share.

    The head of the WAL's index is other bytes after each commit; by that SQLite itself knows whether what it has read
    still holds. Reading it takes no lock and no call of the system, and lets no other thread run in between, which
    together took a tenth of an answer's time.
    """

    LENGTH = 48

    def __init__(self) -> None:
        self._looked = False
        self._memory: mmap.mmap | None = None

    def __call__(self) -> bytes | None:
        """None: there is no such memory, so ask. Take it before you ask: what is committed meanwhile then counts."""
        return self._memory[: self.LENGTH] if self._memory else None

    def look_for(self, database: str) -> None:
        """Once in a process, after the first question. A file is never closed again: that would drop the locks that
        this process holds on it. And a connection stays open, so that no one makes the file again."""
        if self._looked or database.startswith((":memory:", "file:")):
            return
        self._looked = True
        with suppress(OSError, ValueError, sqlite3.Error):  # another way to keep its log: ask each time
            connection = sqlite3.connect(database, check_same_thread=False)
            _FOR_GOOD.append(connection)
            connection.execute(QUERY).fetchone()
            _, _, path = connection.execute("PRAGMA database_list").fetchone()
            file = os.open(f"{path}-shm", os.O_RDONLY)
            _FOR_GOOD.append(mmap.mmap(file, self.LENGTH, access=mmap.ACCESS_READ))
            self._memory = _FOR_GOOD[-1]


_FOR_GOOD: list[Any] = []


class Versions:
    """SQLite is looked at each time, and asked when anything was committed. PostgreSQL is asked once a second at most.

    While the database does not answer, the last version that it told holds: no one can publish or withdraw then, and
    readers get what is kept. It is asked again behind their backs.
    """

    def __init__(self) -> None:
        self._known: Generation | None = None
        self._until = 0.0
        self._failing = False
        self._lock = Lock()
        self._day = (0.0, 0.0, 0)  # from when, until when, which
        self._here = _Here()
        self._commits = Commits()
        self._seen: tuple[bytes | None, Generation | None] = (None, None)

    def __call__(self) -> Generation | None:
        """None: nothing is known, so nothing can be kept."""
        commits = self._commits()
        if commits is not None:
            seen, generation = self._seen
            if commits == seen and self._day[0] <= seconds_now() < self._day[1] and monotonic() < self._until:
                return generation
        if self._here.connection.vendor == "sqlite" and not self._failing:
            return self._ask()
        if monotonic() < self._until:
            return self._known
        if not self._failing:
            with self._lock:  # whoever waited here takes the other's answer
                return self._known if monotonic() < self._until else self._ask()
        self._until = monotonic() + WINDOW
        Thread(target=self._ask_and_close, name="version", daemon=True).start()
        return self._known

    def expire(self) -> None:
        """This process may have changed something: ask again."""
        if not self._failing:
            self._until = 0.0

    def _ask(self) -> Generation | None:
        commits = self._commits()
        try:
            try:
                number = self._read()
            except ERRORS:
                number = self._read_anew()
        except ERRORS as error:
            if not self._failing:
                log.error("The database does not answer (%s). Kept pages are served.", type(error).__name__)
            self._failing, self._until = True, monotonic() + WINDOW
            return self._known
        self._failing = False
        self._known = generation = (number, self._today())
        self._until = monotonic() + WINDOW
        self._seen = commits, generation
        if self._here.connection.vendor == "sqlite":
            self._commits.look_for(str(self._here.connection.settings_dict["NAME"]))
        return generation

    def _ask_and_close(self) -> None:
        self._ask()
        connections.close_all()

    def _read(self) -> int:
        """Past the ORM, on the connection that this thread has anyway."""
        connection = self._here.connection
        if connection.connection is not None and connection.vendor == "postgresql" and not connection.is_usable():
            connection.close()  # a server that went silent would let this, and all who wait for it, hang
        if connection.connection is None:
            connection.ensure_connection()
        row = connection.connection.execute(QUERY).fetchone()
        if row is None:
            raise DatabaseError("the public version has no row")
        return int(row[0])

    def _read_anew(self) -> int:
        """A kept connection may have been cut since."""
        connection = self._here.connection
        if not connection.in_atomic_block:
            connection.close()
        return self._read()

    def _today(self) -> int:
        """The site's day as a number. It is worked out once a day: that takes longer than all else here."""
        begins, ends, day = self._day
        if not begins <= seconds_now() < ends:
            today = timezone.localdate()
            first = timezone.make_aware(datetime.combine(today, time()))
            last = timezone.make_aware(datetime.combine(today + timedelta(days=1), time()))
            begins, ends, day = self._day = (first.timestamp(), last.timestamp(), today.toordinal())
        return day
