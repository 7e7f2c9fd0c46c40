from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from rehabsite.release import database_roles


class Command(BaseCommand):
    help = (
        "Lets a PostgreSQL role read and write rows, but not change any table, guard or function. Run it as the owner."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", help="the role that serves the site; an administrator creates it with createuser")

    def handle(self, *, role: str, **options: Any) -> None:
        if connection.vendor != "postgresql":
            raise CommandError("SQLite has no roles. Nothing was changed.")
        if not database_roles.exists(role):
            raise CommandError(f"There is no role {role}. Have an administrator run: createuser {role} --pwprompt")
        if strength := database_roles.too_strong(role):
            raise CommandError(f"{role} is {strength}, so it could change every guard. Create a separate role.")
        with transaction.atomic():
            done = database_roles.grant(role)
        self.stdout.write(
            f"{role} can read and write rows, and change nothing else ({len(done)} statements). "
            "Run this again after each release that adds a table."
        )
