"""`manage.py verify_ranking ranking.json`"""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from facilities.ranking import Unreadable, problems, read

NAMED = 10


class Command(BaseCommand):
    help = "Recomputes a ranking from its ranking.json alone, without the database, and says whether it matches."
    requires_system_checks = []  # One of them asks the database.

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)

    def handle(self, *, file: Path, **options: Any) -> None:
        try:
            document = read(file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} cannot be read: {error.strerror}.") from error
        except Unreadable as error:
            raise CommandError(f"{file} is not a ranking. {error}") from error
        found = list(problems(document))
        if found:
            more = f"\n… and {len(found) - NAMED} more." if len(found) > NAMED else ""
            lines = "\n".join(f"- {sentence}" for sentence in found[:NAMED])
            raise CommandError(f"{file} does not match.\n{lines}{more}")
        self.stdout.write(
            f"{file} matches: {len(document['rows'])} facilities of {document['city']['name']}, version"
            f" {document['number']}, by method {document['method']}."
        )
