from typing import Any

from django.core.management.base import CommandError, CommandParser

from contact.management.sentences import SentenceCommand
from contact.services.records import verify


class Command(SentenceCommand):
    help = "Proves that no record of consent was changed, left out or removed. If one was, names the first."

    requires_system_checks = []  # also where a guard was lost, and just then

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="DIGEST",
            default="",
            help="the last digest that an earlier run printed: shows if the end was cut off since",
        )

    def handle(self, *, expect: str, **options: Any) -> None:
        chain = verify(expect.strip().lower())
        if chain.problems:
            for problem in chain.problems:
                self.stderr.write(problem)
            raise CommandError(
                f"The proof of consent is broken. {chain.problems[0]} Compare with a backup, and tell the "
                "person responsible for privacy here."
            )
        if not chain.records:
            self.stdout.write("There is no record of consent yet.")
            return
        self.stdout.write(
            f"{chain.records} records, all whole, {chain.older} of them by an older key. "
            f"The last digest is {chain.last}\n"
            "Keep it off this machine: --expect DIGEST then shows if the end was cut off."
        )
