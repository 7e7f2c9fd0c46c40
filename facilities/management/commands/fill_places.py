from typing import Any

from django.core.management.base import BaseCommand

from facilities.services.filling import fill_places


class Command(BaseCommand):
    help = (
        "Fills the tables of ZIP codes, towns and counties, and puts every facility on the map. Run it again after an "
        "update of the program: it changes what has changed."
    )

    def handle(self, *, verbosity: int, **options: Any) -> None:
        filled = fill_places()
        if verbosity:
            self.stdout.write(
                f"{filled.zips} ZIP codes, {filled.towns} towns. {filled.moved} facilities have a new point, town or "
                "set of answers."
            )
