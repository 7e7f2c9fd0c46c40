from contextlib import ExitStack
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.transfer.import_files import passed_over
from articles.transfer.importing import import_paths
from articles.transfer.packing import REDIRECTS, BadPackage, import_redirects, unpacked


class Command(BaseCommand):
    help = (
        "Imports Markdown files with front matter. Each file is imported whole or not at all; importing it "
        "twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            type=Path,
            metavar="PATH",
            help="a folder of .md files, one file, or a .zip of an export",
        )

    def handle(self, *, paths: list[Path], verbosity: int, **options: Any) -> None:
        for path in paths:
            if not path.exists():
                raise CommandError(f"There is nothing at {path}. Give a folder of .md files, or one file.")
        with ExitStack() as open_zips:
            try:
                paths = [
                    open_zips.enter_context(unpacked(path)) if path.suffix.lower() == ".zip" else path
                    for path in paths
                ]
            except BadPackage as bad:
                raise CommandError(str(bad)) from bad
            self._import(paths, verbosity)

    def _import(self, paths: list[Path], verbosity: int) -> None:
        counts = dict.fromkeys(("new", "changed", "same", "failed"), 0)
        for result in import_paths(paths):
            counts[result.outcome] += 1
            if result.outcome != "same" and verbosity:
                self.stdout.write(f"{result.outcome:8}{result.path}")
            for note in result.notes:
                self.stderr.write(f"{result.path}:{note.line}: look at this: {note.message}")
            for problem in result.problems:
                self.stderr.write(f"{result.path}:{problem.line}: {problem.message}")
        for path in paths:
            if (path / REDIRECTS).is_file():
                for said in import_redirects(path / REDIRECTS):
                    self.stderr.write(f"{path / REDIRECTS}: {said}")
        for file in passed_over(paths):
            self.stderr.write(f"{file}: not read. Articles are files that end in .md and do not start with a dot.")
        if verbosity:
            self.stdout.write(", ".join(f"{count} {outcome}" for outcome, count in counts.items()) + ".")
        if counts["failed"]:
            raise CommandError("Nothing was imported from the files named above. Fix them and import them again.")
