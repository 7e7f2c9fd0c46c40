import re
import sys
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Final

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from facilities.directory import (
    BadFile,
    Code,
    Rows,
    read_findtreatment_download,
    read_findtreatment_json,
    read_workbook,
)
from facilities.services.importing import EditionFacts, Report, import_rows
from facilities.services.locating import fill_places_once
from review.refusals import Refused

WORKBOOK, JSON, DOWNLOAD = "workbook", "findtreatment-json", "findtreatment-download"
SHOWN: Final = 20
LISTS: Final = (
    ("new", "new"),
    ("changed", "changed"),
    ("back", "listed again"),
    ("gone", "gone, so delisted"),
    ("proposed", "perhaps known under another name or address: decide in the admin, under Proposed matches"),
    ("contradictory", "contradictory, see the admin, under Facilities"),
    ("near_duplicates", "nearly alike within this file"),
    ("undialed", "phone numbers that cannot be dialed, so they are shown as they are"),
    ("notes", "rows of which something was left out"),
    ("refused", "rows that were not imported; what we knew about their places stays as it was"),
    ("spared", "missing, and perhaps in such a row, so not delisted"),
)
WIDTH: Final = 30


class Command(BaseCommand):
    help = (
        "Imports an edition of SAMHSA's directory of treatment facilities, whole or not at all. Importing the same "
        "file again changes nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "files", nargs="+", type=Path, metavar="FILE", help="the workbook, or FindTreatment.gov's files"
        )
        parser.add_argument(
            "--edition", metavar="NAME", help="as readers see it, such as 2024; or FILE's name says it"
        )
        parser.add_argument("--format", choices=(WORKBOOK, JSON, DOWNLOAD), default=WORKBOOK)
        parser.add_argument(
            "--covers",
            metavar="STATES",
            help="states that FILE covers completely, such as TX,CA, or all, or none: a facility that is not in "
            "FILE is delisted only in these. Without this: all for a workbook, none for FindTreatment.gov's files",
        )
        parser.add_argument("--dry-run", action="store_true", help="report what would change, and change nothing")

    def handle(self, *, files: list[Path], dry_run: bool, verbosity: int, **options: Any) -> None:
        workbook = options["format"] == WORKBOOK
        if workbook and len(files) > 1:
            raise CommandError("Import one workbook at a time: give one file.")
        try:
            codes, rows = self._read(files, options["format"])
            fill_places_once()
            report = import_rows(
                rows=rows,
                codes=codes,
                edition=_facts(files, options["edition"], workbook=workbook),
                covers=_covers(options["covers"] or ("all" if workbook else "none")),
                many_may_go=options["covers"] is not None,
                dry_run=dry_run,
                progress=_Bar(),
            )
        except BadFile as bad:
            for problem in bad.problems:
                self.stderr.write(problem)
            raise CommandError(f"{bad} Nothing was imported.") from bad
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except DatabaseError as error:
            raise CommandError(f"The database refused: {error}. Nothing was imported.") from error
        if verbosity:
            self._tell(report, dry_run=dry_run, most=SHOWN if verbosity == 1 else sys.maxsize)

    def _read(self, files: list[Path], form: str) -> tuple[list[Code], Rows]:
        if form == WORKBOOK:
            return read_workbook(files[0])
        if form == JSON:
            return read_findtreatment_json(files)
        found = read_findtreatment_download(files)
        if found.passed_over:
            self.stdout.write(
                f"{len(found.passed_over)} columns do not name a service that we know, and were skipped: "
                f"{', '.join(found.passed_over)}."
            )
        return found.codes, found.rows

    def _tell(self, report: Report, *, dry_run: bool, most: int) -> None:
        if report.already:
            self.stdout.write(f"This file is the edition {report.edition} that was imported before. Nothing changed.")
            return
        for name, heading in LISTS:
            lines: list[str] = getattr(report, name)
            if lines:
                self.stdout.write(f"{len(lines)} {heading}:")
            for line in lines[:most]:
                self.stdout.write(f"  {line}")
            if len(lines) > most:
                self.stdout.write(f"  … and {len(lines) - most} more; --verbosity 2 shows all")
        counts = ", ".join(f"{len(getattr(report, name))} {name.replace('_', ' ')}" for name, _ in LISTS)
        done = "would be" if dry_run else "are"
        self.stdout.write(
            f"Edition {report.edition}: {report.total} facilities {done} in it: {report.same} same, {counts}."
        )
        if dry_run:
            self.stdout.write("This was a dry run. Nothing changed.")


def _facts(files: list[Path], name: str | None, *, workbook: bool) -> EditionFacts:
    year = re.search(r"(?<!\d)20\d\d(?!\d)", files[0].name)
    if name is None and (not workbook or year is None):
        raise CommandError("Say which edition this is, with --edition NAME and its year or date, such as 2024.")
    name = name or (year[0] if year else "")
    if not 0 < len(name) <= 60:
        raise CommandError("An edition's name has 1 to 60 characters.")
    digest = sha256()
    for path in files:
        try:
            with path.open("rb") as file:
                digest.update(file_digest(file, "sha256").digest())
        except OSError as error:
            raise BadFile("unreadable", f"{path.name} cannot be read: {error.strerror}.") from error
    source = "National Directory" if workbook else "FindTreatment.gov"
    survey = int(name) - 1 if workbook and re.fullmatch(r"20\d\d", name) else None
    return EditionFacts(name, f"SAMHSA {source}", digest.hexdigest(), survey)


def _covers(states: str) -> frozenset[str] | None:
    if states.lower() in ("all", "none"):
        return None if states.lower() == "all" else frozenset()
    found = frozenset(state.strip().upper() for state in states.split(","))
    if not all(re.fullmatch("[A-Z]{2}", state) for state in found):
        raise CommandError("--covers takes two-letter states separated by commas, such as TX,CA, or all, or none.")
    return found


class _Bar:
    """A line on a terminal that fills up. To a file or a pipe it writes nothing."""

    def __init__(self) -> None:
        self._done, self._shown = 0, -1

    def __call__(self, count: int, total: int) -> None:
        self._done += count
        percent = min(100, 100 * self._done // max(total, 1))
        if percent == self._shown or not sys.stderr.isatty():
            return
        self._shown = percent
        filled = "█" * (WIDTH * percent // 100)
        end = "\n" if percent == 100 else ""
        print(f"\r{filled:<{WIDTH}} {percent:3}%", end=end, file=sys.stderr, flush=True)
