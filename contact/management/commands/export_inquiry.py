import json
from typing import Any

from django.core.management.base import CommandError, CommandParser

from contact.crypto import keys
from contact.crypto.sealing import BadKey, SealError
from contact.management.sentences import SentenceCommand
from contact.models import Inquiry
from contact.services.exporting import export

WHO = "manage.py export_inquiry"
NO_KEY = "INQUIRY_PRIVATE_KEYS is not set here, so nothing can be opened. Run this where the intake desk runs."


class Command(SentenceCommand):
    help = "Writes the person's own copy of an inquiry as JSON: everything we hold. Do not give it to anyone else."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("reference", metavar="REFERENCE", help="as in the e-mail, with or without REF- and spaces")

    def handle(self, *, reference: str, **options: Any) -> None:
        letters = "".join(letter for letter in reference.upper() if letter.isalnum()).removeprefix("REF")
        inquiry = Inquiry.objects.filter(reference=f"REF-{letters}").first()
        if inquiry is None:
            raise CommandError("No inquiry has this reference. It has 16 letters and digits, as in the e-mail.")
        if not inquiry.purged_at and not keys.can_read():
            raise CommandError(NO_KEY)
        try:
            copy = export(inquiry=inquiry, who=WHO)
        except BadKey as error:
            raise CommandError(f"INQUIRY_PRIVATE_KEYS: {error}") from None
        except SealError as error:
            raise CommandError(f"{error} Nothing was exported. An old key may be missing here.") from None
        self.stdout.write(json.dumps(copy, ensure_ascii=False, indent=2))
