"""Pieces of conditions, with tables and columns taken from models, so that neither is spelled twice."""

from collections.abc import Iterator

from django.db.models import Field, Model, UniqueConstraint

from guards.guard import BadGuard


def table(model: type[Model]) -> str:
    return model._meta.db_table


def columns(model: type[Model], *fields: str) -> list[str]:
    """Raises FieldDoesNotExist for a name that is no field of the model."""
    return [_column(model, name) for name in fields]


def differ(model: type[Model], *fields: str) -> str:
    """One of these fields changes."""
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns(model, *fields))


def taken(model: type[Model], alias: str = "x") -> str:
    """A row `alias` of the model holds one of the keys that NEW wants: its primary key, or anything unique."""
    return " OR ".join(f"({_same(alias, columns(model, *fields))})" for fields in _keys(model))


def _keys(model: type[Model]) -> Iterator[tuple[str, ...]]:
    for field in model._meta.concrete_fields:
        if field.unique:
            yield (field.name,)
    yield from (tuple(together) for together in model._meta.unique_together)
    for constraint in model._meta.constraints:
        if isinstance(constraint, UniqueConstraint):
            if constraint.condition is not None or constraint.expressions:
                raise BadGuard(f"{constraint.name} is unique only sometimes. Write its guard by hand.")
            yield tuple(constraint.fields)


def _same(alias: str, names: list[str]) -> str:
    return " AND ".join(f"{alias}.{name} = NEW.{name}" for name in names)


def _column(model: type[Model], name: str) -> str:
    field = model._meta.get_field(name)
    if not isinstance(field, Field) or not field.column:
        raise BadGuard(f"{model._meta.label}.{name} is not a column.")
    return field.column
