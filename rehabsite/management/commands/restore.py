from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection

import guards
from contact import tombstones
from contact.crypto import keys, sealing
from contact.models import Inquiry
from contact.services import records
from rehabsite.backups import archive, databases
from rehabsite.backups.sealed_stream import Unreadable


class Command(BaseCommand):
    help = "Puts a backup in a new place, and holds the site there until tombstones are applied."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--key-file", type=Path, required=True, help="holds the private half of BACKUP_PUBLIC_KEY")

    def handle(self, *, file: Path, key_file: Path, **options: Any) -> None:
        settings.VAR_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            key = sealing.private_key(key_file.read_text(encoding="utf-8"))
            # Held first: there is no moment in which it stands and may send.
            tombstones.hold("The restore did not finish.")
            with file.open("rb") as source:
                about = archive.read(source, key)
        except (Unreadable, databases.Failed, sealing.BadKey, OSError) as error:
            raise CommandError(f"Nothing was restored. {error}") from None
        tombstones.hold(f"The backup was made at {about['made_at']}.")
        self.stdout.write(f"1. Database and pictures are in place. The backup was made at {about['made_at']}.")
        connection.close()
        call_command("migrate", interactive=False, verbosity=0)
        self.stdout.write("2. It was migrated to this version, and its guards were created.")
        if faults := guards.missing():
            raise CommandError(
                f"Guards are missing or wrong: {', '.join(fault.trigger for fault in faults)}. It stays held."
            )
        self.look_at_keys()
        call_command("rebuild_search", verbosity=0)
        self.stdout.write(
            "4. The search's index is made.\nNothing is sent and no link opens yet. Now copy TOMBSTONES_DIR "
            "here from every host, and run manage.py apply_tombstones."
        )

    def look_at_keys(self) -> None:
        chain = records.verify()
        if chain.problems:
            self.stderr.write(
                f"The proof of consent: {chain.problems[0]} Are CONSENT_KEYS and SECRET_KEY the same as before?"
            )
        closed = 0
        for inquiry in Inquiry.objects.kept().iterator() if keys.can_read() else ():
            try:
                keys.unseal(inquiry.sealed, inquiry.seal_row)
            except sealing.SealError:
                closed += 1
        if closed:
            self.stderr.write(
                f"{closed} inquiries do not open with INQUIRY_PRIVATE_KEYS. Find the key that was used then."
            )
        self.stdout.write(f"3. {chain.records} records of consent were checked, and every inquiry that is kept.")
