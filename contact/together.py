"""Whoever writes at the same time writes in one transaction, and one statement for each kind of row.

SQLite lets one write at a time, and what takes longest is to wait until the disk has it. So the first one writes for
itself, and whoever comes meanwhile is written by the next one of them together, for one such wait. Each hears of its
own after COMMIT. PostgreSQL does the same by itself.

`insert` makes rows by statements that are put together once. The ORM puts each together anew, and holds the database
longer.
"""

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_UN, flock
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final, Generic, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, DatabaseError, IntegrityError, connection, connections, transaction
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import AutoField, CharField, Field, IntegerField, Model

MOST: Final = 30  # at once: SQLite may take no more than 999 values in one statement


class Column(NamedTuple):
    name: str  # in the database
    key: str  # of a row's value
    make: Callable[[], Any] | None  # its default, or:
    default: Any
    field: "Field[Any, Any] | None"  # None: the database takes its values as they are

    def value(self, row: Mapping[str, Any], here: BaseDatabaseWrapper) -> Any:
        value = row[self.key] if self.key in row else self.make() if self.make else self.default
        return (
            value if self.field is None or value is None else self.field.get_db_prep_value(value, here, prepared=True)
        )


def insert(model: type[Model], rows: Sequence[Mapping[str, Any]]) -> None:
    """All in one statement. Call it in a transaction. What a row does not name has its field's default.

    No one learns the number that a database gives a row, and no signal is sent. Guards and constraints hold as always.
    """
    if rows:
        columns, here = _columns(model), connections[DEFAULT_DB_ALIAS]  # `connection` looks for it each time
        with here.cursor() as cursor:
            cursor.execute(_statement(model, len(rows)), [each.value(row, here) for row in rows for each in columns])


@cache
def _columns(model: type[Model]) -> Sequence[Column]:
    def column(field: "Field[Any, Any]") -> Column:
        make = field.default if field.has_default() and callable(field.default) else None
        is_plain = isinstance(field, CharField | IntegerField)
        name = connection.ops.quote_name(str(field.column))
        return Column(name, field.attname, make, None if make else field.get_default(), None if is_plain else field)

    return [column(field) for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


@cache
def _statement(model: type[Model], rows: int) -> str:
    names = [column.name for column in _columns(model)]
    row = f"({', '.join(['%s'] * len(names))})"
    return f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES {', '.join([row] * rows)}"


Asked = TypeVar("Asked")
Result = TypeVar("Result")


class Job(Generic[Asked, Result]):
    def __init__(self, asked: Asked) -> None:
        self.asked = asked
        self.asleep = Lock()  # until it is done, or is to lead. An `Event` would take three locks to say the same
        self.asleep.acquire()
        self.is_done = False
        self.result: Result | None = None
        self.error: Exception | None = None


class Together(Generic[Asked, Result]):
    """`store` gets one or many, and answers for each in their order. It refuses by an exception. It may be called
    again with the same ones, and in another's thread, so it asks nothing of its own thread."""

    def __init__(self, store: Callable[[Sequence[Asked]], Sequence[Result]]) -> None:
        self._store = store
        self._lock = Lock()
        self._waiting: list[Job[Asked, Result]] = []
        self._is_led = False

    def __call__(self, asked: Asked) -> Result:
        """What `store` answers, in a transaction, after COMMIT. Raises what it raises for this one alone, and then
        nothing of it is stored."""
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            with transaction.atomic():
                return self._store([asked])[0]
        job: Job[Asked, Result] = Job(asked)
        with self._lock:
            self._waiting.append(job)
            leads, self._is_led = not self._is_led, True
        if not leads:
            job.asleep.acquire()
        if not job.is_done:
            self._lead()
        if job.error:
            raise job.error
        if not job.is_done:  # whoever wrote for it was ended in the middle
            raise DatabaseError("Nobody wrote this.")
        return job.result  # type: ignore[return-value]

    def _lead(self) -> None:
        with self._lock:
            jobs, self._waiting = self._waiting[:MOST], self._waiting[MOST:]
        try:
            with _turn():
                self._write(jobs)
        finally:
            with self._lock:
                following = self._waiting[:1]
                self._is_led = bool(following)
            for job in (*jobs, *following):
                job.asleep.release()

    def _write(self, jobs: Sequence[Job[Asked, Result]]) -> None:
        """One that cannot be stored costs the others nothing but time."""
        try:
            with transaction.atomic():
                results = self._store([job.asked for job in jobs])
        except Exception as error:
            is_away = isinstance(error, DatabaseError) and not isinstance(error, IntegrityError)
            if len(jobs) > 1 and not is_away:
                for job in jobs:
                    self._write([job])
                return
            for job in jobs:
                job.error, job.is_done = error, True
        else:
            for job, result in zip(jobs, results, strict=True):
                job.result, job.is_done = result, True


@contextmanager
def _turn() -> Iterator[None]:
    """Of this process among all that take messages in. With SQLite's own lock, whoever comes late asks again after
    pauses that grow, so some wait for a second while others are served."""
    file = None
    with suppress(OSError):  # too many open files, or a disk that knows no such lock: SQLite's own holds
        file = _file(str(connection.settings_dict["NAME"]), os.getpid())
        flock(file, LOCK_EX)
    try:
        yield
    finally:
        if file is not None:
            with suppress(OSError):
                flock(file, LOCK_UN)


@cache
def _file(database: str, process: int) -> int:
    """Of the folder, and not of the database: closing that, anywhere, would drop SQLite's own locks."""
    return os.open(Path(database).parent, os.O_RDONLY)
