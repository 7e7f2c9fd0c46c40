from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.transfer import wxr
from articles.transfer.moving import move_in
from articles.transfer.wxr import BadExport


class Command(BaseCommand):
    read = staticmethod(wxr.read)
    exported = "the .xml file that WordPress exports under Tools"
    folder = "a copy of the old site's folder wp-content/uploads"
    help = (
        "Imports an export from WordPress: posts and pages become drafts, with their pictures, tags, writers and old"
        " addresses. It says what was lost from each. Nothing goes live; importing twice changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help=self.exported)
        parser.add_argument("--pictures", type=Path, metavar="DIR", help=self.folder)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen, and keep nothing")

    def handle(self, *, file: Path, pictures: Path | None, dry_run: bool, verbosity: int, **options: Any) -> None:
        if not file.is_file():
            raise CommandError(f"There is no file {file}.")
        if pictures and not pictures.is_dir():
            raise CommandError(f"There is no folder {pictures}.")
        counts: Counter[str] = Counter()
        try:
            for report in move_in(file, pictures, dry=dry_run, read=self.read):
                counts[report.outcome] += 1
                if report.outcome == "left":
                    self.stdout.write(f"left    {report.title} of the kind {report.what}")
                elif verbosity:
                    self.stdout.write(f"{report.outcome:8}{report.what} “{report.title}” {report.address}".rstrip())
                for sentence in report.lost:
                    self.stdout.write(f"        - {sentence}")
        except BadExport as bad:
            raise CommandError(str(bad)) from bad
        kept = "Nothing was kept: this was a dry run." if dry_run else "Nothing is live: hand in what is right."
        numbers = ", ".join(f"{counts[name]} {name}" for name in ("new", "same", "failed"))
        self.stdout.write(f"{numbers}. {kept}")
        if counts["failed"]:
            raise CommandError("What failed is named above, with the reason. The rest was imported.")
