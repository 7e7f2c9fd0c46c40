from typing import Any

from django.core.management.base import BaseCommand

from review.services.rerendering import rerender


class Command(BaseCommand):
    help = "Renders the stored HTML of every text again. Run it after an update that changed the renderer."

    def handle(self, **options: Any) -> None:
        self.stdout.write(f"{rerender()} texts came out differently.")
