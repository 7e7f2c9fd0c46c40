import os
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from contact.crypto import sealing
from rehabsite import chores
from rehabsite.backups import archive, databases


class Command(BaseCommand):
    help = "Writes the database and pictures into one file, encrypted with BACKUP_PUBLIC_KEY, while the site runs."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file; no file is ever overwritten")
        parser.add_argument(
            "--delete-old",
            action="store_true",
            help="afterward, delete the folder’s other files with the same extension that are older than BACKUP_DAYS",
        )

    def handle(self, *, file: Path, delete_old: bool = False, **options: Any) -> None:
        if not settings.BACKUP_PUBLIC_KEY:
            raise CommandError("BACKUP_PUBLIC_KEY is not set. The guide to backups says how to make it.")
        unfinished = file.with_name(f"{file.name}.unfinished")
        try:
            key = sealing.public_key(settings.BACKUP_PUBLIC_KEY)
            if file.exists():
                raise CommandError(f"{file} is there already. Name a new file.")
            with os.fdopen(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as target:
                archive.write(target, key)
                target.flush()
                os.fsync(target.fileno())
            unfinished.rename(file)
        except sealing.BadKey as error:
            raise CommandError(f"BACKUP_PUBLIC_KEY: {error}") from None
        except (OSError, databases.Failed) as error:
            unfinished.unlink(missing_ok=True)
            _note(type(error).__name__)
            raise CommandError(f"No backup was made. {error}") from None
        _note()
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes. Copy it to another place.")
        for old in _old(file) if delete_old else ():
            old.unlink(missing_ok=True)
            self.stdout.write(f"Deleted {old}.")


def _old(file: Path) -> list[Path]:
    """What the privacy page says is gone by the next day: so a day early."""
    last = file.stat().st_mtime - (settings.BACKUP_DAYS - 1) * 24 * 3600
    others = file.parent.glob(f"*{file.suffix}") if file.suffix else ()
    return sorted(one for one in others if one != file and one.is_file() and one.stat().st_mtime < last)


def _note(problem: str = "") -> None:
    """The file is what counts, whether or not this can be written."""
    with suppress(DatabaseError):
        chores.backed_up(problem)
