"""A database from before the migrations began again is refused, with what to do."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder

from rehabsite.management.commands.migrate import refuse_older
from rehabsite.settings import BASE_DIR

STEPS = [("programs", "0003_directory"), ("articles", "0007_cards"), ("contact", "0001_inquiries")]


def test_it_is_refused_by_one_sentence_and_left_as_it_was(tmp_path: Path) -> None:
    file = tmp_path / "rehabsite.sqlite3"
    with closing(sqlite3.connect(file)) as database, database:
        database.execute("CREATE TABLE django_migrations (id INTEGER PRIMARY KEY, app, name, applied)")
        database.execute("INSERT INTO django_migrations (app, name, applied) VALUES (?, ?, '2026-11-01')", STEPS[0])
    done = subprocess.run(
        [sys.executable, "manage.py", "migrate"],
        cwd=BASE_DIR,
        env={"DATABASE_URL": f"sqlite:///{file}", "VAR_DIR": str(tmp_path), "SECRET_KEY": "x" * 30 + "0123456789" * 3},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "from a version before 0.1.0" in done.stderr
    assert "rename the folder var" in done.stderr
    with closing(sqlite3.connect(file)) as database:
        assert database.execute("SELECT name FROM sqlite_master").fetchall() == [("django_migrations",)]


@pytest.mark.django_db
@pytest.mark.parametrize("step", STEPS)
def test_so_is_one_of_any_room(step: tuple[str, str]) -> None:
    refuse_older("default")
    MigrationRecorder(connection).record_applied(*step)
    with pytest.raises(CommandError, match="before 0.1.0"):
        refuse_older("default")
