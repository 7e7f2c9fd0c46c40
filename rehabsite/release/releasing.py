"""From whatever state the data is in to one that this version can serve. Once for each version, by the database's
owner; doing it again changes nothing."""

import os
import time
from collections.abc import Callable
from typing import Any, NoReturn

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections

from articles.services.cards import draw_missing
from contact.models import Inquiry
from rehabsite.release import keypair, staticfiles

Say = Callable[[str], object]
LOOK_SECONDS = 1.0
NO_RIGHT = "42501"
# PostgreSQL says FATAL of what waiting does not change, such as a wrong password, and of these, which pass.
PASSING = ("starting up", "shutting down", "recovery", "too many", "not yet accepting")


def release(say: Say, *, demo: bool) -> None:
    wait_for_database(say)
    migrate()
    make_keys(say)
    call_command("check")
    staticfiles.collect()
    call_command("fill_places", if_needed=True, verbosity=0)
    if demo:
        call_command("seed", if_empty=True)
    call_command("rebuild_search", if_needed=True, verbosity=0)
    draw_missing()  # what fails is in the log, and keeps no site from readers
    connections.close_all()


def migrate() -> None:
    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        if getattr(error.__cause__, "sqlstate", "") == NO_RIGHT:
            sentence = "This role may not change the database. Run release with its owner's DATABASE_URL."
            raise CommandError(sentence) from None
        raise


def make_keys(say: Say) -> None:
    """Read by what is started from here; this process goes on without them."""
    file = settings.VAR_DIR / "local.env"
    if keypair.is_given(os.environ):
        return
    if Inquiry.objects.kept().exists():
        say("There are inquiries here, but the keys that they were encrypted with are missing. Set them again.")
    elif keypair.add_to(file):
        say(f"Made a pair of keys for what visitors write: {file}. Keep a copy of it in another place.")


def wait_for_database(say: Say) -> None:
    """A machine that starts brings its database up at the same time. What waiting cannot change ends it at once."""
    until = time.monotonic() + settings.DATABASE_WAIT_SECONDS
    told = False
    while problem := _problem():
        if not _may_pass(problem) or time.monotonic() >= until:
            _give_up(problem)
        if not told:
            say(f"The database does not answer yet. Waiting for up to {settings.DATABASE_WAIT_SECONDS} seconds.")
            told = True
        time.sleep(LOOK_SECONDS)


def _problem() -> Exception | None:
    """Asked directly: a pool would try for long and then tell less."""
    connection: Any = connections[DEFAULT_DB_ALIAS]
    driver = connection.Database
    try:
        if connection.vendor == "postgresql":
            driver.connect(**connection.get_connection_params() | {"connect_timeout": 5}).close()
        else:
            connection.ensure_connection()
    except (DatabaseError, driver.Error) as error:
        problem: Exception = error
        return problem
    return None


def _may_pass(error: Exception) -> bool:
    words = str(error)
    return type(error).__module__.startswith("psycopg") and (
        "FATAL" not in words or any(word in words for word in PASSING)
    )


def _give_up(error: Exception) -> NoReturn:
    reason = " ".join(str(error).split())
    raise CommandError(f"The database of DATABASE_URL cannot be reached. It said: {reason}") from error
