"""Migrations that the version before can live with: on several hosts both run at the same time for a while.

What would break the older one is refused, unless the migration says in REFUSED_BUT why it is safe here: that the
version before does not use the column anymore, for instance.
"""

import re
from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

OURS = {"rehabsite", "contact", "articles", "programs", "facilities", "review", "search", "markup"}
HINT = "If it is safe here, say why in the migration: REFUSED_BUT = '…'."
BREAKS = {
    ops.RemoveField: "The version before still reads and writes the column. Take it out of the code first.",
    ops.DeleteModel: "The version before still reads the table. Take it out of the code first.",
    ops.RenameField: "The version before knows the column by its old name. Add a new one, and fill both.",
    ops.RenameModel: "The version before knows the table by its old name. Add a new one.",
    ops.AlterModelTable: "The version before knows the table by its old name.",
    ops.AlterField: "The version before may write what the column takes no longer.",
    ops.AddConstraint: "The version before may write what is refused from now on.",
}
TAKEN_AWAY = re.compile(r"\b(drop|rename|truncate|set\s+not\s+null|add\s+constraint)\b", re.IGNORECASE)


def problems(name: str, migration: Migration) -> Iterator[str]:
    """Of a migration that comes after the first one. Tables that it makes itself are no one's yet."""
    if getattr(migration, "REFUSED_BUT", ""):
        return
    own = {operation.name.lower() for operation in migration.operations if isinstance(operation, ops.CreateModel)}
    for operation in _inside(migration.operations):
        if getattr(operation, "model_name", getattr(operation, "name", "")).lower() in own:
            continue
        if sentence := BREAKS.get(type(operation)) or _needs_a_value(operation) or _takes_away(operation):
            yield f"{name}, {type(operation).__name__}: {sentence}"


def _inside(operations: Sequence[Operation]) -> Iterator[Operation]:
    """With what one hides that tells the database something else than Django."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from _inside(operation.database_operations)
        else:
            yield operation


def _takes_away(operation: object) -> str:
    if isinstance(operation, ops.RunSQL) and TAKEN_AWAY.search(str(operation.sql)):
        return "The version before still needs what this SQL drops, renames or tightens."
    return ""


def _needs_a_value(operation: object) -> str:
    if not isinstance(operation, ops.AddField) or isinstance(operation.field, models.ManyToManyField):
        return ""
    if operation.field.null or operation.field.db_default is not NOT_PROVIDED:
        return ""
    return "The version before writes rows without the column. Let it be null, or give it db_default."


@register("rolling", deploy=True)
def check_migrations(**kwargs: object) -> list[CheckMessage]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found: list[CheckMessage] = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS and not name.startswith("0001_"):
            sentences = problems(f"{app}.{name}", migration)
            found += [Error(sentence, hint=HINT, id="rolling.E1") for sentence in sentences]
    return found
