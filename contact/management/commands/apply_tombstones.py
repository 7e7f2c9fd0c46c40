from typing import Any

from django.core.management.base import CommandError, CommandParser

from contact import tombstones
from contact.management.sentences import SentenceCommand
from contact.services.replaying import apply_tombstones


class Command(SentenceCommand):
    help = "After a restore: repeats what people have taken back since the backup, and lets the site run again."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--there-was-none", action="store_true", help="go on without a line: there never was one")

    def handle(self, *, there_was_none: bool, **options: Any) -> None:
        try:
            found = tombstones.lines()
        except OSError as error:
            raise CommandError(
                f"{error.filename} cannot be read ({type(error).__name__}). Make the user that runs the site "
                f"its owner, and the owner of everything in it. Nothing was done."
            ) from None
        if tombstones.is_held() and not found and not there_was_none:
            raise CommandError(
                "TOMBSTONES_DIR does not hold a single line, so no one knows what people have taken back since "
                "the backup. Bring the folder back. If you know that there never was a line, add "
                "--there-was-none. The site stays "
                "held."
            )
        done = apply_tombstones()
        self.stdout.write(
            f"{done.withdrawn} permissions were taken back again, {done.erased} inquiries deleted again, and "
            f"{done.sent} mails and calls that went out before are not sent again. "
            f"{done.paying} places began to pay this site since and get no messages."
        )
        if because := tombstones.held_because():
            last = max((line.at for line in found), default="")
            self.stdout.write(f"{because} " + (f"The last line outside of it is from {last}." if last else ""))
            self.stdout.write(
                "What people wrote in between is lost. Tell the people who may be waiting for an answer."
            )
        tombstones.let_go()
