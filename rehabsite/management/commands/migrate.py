from typing import Any

from django.core.checks.registry import registry
from django.core.management.base import CommandError
from django.core.management.commands import migrate
from django.db import connections
from django.db.migrations.loader import MigrationLoader

OURS = ("articles", "contact", "programs", "rehabsite", "search")


class Command(migrate.Command):
    """Django's own, but it does not first ask for guards: migrating is what makes them."""

    def check(self, *args: Any, **kwargs: Any) -> None:
        super().check(*args, **{**kwargs, "tags": sorted(registry.tags_available() - {"guards"})})

    def handle(self, *args: Any, **options: Any) -> None:
        refuse_older(options["database"])
        super().handle(*args, **options)


def refuse_older(database: str) -> None:
    """Migrations began again before 0.1.0: a database from before then has steps that this program does not know."""
    loader = MigrationLoader(connections[database])
    unknown = [key for key in loader.applied_migrations if key[0] in OURS and key not in loader.disk_migrations]
    if unknown:
        raise CommandError(
            "This database comes from a version before 0.1.0, which this version cannot read. Keep it aside if you "
            "need it (on a developer's machine: rename the folder var), then start again with an empty one."
        )
