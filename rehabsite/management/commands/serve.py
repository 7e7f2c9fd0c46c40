"""`make run`: from whatever state the data is in, to a site that answers."""

import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import psycopg
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.postgresql.base import DatabaseWrapper as PostgreSQL
from django.urls import reverse

from articles.services.cards import draw_missing
from contact.models import Inquiry
from rehabsite import accounts, keypair, staticfiles


class Command(BaseCommand):
    help = "Brings the database up to date, makes the first account, and serves the site with gunicorn."
    # Guards that an older release left behind would stop the start that is about to renew them.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--without-demo", action="store_true", help="leave an empty database empty")

    def handle(self, *, without_demo: bool, **options: Any) -> None:
        need_port(settings.BIND, settings.PORT)
        need_database()
        call_command("migrate", interactive=False, verbosity=0)
        self.make_keys()
        self.check()
        keep_mail_private()
        staticfiles.collect()
        call_command("fill_places", if_needed=True, verbosity=0)
        if not without_demo and not apps.get_model("articles.Article").objects.exists():
            self.stdout.write("Loading the demo articles …")
            call_command("seed")
        call_command("rebuild_search", if_needed=True, verbosity=0)
        draw_missing()  # what fails is in the log, and keeps no site from readers
        self.greet(accounts.first_account())
        connections.close_all()
        os.chdir(settings.BASE_DIR)
        start_worker()
        os.execv(sys.executable, [sys.executable, "-m", "gunicorn", "--config", "python:rehabsite.gunicorn"])

    def make_keys(self) -> None:
        """Read by what is started from here; this process goes on without them."""
        file = settings.VAR_DIR / "local.env"
        if keypair.is_given(os.environ):
            return
        if Inquiry.objects.kept().exists():
            self.stderr.write("Inquiries are here, and the keys that they were sealed with are not. Set them again.")
        elif keypair.add_to(file):
            self.stdout.write(f"Made a pair of keys for what visitors write: {file}. Keep a copy of it elsewhere.")

    def greet(self, account: accounts.NewAccount | None) -> None:
        self.stdout.write(f"\nThe site:   {settings.SITE_URL}/")
        self.stdout.write(f"Its admin:  {settings.SITE_URL}{reverse('admin:index')}")
        self.stdout.write(f"Its mail:   {where_mail_goes()}, by a worker that runs beside the site")
        if account:
            self.stdout.write(
                "\nNobody has signed in yet. This is how; until somebody does, each start makes it anew."
            )
            self.stdout.write(accounts.how_to_sign_in(account))
        self.stdout.write("\nIt runs until you press Ctrl-C.\n")
        self.stdout.flush()


def keep_mail_private() -> None:
    """Where mails become files, they hold links that open something."""
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        Path(folder).mkdir(mode=0o700, parents=True, exist_ok=True)


def where_mail_goes() -> str:
    """Said at the start, since a site that only seems to send is worse than one that says so."""
    if folder := getattr(settings, "EMAIL_FILE_PATH", None):
        return f"into files under {folder}, since EMAIL_URL names no mail server"
    if settings.EMAIL_BACKEND == "contact.delivery.smtp.EmailBackend":
        return f"sent through {settings.EMAIL_HOST}"
    return f"given to {settings.EMAIL_BACKEND}"


def start_worker() -> None:
    """It ends when this process does, which becomes gunicorn and leaves the worker its child."""
    command = [sys.executable, "manage.py", "deliver", f"--parent={os.getpid()}"]
    subprocess.Popen(command, stdin=subprocess.DEVNULL)


def need_port(host: str, port: int) -> None:
    """Before anything is changed. Somebody may still take it until gunicorn does, which then says so too."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        # Without this, the last run's closed connections would keep the port for a minute.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} on {host} cannot be used ({error.strerror}). "
                "Stop what runs there, or choose another: make run PORT=8001"
            ) from error


def need_database() -> None:
    """Asked directly: the pool would try for long and then tell less."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        if isinstance(connection, PostgreSQL):
            psycopg.connect(**connection.get_connection_params(), connect_timeout=5).close()
        else:
            connection.ensure_connection()
    except (DatabaseError, psycopg.Error) as error:
        reason = " ".join(str(error).split())
        raise CommandError(f"The database of DATABASE_URL cannot be reached. It said: {reason}") from error
