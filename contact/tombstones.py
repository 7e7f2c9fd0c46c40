"""What must stay gone, written outside of the database, so that no restored copy of it brings anything back.

A line says when, what, and for which row, by a mark that only this site can make: no name, no number. Each host has
files of its own in TOMBSTONES_DIR, one a month, and reads all of them. A line is on the disk before the change is
committed.

A restored copy is held, and gives nothing away, until these lines were played back. That is a file next to the data,
not a row: a row would come out of the backup.
"""

import errno
import logging
import os
import socket
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from operator import attrgetter
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from django.conf import settings

from contact.crypto import proofs
from contact.models import Consent, Inquiry, Letter, Notice
from facilities.models import Facility

WITHDRAWN, ERASED, SENT, RELATED = KINDS = ("withdrawn", "erased", "sent", "related")
log = logging.getLogger("contact.tombstones")


class Line(NamedTuple):
    at: str
    kind: str
    mark: str


def is_held() -> bool:
    return _held().exists()


def hold(because: str) -> None:
    _held().write_text(f"{because}\n", encoding="utf-8")


def held_because() -> str:
    return _held().read_text(encoding="utf-8").strip() if is_held() else ""


def let_go() -> None:
    _held().unlink(missing_ok=True)


def _held() -> Path:
    return Path(settings.VAR_DIR) / "held"


def withdrawn(consent: Consent) -> bool:
    """Writes it down. False: it could not be written; what was asked for stands all the same, and the desk is told."""
    return _write(WITHDRAWN, _of_consent(consent))


def erased(inquiry: Inquiry) -> bool:
    return _write(ERASED, str(inquiry.pk))


def sent(outgoing: Notice | Letter) -> bool:
    return _write(SENT, _of_outgoing(outgoing))


def related(facility: Facility) -> bool:
    """What it pays this site from now on, or that it no longer does."""
    return _write(RELATED, _of_relationship(facility, facility.relationship))


def relationships(facilities: Iterable[Facility]) -> Iterator[tuple[Facility, str]]:
    """Of each facility that a line tells about: what the last one says."""
    order = {
        line.mark: place for place, line in enumerate(sorted(lines(), key=attrgetter("at"))) if line.kind == RELATED
    }
    for facility in facilities if order else ():
        said = {
            order[mark]: value
            for value in Facility.Relationship.values
            for mark in proofs.all_marks(RELATED, _of_relationship(facility, value))
            if mark in order
        }
        if said:
            yield facility, said[max(said)]


def stand_over(consent: Consent) -> bool:
    """Its person has taken it back, or had the words erased, whatever the database says."""
    return _has(WITHDRAWN, _of_consent(consent)) or has_erased(consent.inquiry_id)


def has_erased(inquiry: object) -> bool:
    return _has(ERASED, str(inquiry))


def has_sent(outgoing: Notice | Letter) -> bool:
    return _has(SENT, _of_outgoing(outgoing))


def lines() -> list[Line]:
    """Of all hosts. What is no whole line, such as one that was being written when the power went, is left out.

    Raises OSError where something is there and cannot be read: that is another matter than nothing there.
    """
    paths = sorted(_folder().iterdir()) if _folder().exists() else []
    return [line for path in paths if path.suffix == ".log" for line in _lines(path.read_bytes())]


def problem() -> str:
    """Why nothing can be written here now. Empty: it can."""
    try:
        os.close(_open(datetime.now(UTC)))
    except OSError as error:
        return type(error).__name__
    return ""


def _of_consent(consent: Consent) -> str:
    """Not by its number, which another one may get after a restore."""
    return f"{consent.inquiry_id} {consent.facility_id}"


def _of_outgoing(outgoing: Notice | Letter) -> str:
    return f"{outgoing.key} {getattr(outgoing, 'sending', 1)}"


def _of_relationship(facility: Facility, relationship: str) -> str:
    """By its address, which stays, not by its number."""
    return f"{facility.slug} {relationship}"


def _write(kind: str, row: str) -> bool:
    now = datetime.now(UTC)
    line = f"{now.isoformat(timespec='seconds')} {kind} {proofs.mark(kind, row)}\n".encode()
    try:
        file = _open(now)
        try:
            line = _after_what_was_cut(file) + line
            if os.write(file, line) < len(line):
                raise OSError(errno.ENOSPC, "no room for a whole line")
            os.fsync(file)
        finally:
            os.close(file)
    except OSError as error:
        log.error("A line could not be written outside the database (%s): %s.", type(error).__name__, kind)
        return False
    return True


def _after_what_was_cut(file: int) -> bytes:
    """A line that the power cut in two is not to take the next one with it."""
    size = os.fstat(file).st_size
    return b"" if not size or os.pread(file, 1, size - 1) == b"\n" else b"\n"


class _Reading:
    """What one file is known to hold. It only grows, so only what was added since is read, line by line.

    Of a line 64 bits are kept, some 80 bytes of memory: no two are ever alike.
    """

    def __init__(self, number: int) -> None:
        self.number, self.upto = number, 0
        self.found: set[int] = set()

    def read_on(self, path: Path, kinds: Sequence[str]) -> None:
        with path.open("rb") as file:
            file.seek(self.upto)
            for text in file:
                if not text.endswith(b"\n"):
                    break
                self.upto += len(text)
                self.found.update(hash((line.kind, line.mark)) for line in _lines(text) if line.kind in kinds)


# What was sent is most of what there is, and only workers ask for it: the others do not keep it in memory.
TOGETHER = ((WITHDRAWN, ERASED), (SENT,))
_readings: dict[tuple[Path, Sequence[str]], _Reading] = {}
_lock = Lock()


def _has(kind: str, row: str) -> bool:
    asked = {hash((kind, mark)) for mark in proofs.all_marks(kind, row)}
    kinds = next(kinds for kinds in TOGETHER if kind in kinds)
    with _lock:
        return any(not asked.isdisjoint(_reading(path, kinds).found) for path in _folder().glob("*.log"))


def _reading(path: Path, kinds: Sequence[str]) -> _Reading:
    now, known = path.stat(), _readings.get((path, kinds))
    if known is None or known.number != now.st_ino or known.upto > now.st_size:
        known = _readings[path, kinds] = _Reading(now.st_ino)
    if known.upto < now.st_size:
        known.read_on(path, kinds)
    return known


def _lines(content: bytes) -> Iterator[Line]:
    for text in content.decode(errors="replace").splitlines():
        parts = text.split(" ")
        if len(parts) == 3 and parts[1] in KINDS and len(parts[2]) == proofs.SIZE:
            yield Line(*parts)


def _open(now: datetime) -> int:
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / f"{socket.gethostname()}-{now:%Y-%m}.log"
    is_new = not path.exists()
    file = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    if is_new:
        beside = os.open(folder, os.O_RDONLY)
        os.fsync(beside)
        os.close(beside)
    return file


def _folder() -> Path:
    return Path(settings.TOMBSTONES_DIR)
