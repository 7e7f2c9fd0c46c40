"""`make run`: from whatever state the data is in, to a site that answers."""

import os
import socket
import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections
from django.urls import reverse

from rehabsite.release import releasing, staticfiles
from rehabsite.server import supervisor
from rehabsite.staff import accounts


class Command(BaseCommand):
    help = "Brings the data up to date, creates the first account, and serves the site with its worker."
    # Guards that an older release left behind would stop the start that is about to renew them.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="leave an empty database empty")
        parser.add_argument("--no-release", action="store_true", help="serve what `release` made, and change nothing")
        parser.add_argument("--without-worker", action="store_true", help="only serve; `deliver` runs somewhere else")

    def handle(self, *, without_demo: bool, no_release: bool, without_worker: bool, **options: Any) -> None:
        need_port(settings.BIND, settings.PORT)
        keep_mail_private()
        if not no_release:
            releasing.release(self.say, demo=not without_demo)
            self.greet(accounts.first_account(), with_worker=not without_worker)
        need_static_files()
        connections.close_all()
        os.chdir(settings.BASE_DIR)
        program = supervisor.SERVER if without_worker else ("-m", "rehabsite.server.supervisor")
        os.execv(sys.executable, [sys.executable, *program])  # noqa: S606 (this very Python, and words of ours)

    def say(self, sentence: str) -> None:
        """At once: what comes next may take long."""
        self.stdout.write(sentence)
        self.stdout.flush()

    def greet(self, account: accounts.NewAccount | None, *, with_worker: bool) -> None:
        self.stdout.write(f"\nThe site:   {settings.SITE_URL}/")
        self.stdout.write(f"Its admin:  {settings.SITE_URL}{reverse('admin:index')}")
        by = "by a worker that runs with the site" if with_worker else "by a worker that runs somewhere else"
        self.stdout.write(f"Its mail:   {where_mail_goes()}, {by}")
        if account:
            self.stdout.write(
                "\nNo one has signed in yet. This is how. Until someone does, each start makes a new way in."
            )
            self.stdout.write(accounts.how_to_sign_in(account))
        self.say("\nIt runs until you press Ctrl-C.\n")


def keep_mail_private() -> None:
    """Where mails become files, they hold links that open something."""
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def where_mail_goes() -> str:
    """Said at the start, since a site that only seems to send is worse than one that says so."""
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        return f"into files under {folder}, since EMAIL_URL names no mail server"
    if settings.EMAIL_BACKEND == "contact.delivery.mail.EmailBackend":
        return f"sent through {settings.EMAIL_HOST}"
    return f"given to {settings.EMAIL_BACKEND}"


def need_static_files() -> None:
    """Without them every page would fail."""
    if missing := staticfiles.missing():
        raise CommandError(
            f"Static files are not collected, {missing[0]} among them. Run manage.py release, or here "
            "manage.py collectstatic --noinput."
        )


def need_port(host: str, port: int) -> None:
    """Before anything is changed. Someone may still take it until gunicorn does, which then says so too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # Without this, the last run's closed connections would keep the port for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                "Stop what is running there, or choose another: make run PORT=8001"
            ) from error
