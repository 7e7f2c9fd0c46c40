from typing import Any

from django.core.management.commands import flush

from rehabsite import guards


class Command(flush.Command):
    """Django's own, which empties every table. Guards that forbid to delete stand aside for it, and come back."""

    def handle(self, **options: Any) -> None:
        using = options["database"]
        guards.drop(using)
        try:
            super().handle(**options)
        finally:
            guards.make(using)
