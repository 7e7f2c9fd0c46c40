from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError


class SentenceCommand(BaseCommand):
    """Says what is wrong with the database in a sentence. What the database says itself may quote a row."""

    def execute(self, *args: Any, **options: Any) -> str | None:
        try:
            return super().execute(*args, **options)
        except DatabaseError as error:
            raise CommandError(
                f"The database did not do this ({type(error).__name__}). Is it running, and has `manage.py "
                f"migrate` been run?"
            ) from None
