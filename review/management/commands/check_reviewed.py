from typing import Any

from django.core.management.base import BaseCommand, CommandError

from review.services.rerendering import unreviewed_html


class Command(BaseCommand):
    help = "Renders again what readers see, and names every page whose stored text is not what was reviewed."

    def handle(self, **options: Any) -> None:
        wrong = unreviewed_html()
        for line in wrong:
            self.stderr.write(line)
        if wrong:
            raise CommandError(f"{len(wrong)} pages are not what was reviewed. They are named above.", returncode=1)
        self.stdout.write("Every page is what was reviewed.")
