"""What the role that serves the site may do in PostgreSQL: read and write rows, and change no rule.

Tables, triggers and functions belong to another role, the owner, under which `release` and `migrate` run. What the
guards refuse for every row is not granted in the first place.
"""

from collections.abc import Iterator

from django.apps import apps
from django.db import connection

import guards

ALL = ("SELECT", "INSERT", "UPDATE", "DELETE")
APPLIED = "django_migrations"  # /readyz reads it; only the owner writes it


def exists(role: str) -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        return cursor.fetchone() is not None


def too_strong(role: str) -> str:
    """What makes the role as strong as the owner. Empty: nothing does."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolcreaterole, rolreplication, rolname = current_user,"
            " NOT rolsuper AND pg_has_role(oid, current_user, 'MEMBER') FROM pg_roles WHERE rolname = %s",
            [role],
        )
        words = ("a superuser", "allowed to make roles", "allowed to replicate", "the owner itself", "a member of it")
        return next((word for word, is_so in zip(words, cursor.fetchone(), strict=True) if is_so), "")


def grant(role: str) -> list[str]:
    """Makes the role's rights what they should be, whatever they were. The statements that it ran."""
    name = connection.ops.quote_name(role)
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(current_schema()), quote_ident(current_database())")
        schema, database = cursor.fetchone()
        statements = list(_statements(name, schema, database))
        for statement in statements:
            cursor.execute(statement)
    return statements


def _statements(role: str, schema: str, database: str) -> Iterator[str]:
    yield f"REVOKE CREATE ON SCHEMA {schema} FROM PUBLIC"
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {role}"
    yield f"REVOKE ALL ON SCHEMA {schema} FROM {role}"
    yield f"GRANT CONNECT ON DATABASE {database} TO {role}"
    yield f"GRANT USAGE ON SCHEMA {schema} TO {role}"
    yield f"GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA {schema} TO {role}"
    yield f"GRANT SELECT ON {APPLIED} TO {role}"
    for table in sorted({model._meta.db_table for model in apps.get_models(include_auto_created=True)}):
        yield f"GRANT {', '.join(_allowed(table))} ON {table} TO {role}"


def _allowed(table: str) -> list[str]:
    refused = {
        event
        for guard in guards.declared()
        if guard.table == table and guard.refuse_if == "1 = 1"
        for event in guard.events
    }
    return [right for right in ALL if right not in refused]
