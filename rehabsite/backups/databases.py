"""The database as one file, while the site runs, and back into an empty one."""

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection

VARIABLES = {
    "host": "PGHOST",
    "port": "PGPORT",
    "user": "PGUSER",
    "password": "PGPASSWORD",
    "dbname": "PGDATABASE",
    "sslmode": "PGSSLMODE",
    "sslrootcert": "PGSSLROOTCERT",
}


class Failed(Exception):
    """The sentence says why."""


def dump(file: Path) -> None:
    """As it is at one moment, whatever is written meanwhile."""
    if connection.vendor == "postgresql":
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")
        return
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as copy:
        # All in one step: it keeps no writer waiting in WAL, and between two steps any write would begin it again.
        connection.connection.backup(copy)


def is_empty() -> bool:
    return not connection.introspection.table_names()


def load(file: Path) -> None:
    """Into an empty database alone: nothing is ever written over."""
    if not is_empty():
        raise Failed("The database of DATABASE_URL is not empty. Restore into a new place. Nothing was changed.")
    if connection.vendor == "postgresql":
        name = connection.settings_dict["NAME"]
        _run("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", f"--dbname={name}", str(file))
        return
    target = Path(connection.settings_dict["NAME"])
    connection.close()
    for leftover in (target, target.with_name(f"{target.name}-wal"), target.with_name(f"{target.name}-shm")):
        leftover.unlink(missing_ok=True)  # of the empty one
    shutil.move(file, target)


def _run(program: str, *arguments: str) -> None:
    if not (found := shutil.which(program)):
        raise Failed(f"{program} is not here. Install PostgreSQL's client programs, in the server's version or newer.")
    done = subprocess.run(
        [found, *arguments], env={**os.environ, **_environment()}, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise Failed(f"{program} failed. It said: {' '.join(done.stderr.split())[:500]}")


def _environment() -> dict[str, str]:
    """Not as arguments, which everyone on the machine can see."""
    given: dict[str, Any] = connection.get_connection_params()
    return {variable: str(given[name]) for name, variable in VARIABLES.items() if given.get(name)}
