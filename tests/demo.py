"""The demo's content for several tests. Seeding takes longer than all of them: a run does it once.

On PostgreSQL, each of its workers does.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path

import time_machine
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker

from tests.pristine import make_once

FOLDER: list[Path] = []  # of all workers; `django_db_setup` puts it in
_again: list[Callable[[], None]] = []


@contextmanager
def seeded(blocker: DjangoDbBlocker, put_back: Callable[[], None], *, tick: bool = True) -> Iterator[None]:
    """For a fixture of a module or class, of which every test rolls back to it. `put_back` is what `django_db_setup`
    gives. For one test alone there is the fixture `demo`.

    It is December 2026 there, since what is due, late or scheduled depends on the day.
    """
    with time_machine.travel("2026-12-01T12:00:00Z", tick=tick), blocker.unblock():
        try:
            if _again:
                _again[0]()
            else:
                _again.append(make_once("seeded", _seed, FOLDER[0]))
            yield
        finally:
            put_back()


def _seed() -> None:
    with transaction.atomic():
        call_command("seed", stdout=StringIO())
        # What follows a commit belongs to no test: cards are drawn, listeners told.
        transaction.get_connection().run_on_commit.clear()
