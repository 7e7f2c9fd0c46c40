"""Migrations that the previous version can live with: on several hosts both run at the same time for a while.

What would break the older one is refused, unless the migration says in REFUSED_BUT why it is safe here: for instance,
that the previous version no longer uses the column. A program cannot judge code and SQL, so a person has to say it for
each.
"""

from collections.abc import Iterator, Sequence

from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.models.fields import NOT_PROVIDED

OURS = {"rehabsite", "contact", "articles", "programs", "facilities", "review", "search", "markup"}
WORDS = 3  # a reason, not "yes"
HINT = "If it is safe here, say why in the migration, in a sentence: REFUSED_BUT = '…'."
BREAKS = {
    ops.RemoveField: "The previous version still reads and writes the column. Remove it from the code first.",
    ops.DeleteModel: "The previous version still reads the table. Remove it from the code first.",
    ops.RenameField: "The previous version knows the column by its old name. Add a new one, and fill both.",
    ops.RenameModel: "The previous version knows the table by its old name. Add a new one.",
    ops.AlterModelTable: "The version before knows the table by its old name.",
    ops.AlterField: "The previous version may write what the column no longer accepts.",
    ops.AddConstraint: "The previous version may write what is refused from now on.",
    ops.RunPython: "Only a person can tell what code does to the rows of a running site.",
    ops.RunSQL: "Only a person can tell what SQL does to the tables of a running site.",
}
# They fill tables that came with the first version.
BEFORE_THE_FIRST = {
    "articles.0002_default_wordings",
    "contact.0002_consent_text",
    "programs.0002_words_of_phases",
    "rehabsite.0002_roles",
    "search.0002_index",
    "search.0003_synonyms",
}


def problems(name: str, migration: Migration) -> Iterator[str]:
    """Of a migration that comes after the first one. Tables that it makes itself are no one's yet."""
    if len(getattr(migration, "REFUSED_BUT", "").split()) >= WORDS:
        return
    own = {operation.name.lower() for operation in migration.operations if isinstance(operation, ops.CreateModel)}
    for operation in _inside(migration.operations):
        if getattr(operation, "model_name", getattr(operation, "name", "")).lower() in own:
            continue
        if sentence := BREAKS.get(type(operation)) or _needs_a_value(operation):
            yield f"{name}, {type(operation).__name__}: {sentence}"


def _inside(operations: Sequence[Operation]) -> Iterator[Operation]:
    """With what one hides that tells the database something else than Django."""
    for operation in operations:
        if isinstance(operation, ops.SeparateDatabaseAndState):
            yield from _inside(operation.database_operations)
        else:
            yield operation


def _needs_a_value(operation: object) -> str:
    if not isinstance(operation, ops.AddField) or isinstance(operation.field, models.ManyToManyField):
        return ""
    if operation.field.null or operation.field.db_default is not NOT_PROVIDED:
        return ""
    return "The previous version writes rows without the column. Let it be null, or give it db_default."


@register("rolling", deploy=True)
def check_migrations(**kwargs: object) -> list[CheckMessage]:
    loader = MigrationLoader(None, ignore_no_migrations=True)
    found: list[CheckMessage] = []
    for (app, name), migration in sorted(loader.disk_migrations.items()):
        if app in OURS and not name.startswith("0001_") and f"{app}.{name}" not in BEFORE_THE_FIRST:
            sentences = problems(f"{app}.{name}", migration)
            found += [Error(sentence, hint=HINT, id="rolling.E1") for sentence in sentences]
    return found
