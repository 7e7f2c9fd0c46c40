"""Stores the database of a release, for the test that migrates it: `python -m tests.released.make`, on its commit.

It holds the demo, an inquiry with its consent, and a log-in. ZIP codes and most towns, which are large and made from
a file, are left out. Next to it are the digests of the migrations that made it, which never change afterwards.
"""

import hashlib
import json
import lzma
import os
import sqlite3
import sys
import tempfile
from contextlib import closing
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parent.parent
LEFT_OUT = (
    "facilities_zipcode",
    "facilities_townname",
    "facilities_town WHERE key NOT IN ({})".format(
        "SELECT town_id FROM facilities_facility WHERE town_id IS NOT NULL"
    ),
)


def migrations() -> dict[str, str]:
    """The digest of each migration of ours, by its path."""
    found = sorted(ROOT.glob("[a-z]*/migrations/0*.py"))
    return {str(path.relative_to(ROOT)): hashlib.sha256(path.read_bytes()).hexdigest() for path in found}


def fill() -> None:
    """In a process with an empty VAR_DIR."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
    django.setup()
    from django.conf import settings
    from django.core.management import call_command

    from tests.articles.making import make_user
    from tests.contact.making import make_world, receive_one

    call_command("migrate", verbosity=0)
    call_command("seed", verbosity=0)
    make_user("editor", "editor")
    receive_one(make_world(settings).facility)  # type: ignore[arg-type]


def main() -> None:
    from rehabsite import __version__

    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"VAR_DIR": folder, "SECRET_KEY": "only for the stored database: " + "0123456789" * 3}
        fill()
        from django.db import connection

        connection.close()
        file = Path(folder) / "rehabsite.sqlite3"
        with closing(sqlite3.connect(file)) as database:
            for rows in LEFT_OUT:
                database.execute(f"DELETE FROM {rows}")
            database.commit()
            database.execute("PRAGMA journal_mode = DELETE")
            database.execute("VACUUM")
        (HERE / f"{__version__}.sqlite3.xz").write_bytes(lzma.compress(file.read_bytes(), preset=9))
    (HERE / f"{__version__}.json").write_text(json.dumps(migrations(), indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"Stored {__version__}.\n")


if __name__ == "__main__":
    main()
