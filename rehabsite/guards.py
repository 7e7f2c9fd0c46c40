"""Triggers that stand behind the rules which a constraint cannot say, on SQLite and PostgreSQL alike.

An app lists its own in `guards.py`: rows of (name, table, events, condition, sentence). The condition is SQL over
`NEW` and `OLD` that both databases read; where it holds, the change is refused with the sentence. A sixth part is a
statement that runs after the change, in place of the refusal.
In it, `FOR SHARE OF x` and `FOR NO KEY UPDATE OF x` lock rows on PostgreSQL; SQLite has one writer at a time anyway.
TRUNCATE is PostgreSQL's, and goes past DELETE: give it beside DELETE where the condition asks for no row.
Django rebuilds SQLite's tables when it migrates, and drops their triggers without a word. So they are dropped before
each migration and made anew after it, and `check` and /readyz fail while one is missing.
"""

import re
from hashlib import sha256
from importlib import import_module
from importlib.util import find_spec
from typing import Any, NamedTuple

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.signals import post_migrate, pre_migrate

LOCKS = re.compile(r" FOR (SHARE|NO KEY UPDATE) OF \w+")


class Guard(NamedTuple):
    name: str
    table: str
    events: tuple[str, ...]
    condition: str
    sentence: str
    then: str = ""

    def trigger(self, event: str) -> str:
        """The trigger's name. It ends in a digest of the rule, so that an outdated trigger counts as missing."""
        digest = sha256(repr(self).encode()).hexdigest()[:8]
        return f"guard_{self.name}_{event.lower()}_{digest}"

    def events_on(self, vendor: str) -> list[str]:
        return [event for event in self.events if event != "TRUNCATE" or vendor == "postgresql"]


def guards() -> list[Guard]:
    found = []
    for config in apps.get_app_configs():
        if find_spec(f"{config.name}.guards") and config.name != "rehabsite":
            found += [Guard(*row) for row in import_module(f"{config.name}.guards").GUARDS]
    return found


def missing(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of triggers that should stand in the database and do not. A table not made yet misses none."""
    connection = connections[using]
    tables = connection.introspection.table_names()
    there = _present(connection)
    standing = [guard for guard in guards() if guard.table in tables]
    wanted = [guard.trigger(event) for guard in standing for event in guard.events_on(connection.vendor)]
    return [name for name in wanted if name not in there]


def connect() -> None:
    config = apps.get_app_config("rehabsite")
    pre_migrate.connect(drop, sender=config, dispatch_uid="drop guards")
    post_migrate.connect(make, sender=config, dispatch_uid="make guards")


def _present(connection: BaseDatabaseWrapper) -> dict[str, str]:
    """Every working guard trigger with its table."""
    query = (
        "SELECT t.tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid"
        " WHERE t.tgenabled IN ('O', 'A') AND pg_table_is_visible(c.oid) AND t.tgname LIKE 'guard%'"
        if connection.vendor == "postgresql"
        else "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'guard%'"
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def drop(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    with connection.cursor() as cursor:
        for name, table in _present(connection).items():
            if connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {name} ON {table}")
                cursor.execute(f"DROP FUNCTION {name}()")
            else:
                cursor.execute(f"DROP TRIGGER {name}")


def make(using: str, **kwargs: Any) -> None:
    connection = connections[using]
    tables = connection.introspection.table_names()
    there = _present(connection)
    with connection.cursor() as cursor:
        schema = ""
        if connection.vendor == "postgresql":
            cursor.execute("SELECT quote_ident(current_schema())")
            schema = cursor.fetchone()[0]
        for guard in guards():
            for event in guard.events_on(connection.vendor):
                if guard.table in tables and guard.trigger(event) not in there:
                    for statement in _statements(guard, event, schema):
                        cursor.execute(statement)


def _statements(guard: Guard, event: str, schema: str) -> list[str]:
    """`schema` is PostgreSQL's, or empty for SQLite."""
    name = guard.trigger(event)
    sentence = guard.sentence.replace("'", "''")
    when = "AFTER" if guard.then else "BEFORE"
    if schema:
        # CURRENT_TIMESTAMP would be when the transaction began, and a transaction may wait.
        condition = guard.condition.replace("CURRENT_TIMESTAMP", "CLOCK_TIMESTAMP()")
        each = "STATEMENT" if event == "TRUNCATE" else "ROW"
        refuse = f"RAISE EXCEPTION '%', '{sentence}' USING ERRCODE = 'integrity_constraint_violation'"
        answer = "OLD" if event == "DELETE" else "NEW"
        return [
            # Without pg_temp at the end, anybody's temporary table of the same name would be asked first.
            f"CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql"
            f" SET search_path = {schema}, pg_temp AS $guard$ BEGIN"
            f" IF {condition} THEN {guard.then or refuse}; END IF; RETURN {answer}; END $guard$",
            f"DROP TRIGGER IF EXISTS {name} ON {guard.table}",  # one that was switched off
            f"CREATE TRIGGER {name} {when} {event} ON {guard.table} FOR EACH {each} EXECUTE FUNCTION {name}()",
        ]
    # SQLite learnt the standard's words in 3.39 only; IS NOT means the same there. Its own time has no fractions.
    condition = guard.condition.replace("IS DISTINCT FROM", "IS NOT")
    condition = condition.replace("CURRENT_TIMESTAMP", "STRFTIME('%Y-%m-%d %H:%M:%f', 'now')")
    condition = LOCKS.sub("", condition)
    refuse = f"SELECT RAISE(ABORT, '{sentence}')"
    return [
        f"CREATE TRIGGER {name} {when} {event} ON {guard.table} WHEN {condition} BEGIN {guard.then or refuse}; END"
    ]
