from typing import Any

from django.conf import settings
from django.core.management.base import CommandError, CommandParser

from contact.management.sentences import SentenceCommand
from contact.models import Inquiry
from contact.services.purging import due, purge_due
from visitors.counting import forget

SETTINGS = ("INQUIRY_DAYS", "INQUIRY_DAYS_WITHOUT_CONSENT")


class Command(SentenceCommand):
    help = "Deletes the words of inquiries that have been kept long enough. The proof of consent stays. Run it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count only")

    def handle(self, *, dry_run: bool, **options: Any) -> None:
        for name in SETTINGS:
            if getattr(settings, name) < 1:
                raise CommandError(
                    f"{name} is {getattr(settings, name)}: that would delete everything. Give 1 or more."
                )
        if dry_run:
            self.stdout.write(f"{due().count()} inquiries were kept long enough. Nothing was deleted.")
            return
        purged = purge_due()
        forget()
        self.stdout.write(f"The words of {purged} inquiries were deleted. {Inquiry.objects.kept().count()} are kept.")
