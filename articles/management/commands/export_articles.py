from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.transfer.exporting import export_all


class Command(BaseCommand):
    help = "Writes every article as a Markdown file with front matter, with the people and the pictures."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "folder",
            type=Path,
            metavar="DIR",
            help="created if it does not exist; files with the same names are replaced",
        )

    def handle(self, *, folder: Path, **options: Any) -> None:
        try:
            files = sum(1 for _ in export_all(folder))
        except OSError as error:
            raise CommandError(f"Could not write to {folder}: {error.strerror}. Choose another folder.") from error
        self.stdout.write(f"{files} files in {folder}.")
