from typing import Any

from django.core.management.base import BaseCommand

from review.services.rerendering import rerender


class Command(BaseCommand):
    help = "Makes the stored HTML of every text anew. Run it after an update that changed the renderer."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{rerender()} texts came out differently.")
