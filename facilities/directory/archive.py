"""Looks at a workbook from outside. An .xlsx is a zip, and opening a hostile one would fill the memory."""

import zipfile
from pathlib import Path
from typing import Final

from facilities.directory.errors import BadFile

MOST_BYTES: Final = 50_000_000
MOST_UNPACKED: Final = 100_000_000  # eight times the edition of 2023
MOST_ENTRIES: Final = 1_000
HIGHEST_RATIO: Final = 200
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")  # Excel before 2007, and every workbook with a password


def check_archive(path: Path) -> None:
    """Raises unless it looks like a workbook of honest size. The zip's directory is enough: what unpacks reads no
    further than the sizes given there."""
    try:
        if path.stat().st_size > MOST_BYTES:
            raise BadFile(
                "too-big", f"This file is larger than {MOST_BYTES // 1_000_000} MB. No directory is that large."
            )
        with path.open("rb") as file:
            head = file.read(8)
    except OSError as error:
        raise BadFile("unreadable", f"This file cannot be read: {error.strerror}.") from error
    if head == _OLE:
        raise BadFile(
            "encrypted-or-old",
            "This workbook has a password, or is in the old .xls format. Save it as .xlsx without a password.",
        )
    if not head.startswith(b"PK"):
        raise BadFile("not-a-workbook", "This is not an Excel workbook (.xlsx). Download the directory's workbook.")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_entries(archive.infolist())
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
        raise BadFile("truncated", "This workbook is damaged or cut short. Download it again.") from error


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if any(entry.flag_bits & 1 for entry in entries):
        raise BadFile("encrypted-or-old", "This workbook is encrypted. Save it as .xlsx without a password.")
    unpacked = sum(entry.file_size for entry in entries)
    steepest = max((entry.file_size / max(entry.compress_size, 1) for entry in entries), default=0)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED or steepest > HIGHEST_RATIO:
        raise BadFile("zip-bomb", "This file unpacks to far more than a directory holds, so it was not opened.")
    if "xl/workbook.xml" not in {entry.filename for entry in entries}:
        raise BadFile("not-a-workbook", "This zip file is not an Excel workbook (.xlsx).")
