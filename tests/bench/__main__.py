"""`make bench`: fills throw-away sites, measures them next to the barest things, and writes docs/reference/figures.md.

Everything stays on this machine. Servers run in turns of some seconds, and ratios are taken within a turn, so that a
busy machine changes them little. Times themselves are of this machine and this day.
"""

import argparse
import contextlib
import json
import os
import platform
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from itertools import product
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests import machine
from tests.bench import flight, server
from tests.bench.measuring import Row
from tests.drill.site import BASE_DIR, PREPARE, Site
from tests.ports import free_port

PLACE = BASE_DIR / "var" / "bench"
FIGURES = BASE_DIR / "docs" / "reference" / "figures.md"
PAGE = "/articles/for-families/"
BR = "Accept-Encoding: br"
NATION = 20_000  # facilities
QUESTIONS = 1_000  # at least
TURNS = 5  # of pages that are rendered, and of messages
MINUTES = 20  # with few articles, on a machine that others use too
PAGES = 10_000  # that a server answers before its memory is read


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--articles", default="1000,10000", help="sizes of sites, such as 1000,10000,100000")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--seconds", type=int, default=2, help="of each turn")
    given = asked.parse_args()
    sizes = [int(size) for size in given.articles.split(",")]
    minutes = MINUTES + sum(sizes) // 2000
    signal.signal(signal.SIGALRM, lambda *_: sys.exit(f"It took longer than {minutes} minutes."))
    signal.alarm(60 * minutes)
    shutil.rmtree(PLACE, ignore_errors=True)
    try:
        text = figures(sizes, rounds=given.rounds, seconds=given.seconds)
    finally:
        shutil.rmtree(PLACE, ignore_errors=True)
    FIGURES.write_text(text, encoding="utf-8")
    print(text)


def figures(sizes: list[int], *, rounds: int, seconds: int) -> str:
    sites = {size: filled(size) for size in sizes}
    cold = rendered(sites)
    small, large = sites[sizes[0]], sites[sizes[min(1, len(sizes) - 1)]]
    taken = processes(small, large, sizes[0], {size: space(one) for size, one in sites.items()})
    with running(small) as site:
        hot = measured(site, rounds=rounds, seconds=seconds)
        flight = flights(site)
        one = posts(site)
    small.environment.pop("WEB_WORKERS")
    with running(small) as site:
        usual = posts(site)
    return "\n".join([*whole(hot, cold, rounds), *flight, *taken, *messages(usual, one)]) + "\n"


def say(sentence: str) -> None:
    print(f"{datetime.now(UTC):%H:%M:%S} {sentence}", flush=True)


def filled(articles: int) -> Site:
    """With a directory as large as the nation's, and lists that are full: so a page of twenty is not compared with one
    of eight."""
    questions = max(articles // 10, QUESTIONS)
    say(f"Filling a site of {articles:,} articles, {questions:,} questions and {NATION:,} places …")
    folder = PLACE / str(articles)
    folder.mkdir(parents=True)
    site = Site(folder, mail_port=9)
    site.environment["FORM_SECONDS"] = "1"  # so that it is looked at, as on a site that is open
    site.run("manage.py", "shell", "-c", PREPARE)
    site.run("-m", "tests.bench.fill", str(articles), str(questions), str(NATION))
    return site


def rendered(sites: dict[int, Site]) -> dict[int, dict[str, dict[str, float]]]:
    """By size and kind of page. In turns, so that a moment in which the machine is slow is not one site's alone."""
    found: dict[int, dict[str, list[dict[str, float]]]] = {size: {} for size in sites}
    for turn, (size, site) in product(range(TURNS), sites.items()):
        say(f"Rendering pages of {size:,} articles, turn {turn + 1} of {TURNS} …")
        for line in site.run("-m", "tests.bench.cold").splitlines():
            if line.startswith("{"):
                row = json.loads(line)
                found[size].setdefault(row["name"], []).append(row)
    return {
        size: {name: {**rows[-1], "ms": median(row["ms"] for row in rows)} for name, rows in kinds.items()}
        for size, kinds in found.items()
    }


@contextlib.contextmanager
def running(site: Site) -> Iterator[Site]:
    site.web.start()
    try:
        site.wait_until_it_answers()
        yield site
    finally:
        site.web.stop()


def measured(site: Site, *, rounds: int, seconds: int) -> list[Row]:
    """The first row is the bare function, which all others are compared with."""
    ours = f"http://127.0.0.1:{site.port}"
    fetch(site.port, PAGE)
    time.sleep(3)  # until it is compressed as well as can be
    body, tag = fetch(site.port, PAGE)
    file = next(Path(site.environment["VAR_DIR"], "static", "css").glob("site.*.css"))
    (PLACE / "body").write_bytes(body)
    with (
        gunicorn(site, "tests.bench.bare:application") as (bare_pid, bare_port),
        nginx(file.parent) as (nginx_pid, nginx_port),
    ):
        pid = site.web.pid
        rows = [
            Row("bare function", bare_pid, f"http://127.0.0.1:{bare_port}/", (BR,)),
            Row("kept article", pid, ours + PAGE, (BR,)),
            Row("the same, unchanged (304)", pid, ours + PAGE, (BR, f"If-None-Match: {tag}")),
            Row("the same, any query", pid, f"{ours}{PAGE}?x=1", (BR,)),
            Row("style sheet, by whitenoise", pid, f"{ours}/static/css/{file.name}", (BR,)),
            *(
                [Row("style sheet, by nginx", nginx_pid, f"http://127.0.0.1:{nginx_port}/{file.name}")]
                if nginx_pid
                else []
            ),
        ]
        for turn in range(rounds):
            say(f"Turn {turn + 1} of {rounds} …")
            first = turn % len(rows)  # no one comes always after the same one
            for row in (*rows[first:], *rows[:first]):
                row.measure(seconds=seconds, connections=8)
        if fetch(site.port, PAGE) != (body, tag):
            raise SystemExit("The page changed while it was measured.")
    return rows


def flights(site: Site) -> list[str]:
    """Of the demo's articles, and of pages that people open first."""
    say("First flights …")
    pages = [one for one in server.addresses(site) if not one.startswith("/articles/article-")]
    demo = [one for one in pages if one.startswith("/articles/")]
    pages = [*demo, "/", *(one for one in pages if one not in demo)]
    sizes = {path: flight.whole(site.port, path) for path in pages}
    told = sorted(sizes[path] for path in demo)
    fits = sum(size <= flight.FIRST for size in told)
    others = ", ".join(f"`{path}` {sizes[path]:,}" for path in pages[len(demo) :])
    return [
        "",
        "## First flight",
        "",
        "Bytes of a page, its style sheets and its script, compressed, with the headers of all answers: what a",
        f"browser needs to show the page. A server may send {flight.FIRST:,} before it hears anything.",
        "",
        f"{fits} of {len(demo)} articles of the demo fit; median {median(told):,.0f}, largest {told[-1]:,}. {others}.",
    ]


class Posts(NamedTuple):
    ours: list[server.Posted]
    barest: list[server.Posted]

    def ratio(self) -> str:
        ratios = sorted(mine.a_second / theirs.a_second for mine, theirs in zip(*self, strict=True))
        return f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"


def posts(site: Site) -> Posts:
    """With as many processes as `site.environment` says, ours and the barest in turns."""
    hidden = server.hidden_fields(site.port)
    time.sleep(2)  # as long as people take at least: see FORM_SECONDS
    taken = Posts([], [])
    with gunicorn(site, "tests.bench.insert:application") as (pid, port):
        for turn in range(TURNS):
            say(f"Messages, turn {turn + 1} of {TURNS} …")
            taken.ours.append(posted(site, site.web.pid, site.port, "contact_inquiry", hidden))
            taken.barest.append(posted(site, pid, port, "django_session", ""))
    return taken


def posted(site: Site, pid: int, port: int, table: str, hidden: str) -> server.Posted:
    def stored() -> int:
        with contextlib.closing(sqlite3.connect(Path(site.environment["VAR_DIR"], "rehabsite.sqlite3"))) as database:
            return int(database.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    return server.post(pid, port, PLACE, hidden, 5, stored)


def space(site: Site) -> float:
    """Megabytes that the database takes."""
    folder = Path(site.environment["VAR_DIR"])
    return sum(file.stat().st_size for file in folder.glob("rehabsite.sqlite3*")) / 1e6


def fetch(port: int, path: str) -> tuple[bytes, str]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    connection.request("GET", path, headers={"Accept-Encoding": "br"})
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}.")
    return body, answer.headers["ETag"]


@contextlib.contextmanager
def gunicorn(site: Site, application: str) -> Iterator[tuple[int, int]]:
    """Under the same server with the same settings and the same line in its log, and in a session of its own as the
    site is: Linux shares its time out by session."""
    port = free_port()
    environment = site.environment | {"PORT": str(port), "BENCH_BODY": str(PLACE / "body")}
    command = [sys.executable, "-m", "gunicorn", "--config", "python:rehabsite.server.gunicorn", application]
    log = (PLACE / "bare.log").open("wb")
    process = subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log, start_new_session=True)
    try:
        answers(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()
        log.close()


@contextlib.contextmanager
def nginx(folder: Path) -> Iterator[tuple[int, int]]:
    """0 where the machine has none."""
    program = machine.nginx()
    if program is None:
        yield 0, 0
        return
    port, place = free_port(), PLACE / "nginx"
    place.mkdir()
    as_root = "user root; " if os.geteuid() == 0 else ""  # its workers would be no one, who may not read the files
    (place / "conf").write_text(
        f"{as_root}daemon off; pid {place}/pid; error_log {place}/log; worker_processes 1; events {{ }}\n"
        f"http {{ access_log {place}/access; client_body_temp_path {place}/a; proxy_temp_path {place}/b;"
        f" fastcgi_temp_path {place}/c; uwsgi_temp_path {place}/d; scgi_temp_path {place}/e;"
        f" server {{ listen 127.0.0.1:{port}; root {folder}; }} }}\n",
        encoding="utf-8",
    )
    process = subprocess.Popen([program, "-c", str(place / "conf"), "-e", str(place / "log")], start_new_session=True)
    try:
        answers(port)
        yield process.pid, port
    finally:
        process.terminate()
        process.wait()


def answers(port: int) -> None:
    for _ in range(300):
        try:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit(f"Nothing answers on port {port}.")


def whole(hot: list[Row], cold: dict[int, dict[str, dict[str, float]]], rounds: int) -> list[str]:
    version = subprocess.run(["git", "rev-parse", "--short", "HEAD"], cwd=BASE_DIR, capture_output=True, text=True)
    sizes = list(cold)
    lines = [
        "# Figures",
        "",
        "How fast the site is. `make bench` writes this page: times are of the machine and the day below, ratios hold",
        "elsewhere too. Processor time is user and system time of the server's processes, as the kernel counts it.",
        "",
        f"{datetime.now(UTC):%Y-%m-%d}, version {version.stdout.strip()}, {os.cpu_count()} cores "
        f"({platform.machine()}), Python {platform.python_version()}, load {os.getloadavg()[0]:.1f}.",
        "",
        "## Kept pages",
        "",
        f"Median of {rounds} turns, with the least and the greatest ratio. The bare function sends the same body",
        "under the same server and with the same line in its log.",
        "",
        "| What | Milliseconds a request | Times the bare function |",
        "|---|---|---|",
        *(f"| {row.name} | {sorted(row.times)[len(row.times) // 2]:.3f} | {row.against(hot[0])} |" for row in hot),
        "",
        "## Pages that are rendered",
        "",
        f"Processor milliseconds without compression, median of {TURNS} turns; how many times the first the last is;",
        "queries; kilobytes of the largest.",
        "",
        f"| Page | {' | '.join(f'{size:,} articles' for size in sizes)} | Times | Queries | kB |",
        f"|---|{'---|' * len(sizes)}---|---|---|",
    ]
    for name, last in cold[sizes[-1]].items():
        times = " | ".join(f"{cold[size][name]['ms']:.1f}" for size in sizes)
        grown = last["ms"] / cold[sizes[0]][name]["ms"]
        lines.append(f"| {name} | {times} | {grown:.2f} | {last['queries']:.0f} | {last['bytes'] / 1000:.0f} |")
    return lines


def processes(site: Site, large: Site, size: int, spaces: dict[int, float]) -> list[str]:
    say("Processes …")
    asked = [one for one in server.addresses(large) if one.startswith("/articles/")]
    start = server.seconds_to_start(site)
    whole_server, workers = server.memory_after(large, asked, PAGES)
    delivery = server.memory_of_delivery(site)
    return [
        "",
        "## Processes and space",
        "",
        "| What | |",
        "|---|---|",
        f"| Start to the first answer, {size:,} articles | {start.wall} s, {start.processor} s of the processor |",
        f"| Two workers after {PAGES:,} pages (PSS) | {workers:.0f} MB, with their parent {whole_server:.0f} |",
        f"| `deliver` after all chores and {size:,} cards (PSS) | {delivery.after:.0f} MB; at most, with the "
        f"process that does the large ones, {delivery.most:.0f} |",
        *(f"| Database of {articles:,} articles | {megabytes:.0f} MB |" for articles, megabytes in spaces.items()),
    ]


def messages(usual: Posts, one: Posts) -> list[str]:
    """Each answer was a message that was stored."""
    return [
        "",
        "## Messages",
        "",
        f"{server.CONNECTIONS} people at once, each answered when it is durable; median of {TURNS} turns.",
        "",
        "| What | A second | Processor ms | p99 ms |",
        "|---|---|---|---|",
        *(
            f"| {name}, {processes} | {median(each.a_second for each in rows):.0f} "
            f"| {median(each.milliseconds for each in rows):.2f} | {median(each.p99 for each in rows):.0f} |"
            for posts, processes in ((usual, "the usual two processes"), (one, "one process"))
            for name, rows in (("A message to us", posts.ours), ("The barest insert by Django", posts.barest))
        ),
        "",
        f"Rate against the barest insert: {usual.ratio()} with two processes, {one.ratio()} with one. A barest insert",
        "waits for the other process's; messages are written together, and wait less.",
    ]


if __name__ == "__main__":
    main()
