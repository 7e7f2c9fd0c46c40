"""The demo's content for several tests: seeding takes longer than all of them."""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import time_machine
from django.core.management import call_command
from django.db import transaction
from pytest_django import DjangoDbBlocker


@contextmanager
def seeded(blocker: DjangoDbBlocker, *, tick: bool = True) -> Iterator[None]:
    """For a fixture of a module or class, of which every test rolls back to it. Needs `django_db_setup`.

    It is December 2026 there, since what is due, late or scheduled depends on the day.
    """
    with time_machine.travel("2026-12-01T12:00:00Z", tick=tick), blocker.unblock(), transaction.atomic():
        call_command("seed", stdout=StringIO())
        yield
        transaction.set_rollback(True)
