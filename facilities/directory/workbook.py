"""The National Directory workbook, of 2022 and later: one sheet of facilities, one that explains the codes."""

import warnings
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing
from pathlib import Path
from typing import Any, BinaryIO, Final

from facilities.directory.archive import check_archive
from facilities.directory.errors import BadFile, Problems
from facilities.directory.rows import Code, Row, Rows, make_row, text_of

FACILITIES: Final = "Facilities List"
REFERENCE: Final = "Service Code Reference"
HEADS: Final = {
    FACILITIES: (
        *("name1", "name2", "street1", "street2", "city", "state", "zip", "phone", "intake1", "intake2"),
        "service_code_info",
    ),
    REFERENCE: ("category_code", "category_name", "service_code", "service_name"),
}
SUBSTANCE_USE: Final = frozenset({"SA", "OTP"})  # mental health's workbook has the same sheets, and other codes
MOST_ROWS: Final = 200_000
MOST_COLUMNS: Final = 64


def read_workbook(path: Path) -> tuple[list[Code], Rows]:
    """The codes, and the facilities one by one. Too many bad rows are raised when the last row has been read."""
    check_archive(path)
    codes = _codes(path)
    if not SUBSTANCE_USE <= {code.code for code in codes}:
        raise BadFile(
            "wrong-directory", "This is not the directory of substance use treatment. Is it the one for mental health?"
        )
    known = {code.code: code.code for code in codes}
    return codes, Rows(lambda problems: _rows(path, known, problems))


def _codes(path: Path) -> list[Code]:
    found: dict[str, Code] = {}
    problems = Problems()
    for number, values in _records(path, REFERENCE):
        names = ("service_code", "service_name", "service_description", "category_code", "category_name")
        texts = [text_of(values.get(name)) or "" for name in names]
        code = Code(*texts)
        if not any(texts):
            continue
        if not code.code or not code.name:
            problems.add(number, f"in “{REFERENCE}” a code or its name is missing.")
        elif code.code in found:
            problems.add(number, f"in “{REFERENCE}” the code {code.code} is there twice.")
        elif len(code.code) > 12 or len(code.category_code) > 12 or len(code.name) > 300 or " " in code.code:
            problems.add(number, f"in “{REFERENCE}” the code {code.code[:20]} or its name is too long.")
        found[code.code] = code
    problems.settle(strict=True)
    if not found:
        raise BadFile("no-codes", f"The sheet “{REFERENCE}” is empty. Download the directory's workbook again.")
    return list(found.values())


def _rows(path: Path, known: Mapping[str, str], problems: Problems) -> Iterator[Row]:
    for number, values in _records(path, FACILITIES):
        listed = (text_of(values.get("service_code_info")) or "").replace("*", " ").split()
        unknown = sorted({code for code in listed if code not in known})
        for code in unknown:
            problems.add(number, f"the code {code[:20]} is not in the sheet “{REFERENCE}”.")
        # The reference's own strings: millions of copies of them would fill the memory.
        row = make_row(values, frozenset(known.get(code, code) for code in listed), number, problems)
        if row:
            yield row
    problems.settle()


def _records(path: Path, sheet: str) -> Iterator[tuple[int, dict[str, object]]]:
    """The row's number as Excel shows it, and its values by the heads in lower case."""
    with closing(_cells(path, sheet)) as rows:
        heads = [(text_of(value) or "").lower() for value in next(rows, ())]
        _check_heads(heads, sheet)
        for number, values in enumerate(rows, start=2):
            if number > MOST_ROWS:
                raise BadFile("too-many-rows", f"The sheet “{sheet}” has more than {MOST_ROWS:,} rows.")
            if any(value is not None for value in values):
                yield number, dict(zip(heads, values, strict=False))


def _check_heads(heads: list[str], sheet: str) -> None:
    missing = [head for head in HEADS[sheet] if heads.count(head) != 1]
    if missing:
        raise BadFile(
            "wrong-heads",
            f"The first row of the sheet “{sheet}” should name each of these columns once: {', '.join(missing)}.",
        )


def _cells(path: Path, sheet: str) -> Generator[tuple[Any, ...], None, None]:
    """The file is opened here: openpyxl, given a path, leaves a damaged one open."""
    with path.open("rb") as file, closing(open_book(file)) as book:
        if sheet not in book.sheetnames:
            raise BadFile("wrong-sheets", f"This workbook has no sheet “{sheet}”. Is it the National Directory?")
        page = book[sheet]
        page.reset_dimensions()  # what the file says of its own size may be wrong
        with closing(page.iter_rows(max_col=MOST_COLUMNS, values_only=True)) as rows:
            while (row := next_of(rows, sheet)) is not None:
                yield row


def open_book(file: BinaryIO) -> Any:
    """Broken XML inside makes openpyxl raise almost anything, so anything it raises means a damaged file."""
    from openpyxl import load_workbook  # large, and for an import alone

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of extensions that it does not know
            return load_workbook(file, read_only=True, data_only=True, keep_links=False)
    except Exception as error:
        raise BadFile("damaged", "This workbook is damaged inside. Download it again.") from error


def next_of(rows: Iterator[tuple[Any, ...]], sheet: str) -> tuple[Any, ...] | None:
    try:
        return next(rows, None)
    except Exception as error:
        raise BadFile("damaged", f"The sheet “{sheet}” is damaged. Download the workbook again.") from error
