"""FindTreatment.gov's download, as CSV or Excel: a row for each facility, a column for each service code.

It also has coordinates and web sites. A download is capped, so the whole country comes in several files.
"""

import csv
import io
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any, Final, NamedTuple

from facilities.directory.archive import check_archive
from facilities.directory.errors import BadFile, Problems
from facilities.directory.findtreatment import place_of, website_of
from facilities.directory.names import known_codes
from facilities.directory.rows import Code, Row, Rows, make_row, text_of
from facilities.directory.workbook import next_of, open_book

NEEDED: Final = {"name1", "city", "state", "zip", "phone", "sa", "otp", "mu", "bu", "nu"}
OTHERS: Final = {
    *("name2", "street1", "street2", "zip4", "county", "intake1", "intake2", "intake1a", "intake2a", "hotline1"),
    *("website", "latitude", "longitude", "type_facility", "typefacility", "_irow", "frid", "miles"),
}
PREAMBLE: Final = 20  # rows in which the heads may stand
MOST_BYTES: Final = 200_000_000
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 600


class Download(NamedTuple):
    """`passed_over` are columns of no service for substance use that we know: most are mental health's."""

    codes: list[Code]
    rows: Rows
    passed_over: list[str]


def read_findtreatment_download(paths: Sequence[Path]) -> Download:
    """Facilities for mental health only are passed over; one that an earlier file holds counts once."""
    known = {code.code.lower(): code.code for code in known_codes()}
    tables = [_table(path) for path in paths]
    heads = {head for table in tables for head in table.heads if head}
    passed_over = sorted(heads - set(known) - NEEDED - OTHERS)
    return Download(list(known_codes()), Rows(lambda problems: _rows(tables, known, problems)), passed_over)


class _Table(NamedTuple):
    name: str
    heads: list[str]
    first: int
    rows: Iterator[Sequence[object]]


def _table(path: Path) -> _Table:
    cells = _csv(path) if path.suffix.lower() == ".csv" else _excel(path)
    for number, row in enumerate(islice(cells, PREAMBLE), start=1):
        heads = [(text_of(value) or "").lower() for value in row]
        if set(heads) >= NEEDED:
            return _Table(path.name, heads, number + 1, cells)
    raise BadFile(
        "wrong-heads",
        f"{path.name} has no row with the columns {', '.join(sorted(NEEDED))}. Is it FindTreatment.gov's download?",
    )


def _rows(tables: Iterable[_Table], known: Mapping[str, str], problems: Problems) -> Iterator[Row]:
    before = set[Row]()
    for table in tables:
        here = set()
        for number, cells in enumerate(table.rows, start=table.first):
            if number > MOST_ROWS:
                raise BadFile("too-many-rows", f"{table.name} has more than {MOST_ROWS:,} rows.")
            values = dict(zip(table.heads, cells, strict=False))
            row = _row(values, f"{number} of {table.name}", known, problems) if any(cells) else None
            if row and row not in before:
                here.add(row)
                yield row
        before |= here
    problems.settle()


def _row(values: Mapping[str, object], where: str, known: Mapping[str, str], problems: Problems) -> Row | None:
    if (text_of(values.get("type_facility") or values.get("typefacility")) or "").upper() == "MH":
        return None
    codes = set()
    for head, code in known.items():
        text = text_of(values.get(head))
        if text == "1":
            codes.add(code)
        elif text not in ("", "0"):
            problems.add(where, f"in the column {head} is neither 1 nor nothing.")
    site = {"website": website_of(values.get("website"), where, problems)}
    return make_row({**values, **site}, frozenset(codes), where, problems, place=place_of(values, where, problems))


def _csv(path: Path) -> Iterator[Sequence[object]]:
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile("too-big", f"{path.name} is larger than {MOST_BYTES // 1_000_000} MB.")
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise BadFile("unreadable", f"{path.name} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise BadFile(
            "not-utf8", f"{path.name} is not UTF-8. Download it again, and do not save it in Excel."
        ) from error
    try:
        yield from csv.reader(io.StringIO(text, newline=""), strict=True)
    except csv.Error as error:
        raise BadFile("truncated", f"{path.name} is damaged or cut short. Download it again.") from error


def _excel(path: Path) -> Generator[tuple[Any, ...], None, None]:
    check_archive(path)
    with path.open("rb") as file, closing(open_book(file)) as book:
        page = book[book.sheetnames[0]]
        page.reset_dimensions()  # what the file says of its own size may be wrong
        with closing(page.iter_rows(max_col=MOST_COLUMNS, values_only=True)) as rows:
            while (row := next_of(rows, page.title)) is not None:
                yield row
