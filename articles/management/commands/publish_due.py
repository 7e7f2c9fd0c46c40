from typing import Any

from django.core.management.base import BaseCommand

from articles.services.beside import AT_ONCE, prepare_some
from articles.services.publishing import publish_due


class Command(BaseCommand):
    help = "Publishes what is scheduled for today or earlier. Run it daily or oftener; running it twice does no harm."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        for revision in publish_due():
            if verbosity:
                self.stdout.write(f"Published {revision.get_absolute_url()}: {revision}.")
        while prepare_some(AT_ONCE):
            pass
