from typing import Any

from django.core.management.base import BaseCommand

from rehabsite.release import releasing
from rehabsite.staff import accounts


class Command(BaseCommand):
    help = "Brings the database, static files, search and cards up to this version. Run it once, before `serve "
    "--no-release`."
    # Guards that an older release left behind would stop the step that is about to renew them.
    requires_system_checks = []

    def handle(self, *, verbosity: int, **options: Any) -> None:
        releasing.release(self.say, demo=False)
        if account := accounts.first_account():
            self.stdout.write(
                "No one has signed in yet. This is how. Until someone does, each release makes a new way."
            )
            self.stdout.write(accounts.how_to_sign_in(account))
        if verbosity:
            self.stdout.write("Everything is at this version.")

    def say(self, sentence: str) -> None:
        """At once: what comes next may take long."""
        self.stdout.write(sentence)
        self.stdout.flush()
