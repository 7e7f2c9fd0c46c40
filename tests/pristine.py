"""What migrations made, put back after a test that commits. Django would empty every table and load it again, which
takes longer than most tests do, and which the guards forbid."""

import fcntl
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import DEFAULT_DB_ALIAS, connections, transaction


def remember(name: str = "pristine") -> Callable[[], None]:
    """Of the database as it is now. Call what it returns to have that again."""
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        return _tables(name)
    return _file(settings.VAR_DIR / f"{name}.sqlite3")


def make_once(name: str, make: Callable[[], None], folder: Path) -> Callable[[], None]:
    """Calls `make` and remembers what it made, in a folder of all workers: the others take it from there.

    On PostgreSQL each worker makes its own.
    """
    if connections[DEFAULT_DB_ALIAS].vendor == "postgresql":
        make()
        return remember(name)
    file = folder / f"{name}.sqlite3"
    with file.with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        there = file.exists()
        if not there:
            make()
        put_back = _file(file)
    if there:
        put_back()
    return put_back


def _file(name: Path) -> Callable[[], None]:
    if not name.exists():
        with closing(sqlite3.connect(name)) as copy:
            _raw().backup(copy)

    def put_back() -> None:
        with closing(sqlite3.connect(name)) as copy:
            copy.backup(_raw())
        # Nor may a later test find in the journal what an earlier one wrote.
        _raw().execute("PRAGMA wal_checkpoint(TRUNCATE)")

    return put_back


def _raw() -> Any:
    connection = connections[DEFAULT_DB_ALIAS]
    connection.ensure_connection()
    return connection.connection


def _tables(called: str) -> Callable[[], None]:
    tables = connections[DEFAULT_DB_ALIAS].introspection.table_names()
    # Neither guards nor foreign keys are asked, so any order will do.
    statements = ["SET LOCAL session_replication_role = replica", *(f"DELETE FROM {table}" for table in tables)]
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(f"CREATE SCHEMA {called}")
        for table in tables:
            cursor.execute(f"CREATE TABLE {called}.{table} AS TABLE {table}")
            if cursor.rowcount:
                cursor.execute(
                    "SELECT string_agg(quote_ident(column_name), ', ') FROM information_schema.columns"
                    " WHERE table_schema = current_schema() AND table_name = %s AND is_generated = 'NEVER'",
                    [table],
                )
                columns = cursor.fetchone()[0]
                statements.append(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM {called}.{table}")

    def put_back() -> None:
        with transaction.atomic(), connections[DEFAULT_DB_ALIAS].cursor() as cursor:
            cursor.execute("; ".join(statements))

    return put_back
