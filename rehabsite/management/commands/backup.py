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
    help = "Writes database and pictures into one file, locked to BACKUP_PUBLIC_KEY, while the site runs."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="a new file; nothing is ever written over")

    def handle(self, *, file: Path, **options: Any) -> None:
        if not settings.BACKUP_PUBLIC_KEY:
            raise CommandError("BACKUP_PUBLIC_KEY is not set. The guide on backups says how to make it.")
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
            raise CommandError(f"There is no backup. {error}") from None
        _note()
        self.stdout.write(f"{file}: {file.stat().st_size:,} bytes. Bring it to another place.")


def _note(problem: str = "") -> None:
    """The file is what counts, whether or not this can be written."""
    with suppress(DatabaseError):
        chores.backed_up(problem)
