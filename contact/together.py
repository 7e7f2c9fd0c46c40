"""Whoever writes at the same time writes in one transaction.

SQLite lets one write at a time, and what takes longest is to wait until the disk has it. So the first one writes for
itself, and whoever comes meanwhile is written by the next one of them together, for one such wait. Each hears of its
own after COMMIT. PostgreSQL does the same by itself.

`insert` makes rows by statements that are put together once. The ORM puts each together anew, and holds the database
longer.
"""

import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from fcntl import LOCK_EX, LOCK_UN, flock
from functools import cache
from pathlib import Path
from threading import Event, Lock
from typing import Any, Generic, TypeVar

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.db.models import AutoField, CharField, Field, IntegerField, Model


def insert(rows: Sequence[Model]) -> None:
    """All of one model, in one statement. Call it in a transaction. The rows do not learn the number that a database
    gives them, and no signal is sent. Guards and constraints hold as always."""
    if rows:
        columns = _columns(type(rows[0]))
        values = [_value(column, column.pre_save(row, add=True)) for row in rows for column in columns]
        with connection.cursor() as cursor:
            cursor.execute(_statement(type(rows[0]), len(rows)), values)


def _value(column: "Field[Any, Any]", value: Any) -> Any:
    plain = value is None or isinstance(column, CharField | IntegerField)
    return value if plain else column.get_db_prep_save(value, connection)


@cache
def _columns(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


@cache
def _statement(model: type[Model], rows: int) -> str:
    names = [connection.ops.quote_name(str(field.column)) for field in _columns(model)]
    row = f"({', '.join(['%s'] * len(names))})"
    return f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES {', '.join([row] * rows)}"


Result = TypeVar("Result")


class Job(Generic[Result]):
    def __init__(self, do: Callable[[], Result]) -> None:
        self.do = do
        self.woken = Event()  # it is done, or it is to lead
        self.is_done = False
        self.result: Result | None = None
        self.error: Exception | None = None

    def alone(self) -> None:
        try:
            with transaction.atomic():
                self.result = self.do()
        except Exception as error:
            self.error = error
        self.is_done = True


class Together(Generic[Result]):
    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[Job[Result]] = []
        self._is_led = False

    def __call__(self, do: Callable[[], Result]) -> Result:
        """What `do` answers, in a transaction, after COMMIT. Raises what it raises, and then nothing of it is stored.

        It may be done twice, and in another thread, so it asks nothing of its own thread.
        """
        if connection.vendor != "sqlite" or connection.in_atomic_block:
            with transaction.atomic():
                return do()
        job = Job(do)
        with self._lock:
            self._waiting.append(job)
            leads, self._is_led = not self._is_led, True
        if not leads:
            job.woken.wait()
        if not job.is_done:
            self._lead()
        if job.error:
            raise job.error
        if not job.is_done:  # whoever wrote for it was ended in the middle
            raise DatabaseError("Nobody wrote this.")
        return job.result  # type: ignore[return-value]

    def _lead(self) -> None:
        with self._lock:
            jobs, self._waiting = self._waiting, []
        try:
            with _turn():
                _all(jobs)
        finally:
            with self._lock:
                following = self._waiting[:1]
                self._is_led = bool(following)
            for job in (*jobs, *following):
                job.woken.set()


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


def _all(jobs: list[Job[Result]]) -> None:
    """One that cannot be stored costs the others nothing but time."""
    if len(jobs) > 1:
        try:
            with transaction.atomic():
                results = [job.do() for job in jobs]
        except DatabaseError as error:
            if not isinstance(error, IntegrityError):  # the database is away, for all of them
                for job in jobs:
                    job.error, job.is_done = error, True
        except Exception:  # one of them is refused, and hears of it when it is alone
            results = []
        else:
            for job, result in zip(jobs, results, strict=True):
                job.result, job.is_done = result, True
    for job in jobs:
        if not job.is_done:
            job.alone()
