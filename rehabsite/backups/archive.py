"""What a backup holds: what it is, the database, and the pictures that editors uploaded."""

import io
import json
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from django.conf import settings
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from nacl.public import PrivateKey, PublicKey

from rehabsite.backups import databases
from rehabsite.backups.sealed_stream import SealedReader, SealedWriter, Unreadable

ABOUT, DATABASE, PICTURES = "about.json", "database", "pictures"


def write(file: BinaryIO, key: PublicKey) -> None:
    sealed = SealedWriter(file, key)
    with _aside() as folder, tarfile.open(mode="w|", fileobj=sealed, bufsize=tarfile.RECORDSIZE) as archive:  # type: ignore[call-overload]
        about = json.dumps(_about()).encode()
        databases.dump(folder / DATABASE)
        entry = tarfile.TarInfo(ABOUT)
        entry.size = len(about)
        archive.addfile(entry, io.BytesIO(about))
        archive.add(folder / DATABASE, DATABASE)
        for path in _pictures():
            archive.add(path, f"{PICTURES}/{path.relative_to(settings.MEDIA_ROOT)}", recursive=False)
    sealed.close()


def read(file: BinaryIO, key: PrivateKey) -> dict[str, Any]:
    """Into an empty database and a folder without pictures. What the backup says of itself. Raises Unreadable and
    databases.Failed. The database comes last, after all was found to be whole."""
    sealed = SealedReader(file, key)
    about: dict[str, Any] = {}
    with _aside() as folder:
        with tarfile.open(mode="r|", fileobj=sealed, bufsize=tarfile.RECORDSIZE) as archive:  # type: ignore[call-overload]
            for entry in archive:
                content = archive.extractfile(entry) if entry.isfile() else None
                target = (folder / entry.name).resolve()
                # Whoever has the public key can make a backup, with any name in it.
                if content is None or not target.is_relative_to(folder.resolve()):
                    raise Unreadable(f"This backup holds something that does not belong in a backup: {entry.name}.")
                if entry.name == ABOUT:
                    about = json.loads(content.read())
                    continue
                target.parent.mkdir(parents=True, exist_ok=True)
                with target.open("wb") as copy:
                    shutil.copyfileobj(content, copy)
        sealed.finish()
        if about.get("engine") != connection.vendor:
            raise Unreadable(f"This backup is of {about.get('engine')}, and DATABASE_URL names {connection.vendor}.")
        databases.load(folder / DATABASE)
        _put_pictures(folder / PICTURES)
    return about


def _about() -> dict[str, str]:
    last = MigrationRecorder.Migration.objects.order_by("-pk").first()
    return {
        "made_at": datetime.now(UTC).isoformat(timespec="seconds"),
        "engine": connection.vendor,
        "site": settings.SITE_URL,
        "migration": f"{last.app}.{last.name}" if last else "",
    }


def _pictures() -> Iterator[Path]:
    root = Path(settings.MEDIA_ROOT)
    yield from (path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink())


def _put_pictures(folder: Path) -> None:
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            target = Path(settings.MEDIA_ROOT) / path.relative_to(folder)
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)


@contextmanager
def _aside() -> Iterator[Path]:
    """A folder for this user alone, on the same disk, gone at the end."""
    settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    with TemporaryDirectory(dir=settings.VAR_DIR, prefix="backup-") as folder:
        yield Path(folder)
