"""Making the guards, and telling whether they are there.

Django rebuilds SQLite's tables when it migrates, and drops their triggers without a word. So they are dropped before
each migration and made again after it.
"""

from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from django.apps import AppConfig, apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.utils import CursorWrapper
from django.db.models.signals import post_migrate, pre_migrate

from guards.dialects import Dialect, Trigger
from guards.guard import BadGuard, Guard
from guards.postgresql import PostgreSQL
from guards.sqlite import SQLite

OURS = "guard_"


class Fault(NamedTuple):
    trigger: str
    code: str  # gone, changed, off or undeclared


def declared() -> list[Guard]:
    """Of every app. Raises BadGuard for two of one name, since a trigger has only its name."""
    found: dict[str, Guard] = {}
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.guards"):
            for guard in import_module(f"{config.name}.guards").GUARDS:
                if guard.name in found:
                    raise BadGuard(f"{guard.address} has the name of {found[guard.name].address}.")
                found[guard.name] = guard
    return list(found.values())


def missing(using: str = DEFAULT_DB_ALIAS) -> list[Fault]:
    """Guards that are not as they were declared, and undeclared ones on a table of ours. Empty: all is well.

    A table that was not made yet misses none.
    """
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        dialect = _dialect(connection.vendor, cursor)
        standing = dict(dialect.standing(cursor))
    faults = []
    for guard in declared():
        for event in guard.events_on(connection.vendor) if guard.table in tables else ():
            there = standing.pop((guard.table, guard.trigger(event)), None)
            if code := _fault(there, dialect.meant(guard, event)):
                faults.append(Fault(guard.trigger(event), code))
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    return faults + [Fault(name, "undeclared") for table, name in sorted(standing) if table in models]


def connect(sender: AppConfig) -> None:
    """Guards are made with this app's migrations, and so with everyone's."""
    pre_migrate.connect(drop, sender=sender, dispatch_uid="drop guards")
    post_migrate.connect(make, sender=sender, dispatch_uid="make guards")


def drop(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """All that bear a guard's name, also those that are no longer declared."""
    connection = connections[using]
    with connection.cursor() as cursor:
        dialect = _dialect(connection.vendor, cursor)
        for place in dialect.standing(cursor):
            if place[1].startswith(OURS):
                _run(cursor, dialect.drop(place))


def make(using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    connection = connections[using]
    tables = set(connection.introspection.table_names())
    with connection.cursor() as cursor:
        dialect = _dialect(connection.vendor, cursor)
        standing = dialect.standing(cursor)
        for guard in declared():
            for event in guard.events_on(connection.vendor) if guard.table in tables else ():
                if _fault(standing.get((guard.table, guard.trigger(event))), dialect.meant(guard, event)):
                    _run(cursor, dialect.make(guard, event))


def _fault(there: Trigger | None, meant: Trigger) -> str:
    if there is None:
        return "gone"
    if not there.on:
        return "off"
    return "" if there.text == meant.text else "changed"


def _dialect(vendor: str, cursor: CursorWrapper) -> Dialect:
    if vendor == "sqlite":
        return SQLite()
    cursor.execute("SELECT quote_ident(current_schema())")
    return PostgreSQL(cursor.fetchone()[0])


def _run(cursor: CursorWrapper, statements: list[str]) -> None:
    for statement in statements:
        cursor.execute(statement)
