from typing import Any

from django.core.management.base import BaseCommand

from review.kinds import kinds
from review.services.publishing import publish_due


class Command(BaseCommand):
    help = "Publishes everything scheduled up to now. Run it every minute or more often; running it twice does "
    "no harm."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        for revision in publish_due():
            if verbosity:
                self.stdout.write(f"Published {revision.subject.get_absolute_url()}: {revision}.")
        for kind in kinds():
            kind.catch_up()
