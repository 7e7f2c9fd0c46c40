"""New rows by statements that are put together once.

The ORM puts each together anew. For what a visitor sends, that took longer than all else, and much of it while no one
else could write.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import AutoField, CharField, Field, IntegerField, Model


def insert(rows: Sequence[Model]) -> None:
    """All of one model, in one statement. Call it in a transaction. The rows do not learn the number that a database
    gives them, and no signal is sent. Guards and constraints hold as always."""
    if rows:
        columns = _columns(type(rows[0]))
        values = [_value(column, column.pre_save(row, add=True)) for row in rows for column in columns]
        with connection.cursor() as cursor:
            cursor.execute(_statement(type(rows[0]), len(rows)), values)


def _value(column: "Field[Any, Any]", value: Any) -> Any:
    plain = value is None or isinstance(column, CharField | IntegerField)
    return value if plain else column.get_db_prep_save(value, connection)


@cache
def _columns(model: type[Model]) -> Sequence["Field[Any, Any]"]:
    return [field for field in model._meta.concrete_fields if not isinstance(field, AutoField)]


@cache
def _statement(model: type[Model], rows: int) -> str:
    names = [connection.ops.quote_name(str(field.column)) for field in _columns(model)]
    row = f"({', '.join(['%s'] * len(names))})"
    return f"INSERT INTO {model._meta.db_table} ({', '.join(names)}) VALUES {', '.join([row] * rows)}"
