from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from articles.link_visitor import Visitor
from articles.services.link_checking import agent, check_links, due
from search.models import Link

MOST, DAYS = 100, 14


class Command(BaseCommand):
    help = (
        "Checks whether the links on our pages to other sites still work: one address at a time, with a pause before"
        " a site is asked again, as its robots.txt allows. The admin's page “Links” shows the answers."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        most = f"how many at most; {MOST} by default"
        parser.add_argument("--most", type=int, default=MOST, metavar="NUMBER", help=most)
        days = f"skip what was checked within this many days; {DAYS} by default"
        parser.add_argument("--days", type=int, default=DAYS, metavar="DAYS", help=days)

    def handle(self, *, most: int, days: int, verbosity: int, **options: Any) -> None:
        if most < 1 or days < 0:
            raise CommandError("Give a number of addresses from 1 up, and of days from 0 up.")
        again, count = timedelta(days=days), 0
        for checked in check_links(most=most, again=again, visitor=Visitor(agent())):
            count += 1
            if verbosity > 1 or (verbosity and checked.state != Link.State.FINE):
                self.stdout.write(f"{checked.state:8}{checked.code:12}{checked.href} {checked.leads_to}".rstrip())
        if verbosity:
            self.stdout.write(f"{count} checked, {due(again=again).count()} left for another time.")
