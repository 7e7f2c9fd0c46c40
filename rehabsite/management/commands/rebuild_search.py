from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from articles.services.listing import lists_in_step, relist_all
from review.finding import out_of_step
from review.finding import rebuild as rebuild_desk
from search.kinds import searched
from search.services import forget_words, in_step, rebuild


class Command(BaseCommand):
    help = "Rebuilds the search's index from everything that is public. Readers can search while it runs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--if-needed",
            action="store_true",
            help="only the kinds of page with too many or too few in the index",
        )

    def handle(self, *, if_needed: bool, **options: Any) -> None:
        if not if_needed:
            forget_words()
        for kind in searched():
            if not (if_needed and in_step(kind)):
                count = rebuild(kind)
                if options["verbosity"]:
                    self.stdout.write(f"{kind.name}: {count}")
        if not (if_needed and lists_in_step()):
            relist_all()
        some = out_of_step() if if_needed else None
        if some or not if_needed:
            count = rebuild_desk(some)
            if options["verbosity"]:
                self.stdout.write(f"desk: {count}")
