from typing import Any

from django.core.management.base import BaseCommand, CommandError

from articles.services.cards import draw_missing, sweep


class Command(BaseCommand):
    help = "Draws missing pictures of live articles and of the site, and removes those that are no longer used."

    def handle(self, *, verbosity: int, **options: Any) -> None:
        try:
            counts, removed = draw_missing(), sweep()
        except OSError as error:
            raise CommandError(f"The folder of the cards cannot be used: {error}.") from error
        if verbosity:
            self.stdout.write(f"{counts.drawn} cards drawn, {removed} removed.")
        if counts.failed:
            raise CommandError(
                f"{counts.failed} cards could not be drawn. The log says why. Fix that, then run this again."
            )
