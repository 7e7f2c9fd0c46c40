from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from facilities.services.locating import fill_places, places_are_there


class Command(BaseCommand):
    help = (
        "Fills the tables of ZIP codes, towns and counties, and puts every facility on the map. Run it again "
        "after an update: it changes only what is different."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--if-needed", action="store_true", help="do nothing if there are already ZIP codes")

    def handle(self, *, verbosity: int, if_needed: bool, **options: Any) -> None:
        if if_needed and places_are_there():
            return
        filled = fill_places()
        if verbosity:
            self.stdout.write(
                f"{filled.zips} ZIP codes, {filled.towns} towns. {filled.moved} facilities have a new point, town or "
                "set of answers."
            )
