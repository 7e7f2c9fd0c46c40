"""Migrations that an older version, running beside, can live with."""

import pytest
from django.db import models
from django.db.migrations import Migration
from django.db.migrations import operations as ops
from django.db.migrations.operations.base import Operation

from rehabsite.release import rolling
from tests.drill.throwaway.migrations import __name__ as throwaway

KIND = models.CharField(max_length=5)


def told(*operations: Operation, because: str = "") -> list[str]:
    migration = Migration("0002_more", "articles")
    setattr(migration, "operations", list(operations))  # noqa: B010
    if because:
        migration.REFUSED_BUT = because  # type: ignore[attr-defined]
    return [*rolling.problems("articles.0002_more", migration)]


@pytest.mark.parametrize(
    "operation",
    [
        ops.RemoveField("article", "slug"),
        ops.DeleteModel("Article"),
        ops.RenameField("article", "slug", "address"),
        ops.RenameModel("Article", "Page"),
        ops.AlterField("article", "slug", KIND),
        ops.AddField("article", "kind", KIND),
        ops.AddConstraint("article", models.CheckConstraint(condition=models.Q(pk__gt=0), name="x")),
        ops.RunPython(ops.RunPython.noop),
        ops.RunSQL("UPDATE articles_article SET slug = slug"),
        ops.SeparateDatabaseAndState(database_operations=[ops.RemoveField("article", "slug")]),
    ],
    ids=lambda operation: type(operation).__name__,
)
def test_what_breaks_the_version_before_is_refused(operation: Operation) -> None:
    assert len(told(operation)) == 1
    assert not told(operation, because="Version 0.1 does not use it.")
    assert told(operation, because="yes"), "no reason"


@pytest.mark.parametrize(
    "operations",
    [
        [ops.AddField("article", "kind", models.CharField(max_length=5, null=True))],
        [ops.AddField("article", "kind", models.CharField(max_length=5, db_default=""))],
        [ops.CreateModel("New", [("id", models.BigAutoField(primary_key=True))]), ops.AddField("new", "kind", KIND)],
        [ops.AddIndex("article", models.Index(fields=["slug"], name="x"))],
    ],
    ids=["null", "database's own value", "a table of its own", "an index"],
)
def test_what_it_can_live_with_is_not(operations: list[Operation]) -> None:
    assert not told(*operations)


def test_ours_are_such_and_so_are_those_of_the_drill() -> None:
    assert not rolling.check_migrations()
    for name in ("0001_a_table", "0002_a_column"):
        module = __import__(f"{throwaway}.{name}", fromlist=["Migration"])
        assert not [*rolling.problems(name, module.Migration(name, "throwaway"))]
