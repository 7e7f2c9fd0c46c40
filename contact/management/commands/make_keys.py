from typing import Any

from django.core.management.base import BaseCommand

from contact.crypto import sealing

SAYS = """\
A new pair of keys. They are not stored anywhere: copy both lines now.

INQUIRY_PUBLIC_KEY={public}
    For every process of the site. With only this key, inquiries can be received but not read.

INQUIRY_PRIVATE_KEYS={private}
    Only where the intake desk and the facility's page run. Keep a copy offline: without it, what was sealed stays
    sealed. If there is a private key already, put this one before it, with a comma between: the old one opens what
    is there until `manage.py rotate_keys --write` has sealed it again."""


class Command(BaseCommand):
    help = "Prints a new pair of keys for inquiries, and where each goes. It writes nothing."
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        public, private = sealing.make_pair()
        self.stdout.write(SAYS.format(public=public, private=private))
