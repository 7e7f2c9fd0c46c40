from typing import Any

from django.core.management.base import CommandError, CommandParser

from contact.management.sentences import SentenceCommand
from contact.services.rotating import NotReady, Outcome, rotate

SAYS = {
    Outcome.CURRENT: "{count} are already encrypted for the current public key.",
    Outcome.DUE: "{count} are still encrypted for an older key, and can be decrypted. --write encrypts them again.",
    Outcome.SEALED: "{count} were encrypted again, decrypted again and compared.",
    Outcome.GONE: "{count} were deleted in the meantime.",
    Outcome.CLOSED: "{count} do not open, and were left as they are.",
}


class Command(SentenceCommand):
    help = "Encrypts every inquiry and note with the current INQUIRY_PUBLIC_KEY. If stopped halfway, it "
    "continues where it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--write", action="store_true", help="without it, everything is opened and nothing is written"
        )

    def handle(self, *, write: bool, **options: Any) -> None:
        counts = dict.fromkeys(Outcome, 0)
        try:
            for turned in rotate(write=write):
                counts[turned.outcome] += 1
                if turned.problem:
                    self.stderr.write(turned.problem)
        except NotReady as error:
            raise CommandError(str(error)) from None
        for outcome, sentence in SAYS.items():
            if counts[outcome]:
                self.stdout.write(sentence.format(count=counts[outcome]))
        if not any(counts.values()):
            self.stdout.write("Nothing is encrypted here yet.")
        if counts[Outcome.CLOSED]:
            raise CommandError(
                "Some of them do not open: they are named above. Keep the old private keys, and do not delete "
                "any backup."
            )
        if write and any(counts.values()):
            self.stdout.write("No old private key is needed for them now. Older backups still need it.")
