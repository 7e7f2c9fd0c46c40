"""One drill from its beginning to its accounts."""

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event, Thread

import psycopg

from tests.contact.mailserver import MailServer
from tests.drill.accounts import Books, leaks, open_links, settle
from tests.drill.facility import EMAIL
from tests.drill.site import THREADS, Process, Site
from tests.drill.visitors import Crowd

FAULTS = {
    "later": 0.05,
    "later-words": 0.02,
    "drop": 0.03,
    "lost": 0.03,
    "hang": 0.005,
    "kill-before": 0.005,
    "kill-after": 0.005,
}


@dataclass(frozen=True)
class Plan:
    """`kill_*` are the shortest and the longest time between two kills, in seconds."""

    submissions: int
    at_once: int = 8
    kill_web: tuple[float, float] = (6, 14)
    kill_worker: tuple[float, float] = (2, 6)
    faults: dict[str, float] = field(default_factory=lambda: dict(FAULTS))
    # What goes wrong first with mails to the facility, one after the other; then chance decides.
    first: tuple[str, ...] = ("kill-before", "kill-after", "later", "lost", "kill-before", "kill-after")
    seconds_without_mail: float = 30  # after the last one, before what is missing counts as lost
    links: int = 50
    seed: int = 1


@dataclass
class Report:
    """`wrong` must be nought all over."""

    wrong: dict[str, int]
    figures: dict[str, object]

    @property
    def is_good(self) -> bool:
        return not any(self.wrong.values())


def run(plan: Plan, folder: Path, database_url: str = "") -> Report:
    server = MailServer()
    with server.listening():
        site = Site(folder, server.port, database_url)
        site.prepare()
        site.write_in(0)
        try:
            site.start()
            return _drill(plan, site, server)
        finally:
            site.stop()


def _drill(plan: Plan, site: Site, server: MailServer) -> Report:
    server.fault = _faults(plan)
    server.kill = site.worker.kill
    began = time.monotonic()
    crowd = Crowd(site, plan.submissions, plan.at_once, plan.seed)
    over = Event()
    killers = [
        Thread(target=_kill, args=(site.web, plan.kill_web, over, plan.seed)),
        Thread(target=_kill, args=(site.worker, plan.kill_worker, over, plan.seed + 1)),
    ]
    crowd.come()
    for killer in killers:
        killer.start()
    crowd.wait()
    took = time.monotonic() - began
    over.set()
    for killer in killers:
        killer.join()
    server.fault = lambda recipient: ""
    site.wait_until_it_answers()
    drained = _drain(crowd, server, plan.seconds_without_mail)
    return _report(plan, site, server, crowd, took, drained)


def _faults(plan: Plan) -> Callable[[str], str]:
    chance, first = random.Random(plan.seed), iter(plan.first)

    def fault(recipient: str) -> str:
        if recipient == EMAIL and (scripted := next(first, "")):
            return scripted
        odds = [*plan.faults.values(), 1 - sum(plan.faults.values())]
        return chance.choices([*plan.faults, ""], odds)[0]

    return fault


def _kill(process: Process, between: tuple[float, float], over: Event, seed: int) -> None:
    chance = random.Random(seed)
    while not over.wait(chance.uniform(*between)):
        process.kill()


def _drain(crowd: Crowd, server: MailServer, most: float) -> float:
    """Seconds until nothing is missing, or no mail has come for `most` of them."""
    began = last = time.monotonic()
    taken = len(server.taken)
    while _books(crowd, server).missing and time.monotonic() - last < most:
        time.sleep(0.2)
        if len(server.taken) > taken:
            taken, last = len(server.taken), time.monotonic()
    return time.monotonic() - began


def _books(crowd: Crowd, server: MailServer) -> Books:
    with server.lock:
        return Books(crowd.all, [mail for mail in server.taken if mail.reference])


def _report(plan: Plan, site: Site, server: MailServer, crowd: Crowd, took: float, drained: float) -> Report:
    books = _books(crowd, server)
    wrong = settle(books) | open_links(site, books, plan.links)
    stopping = site.stop()
    wrong |= leaks(site, books, server.taken, _data(site))
    # Each fault that hides an answer, and each kill, may cost one repeat for each mail that was in hand.
    repeats = len(server.taken) - len({mail.key for mail in server.taken})
    bound = server.hidden + site.worker.kills * THREADS
    wrong["repeats that nothing explains"] = max(0, repeats - bound)
    wrong["seconds too many to stop"] = sum(one > 10 for one in stopping)
    waits = sorted(one.seconds for one in books.visitors)
    figures: dict[str, object] = {
        "visitors": len(books.visitors),
        "with permission": sum(one.allows for one in books.visitors),
        "withdrawn": len(books.withdrawn),
        "kills of the server": site.web.kills,
        "kills of the worker": site.worker.kills,
        "faults of the mail server": server.faults,
        "mails taken": len(server.taken),
        "of them repeats": repeats,
        "submissions a second": round(len(books.visitors) / took, 1),
        "seconds until told, half of them": round(waits[len(waits) // 2], 2),
        "seconds until told, 95 of 100": round(waits[int(len(waits) * 0.95)], 2),
        "seconds to drain": round(drained, 1),
        "seconds to stop": [round(one, 1) for one in stopping],
    }
    return Report(wrong, figures)


def _data(site: Site) -> dict[str, bytes]:
    """Everything that the database holds."""
    if url := site.environment["DATABASE_URL"]:
        return {"the database": _dump(url)}
    files = sorted(Path(site.environment["VAR_DIR"]).glob("rehabsite.sqlite3*"))
    return {file.name: file.read_bytes() for file in files}


def _dump(url: str) -> bytes:
    with psycopg.connect(url) as connection:
        tables = [row[0] for row in connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
        rows = [row for table in tables for row in connection.execute(f'SELECT t::text FROM "{table}" t')]
    return "\n".join(row[0] for row in rows).encode()
