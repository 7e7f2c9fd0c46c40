"""The worker: sends what waits in the outbox, publishes what is due, and does the other chores."""

import os
import signal
import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Any

import django.db
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from contact import health, worker
from contact.crypto import keys
from contact.worker import Heart
from rehabsite import chores
from rehabsite.server import apart, supervisor
from rehabsite.status import ago, notes

BEAT_SECONDS, CHORE_SECONDS = 10.0, 5.0
LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Sends e-mails, calls webhooks and publishes when they are due, and does all other chores. You can "
    "run any number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="do what is due now, and end")
        parser.add_argument(
            "--chores", action="store_true", help="do the chores that are due now, nothing else, and end"
        )
        parser.add_argument("--status", action="store_true", help="say whether workers run and mail goes out, and end")
        parser.add_argument("--parent", type=int, default=0, help="end when this process is no longer the parent")

    def handle(self, *, once: bool, status: bool, parent: int, **options: Any) -> None:
        if status:
            self.tell()
        elif options["chores"]:
            self.chores(parent)
        else:
            self.work(once=once, parent=parent)

    def work(self, *, once: bool, parent: int) -> None:
        if not keys.can_read():
            self.stderr.write(
                "INQUIRY_PRIVATE_KEYS is not set here, so e-mails to the people who wrote wait for another worker."
            )
        stop, results, heart = Event(), list[bool](), Heart()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: _end(stop))
        jobs: list[Callable[[], bool]] = [
            *[lambda: worker.work(stop, once=once, heart=heart)] * settings.DELIVERY_THREADS,
            lambda: _chores(stop, once=once),
        ]
        threads = [Thread(target=_run, args=(job, results), name=f"deliver-{n}") for n, job in enumerate(jobs)]
        # It writes nothing into the database, and a slow mail server is not to hold up the end.
        errors = Thread(target=worker.tell_of_errors, args=[stop], kwargs={"once": once}, name="errors", daemon=True)
        for thread in (*threads, errors):
            thread.start()
        if not once:
            _watch(stop, [*threads, errors], parent, heart)
        for thread in (*threads, errors) if once else threads:
            thread.join()
        _quietly(heart.stop)
        connections.close_all()
        if len(results) < len(threads) or (once and not all(results)):
            raise CommandError("Not everything could be done. The log says why.")

    def chores(self, parent: int) -> None:
        """As `apart` starts it. Told twice it ends no sooner: both the parent and systemd tell it. What it then leaves
        is no failure: the next one does it."""
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        if parent:
            supervisor.end_with_parent()
            if os.getppid() != parent:  # it was killed before that
                return
        if not _chores(stop, once=True) and not stop.is_set():
            raise CommandError("Not every chore could be done. The log says why.")

    def tell(self) -> None:
        """Ends with 1 if anything is not as it should be, for whatever watches."""
        found = health.outbox()
        seen = f", seen {ago(found.seen)} ago" if found.seen else ""
        self.stdout.write(f"Workers running: {found.workers}{seen}")
        oldest = f", the oldest for {ago(found.oldest)}" if found.oldest else ""
        self.stdout.write(f"E-mails and calls waiting: {found.waiting}{oldest}")
        if wrong := [*notes()]:
            raise CommandError("\n".join(wrong))


def _run(job: Callable[[], bool], results: list[bool]) -> None:
    """A thread that dies leaves no result."""
    results.append(job())


def _end(stop: Event) -> None:
    """After what is in hand; asked twice, at once. A row in hand then comes back with its lease."""
    if stop.is_set():
        os._exit(1)
    stop.set()


def _watch(stop: Event, threads: list[Thread], parent: int, heart: Heart) -> None:
    """Until it is to stop, or a thread died: whoever started this then starts it again, whole."""
    beat = 0.0
    while not stop.is_set() and all(thread.is_alive() for thread in threads):
        if time.monotonic() >= beat:
            _quietly(heart.beat)
            beat = time.monotonic() + BEAT_SECONDS
        stop.wait(LOOK_SECONDS)
        if parent and os.getppid() != parent:
            break
    stop.set()


def _chores(stop: Event, *, once: bool) -> bool:
    """Whether all that was due could be done."""
    calm = True
    while not stop.is_set():
        try:
            calm = chores.do_due(stop=stop, apart=None if once else lambda: apart.chores(stop))
        except django.db.Error:  # the other threads tell
            calm = False
            connections.close_all()
        if once:
            break
        stop.wait(CHORE_SECONDS)
    connections.close_all()
    return calm


def _quietly(step: Callable[[], None]) -> None:
    """A database that is away is told by the threads."""
    try:
        step()
    except django.db.Error:
        connections.close_all()
