"""What was released stays good: its database migrates with all that it holds, and its migrations do not change."""

import json
import lzma
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.released.make import HERE, ROOT, migrations

RELEASES = sorted(path.name.removesuffix(".sqlite3.xz") for path in HERE.glob("*.sqlite3.xz"))
# What the site makes again by itself, and what a release may add rows to.
MADE_AGAIN = ("search_", "django_", "auth_permission", "auth_group", "rehabsite_chore")
MIGRATE = """
import django
django.setup()
from django.core.management import call_command
from django.test import Client
call_command("migrate", verbosity=0)
call_command("migrate", check_unapplied=True, verbosity=0)
for page in ("/", "/articles/", "/articles/for-families/", "/phases/medication/", "/cities/austin/"):
    answer = Client(headers={"host": "localhost"}).get(page)
    assert answer.status_code == 200, (page, answer.status_code)
from search import desk
assert desk.find("naloxone", ("article",)).counts["article"][0]
"""


def rows(file: Path) -> dict[str, int]:
    with closing(sqlite3.connect(file)) as database:
        tables = [name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
        kept = [name for name in tables if not name.startswith((*MADE_AGAIN, "sqlite_"))]
        return {name: database.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in kept}


@pytest.mark.parametrize("release", RELEASES)
def test_its_database_migrates_and_loses_nothing(release: str, tmp_path: Path) -> None:
    file = tmp_path / "rehabsite.sqlite3"
    file.write_bytes(lzma.decompress((HERE / f"{release}.sqlite3.xz").read_bytes()))
    before = rows(file)
    for table in ("contact_consentrecord", "articles_article", "rehabsite_user"):
        assert before[table], table
    environment = {
        "PATH": os.environ["PATH"],
        "DJANGO_SETTINGS_MODULE": "tests.settings",  # without collected files
        "DATABASE_URL": f"sqlite:///{file}",
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "x" * 30 + "0123456789" * 3,
    }
    done = subprocess.run([sys.executable, "-c", MIGRATE], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert rows(file) == before


@pytest.mark.parametrize("release", RELEASES)
def test_its_migrations_are_never_edited(release: str) -> None:
    released = json.loads((HERE / f"{release}.json").read_text(encoding="utf-8"))
    assert released.items() <= migrations().items()
