"""All content as one zip file, out and in: what an export of the browser holds, and what `import_articles` takes."""

import csv
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

from django.db.utils import DatabaseError
from django.utils.translation import gettext as _

from articles.transfer import questions_file
from articles.transfer.exporting import export_all
from search import redirects
from search.models import Redirect

REDIRECTS = "redirects.csv"
MOST_FILES, MOST_BYTES = 200_000, 4 * 2**30
_KEPT = (".md", ".yaml", ".csv", ".jpg", ".png", ".webp")


class BadPackage(ValueError):
    """What this file is not."""


def packed() -> IO[bytes]:
    """Articles, people, glossary, answers, pictures and old addresses, as a file that is gone once it is closed."""
    out = TemporaryFile()  # noqa: SIM115 - whoever sends it closes it
    with TemporaryDirectory() as made:
        folder = Path(made)
        for _file in export_all(folder):
            pass
        if answers := questions_file.dumped():
            (folder / questions_file.FILE).write_text(answers, encoding="utf-8")
        if rows := _redirects():
            (folder / REDIRECTS).write_text(rows, encoding="utf-8")
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(folder.rglob("*")):
                if file.is_file():
                    archive.write(file, file.relative_to(folder).as_posix())
    out.seek(0)
    return out


def _redirects() -> str:
    out = StringIO()
    writer = csv.writer(out)
    for row in Redirect.objects.order_by("pk").values_list("old", "leads_to").iterator():
        writer.writerow(row)
    return out.getvalue()


def import_redirects(file: Path) -> Iterator[str]:
    """Sentences on the rows that could not be taken. Those that are here already are passed over."""
    with file.open(encoding="utf-8", newline="") as rows:
        for number, row in enumerate(csv.reader(rows), 1):
            if len(row) != 2 or Redirect.objects.filter(old=row[0], leads_to=row[1]).exists():
                continue
            try:
                redirects.save(by=None, redirect=Redirect(old=row[0], leads_to=row[1], made_by=Redirect.Source.IMPORT))
            except (redirects.WrongAddress, DatabaseError) as wrong:
                yield _("row %(n)d, %(old)s: %(why)s") % {"n": number, "old": row[0][:100], "why": wrong}


@contextmanager
def unpacked(file: Path) -> Iterator[Path]:
    """A folder with what the zip file holds, as long as it is asked for. Names that lead out of it are refused."""
    with TemporaryDirectory() as made:
        folder = Path(made)
        try:
            with zipfile.ZipFile(file) as archive:
                _extract(archive, folder)
        except zipfile.BadZipFile as error:
            raise BadPackage(_("This is not a complete zip file.")) from error
        yield folder


def _extract(archive: zipfile.ZipFile, folder: Path) -> None:
    there = archive.infolist()
    if len(there) > MOST_FILES or sum(one.file_size for one in there) > MOST_BYTES:
        raise BadPackage(_("This zip file is too large. Unpack it, and import the folder."))
    for one in there:
        name = PurePosixPath(one.filename.replace("\\", "/"))
        if one.is_dir() or name.suffix.lower() not in _KEPT:
            continue
        if name.is_absolute() or ".." in name.parts or ":" in one.filename:
            raise BadPackage(_("A name in this zip file leads out of it: %(name)s") % {"name": one.filename[:100]})
        to = folder.joinpath(*name.parts)
        to.parent.mkdir(parents=True, exist_ok=True)
        with archive.open(one) as source, to.open("wb") as out:
            left = one.file_size + 1
            while left > 0 and (part := source.read(min(left, 2**20))):
                out.write(part)
                left -= len(part)
