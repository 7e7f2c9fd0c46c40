from typing import Any

from django.core.management import CommandError
from django.core.management.commands import flush

from rehabsite import guards


class Command(flush.Command):
    """Django's own, for tests alone. It would take what migrations made with it, and leave a site that cannot answer.

    Tests put those rows back themselves, and say so by `inhibit_post_migrate`, which nobody can type.
    """

    help = "For tests. To start anew, delete the database and run migrate."

    def handle(self, **options: Any) -> None:
        if not options.get("inhibit_post_migrate"):
            raise CommandError(
                "This would also take what the site cannot do without: phases, cities, roles. Nothing was changed. "
                "To start anew, delete the database and run migrate."
            )
        using = options["database"]
        guards.drop(using)
        try:
            super().handle(**options)
        finally:
            guards.make(using)
