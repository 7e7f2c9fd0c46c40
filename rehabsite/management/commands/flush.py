from typing import Any, NoReturn

from django.core.management import CommandError
from django.core.management.commands import flush


class Command(flush.Command):
    """Django's own would take what migrations made with it, and leave a site that cannot answer."""

    help = "Refused. To start over, delete the database and run migrate."

    def handle(self, **options: Any) -> NoReturn:
        raise CommandError(
            "This would also delete what the site cannot run without: phases, roles, consent words. Nothing was "
            "changed. "
            "To start over, delete the database and run migrate."
        )
