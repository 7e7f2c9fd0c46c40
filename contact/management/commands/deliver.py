"""The worker: sends what waits in the outbox, and deletes what was kept long enough."""

import os
import signal
import time
from threading import Event, Thread
from typing import Any

import django.db
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from contact import keys, worker

HOUSE_SECONDS, PURGE_SECONDS = 60.0, 3600.0
LOOK_SECONDS = 0.5


class Command(BaseCommand):
    help = "Sends mails and calls webhooks as they fall due, and deletes what was kept long enough. Run any number."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due now, and end")
        parser.add_argument("--parent", type=int, default=0, help="end when this process is not the parent any more")

    def handle(self, *, once: bool, parent: int, **options: Any) -> None:
        if not keys.can_read():
            self.stderr.write(
                "INQUIRY_PRIVATE_KEYS is not set here, so mails to the people who wrote wait for another worker."
            )
        stop, results = Event(), list[bool]()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: _end(stop))
        threads = [
            Thread(target=lambda: results.append(worker.work(stop, once=once)), name=f"deliver-{number}")
            for number in range(settings.DELIVERY_THREADS)
        ]
        errors = Thread(target=worker.tell_of_errors, args=[stop], kwargs={"once": once}, name="errors", daemon=True)
        for thread in (*threads, errors):
            thread.start()
        calm = _keep_house(stop, threads, parent, once=once)
        for thread in (*threads, errors) if once else threads:
            thread.join()
        connections.close_all()
        if once and not (calm and all(results)):
            raise CommandError("Not everything could be done. The log says why.")


def _end(stop: Event) -> None:
    """After what is in hand; asked twice, at once. A row in hand then comes back with its lease."""
    if stop.is_set():
        os._exit(1)
    stop.set()


def _keep_house(stop: Event, threads: list[Thread], parent: int, *, once: bool) -> bool:
    """Until the threads are done. Whether the database answered each time."""
    calm, house, purge = True, 0.0, 0.0
    while any(thread.is_alive() for thread in threads) and not stop.is_set():
        now = time.monotonic()
        try:
            if now >= house:
                house = now + HOUSE_SECONDS
                worker.keep_house()
            if now >= purge:
                worker.purge_due()
                purge = now + PURGE_SECONDS
        except django.db.Error:  # the threads tell
            calm = False
            connections.close_all()
        if once:
            break
        stop.wait(LOOK_SECONDS)
        if parent and os.getppid() != parent:
            stop.set()
    return calm
