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
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from http.client import HTTPConnection
from pathlib import Path

from tests import machine
from tests.bench.measuring import Row, memory
from tests.drill.site import BASE_DIR, Site
from tests.ports import free_port

PLACE = BASE_DIR / "var" / "bench"
FIGURES = BASE_DIR / "docs" / "reference" / "figures.md"
PAGE = "/articles/for-families/"
BR = "Accept-Encoding: br"
PREPARE = "from django.core.management import call_command; from rehabsite import staticfiles\n"
PREPARE += 'call_command("migrate", verbosity=0); staticfiles.collect()'


def main() -> None:
    asked = argparse.ArgumentParser(prog="make bench")
    asked.add_argument("--articles", default="1000,10000", help="sizes of sites, such as 1000,10000,100000")
    asked.add_argument("--rounds", type=int, default=9)
    asked.add_argument("--seconds", type=int, default=2, help="of each turn")
    given = asked.parse_args()
    sizes = [int(size) for size in given.articles.split(",")]
    shutil.rmtree(PLACE, ignore_errors=True)
    sites = {size: filled(size) for size in sizes}
    cold = {size: rendered(site) for size, site in sites.items()}
    with running(sites[sizes[0]]) as site:
        hot = measured(site, rounds=given.rounds, seconds=given.seconds)
        held = memory(site.web.pid)
    FIGURES.write_text(page(hot, cold, held, given.rounds), encoding="utf-8")
    shutil.rmtree(PLACE)
    print(FIGURES.read_text(encoding="utf-8"))


def filled(articles: int) -> Site:
    print(f"Filling a site of {articles:,} articles …", flush=True)
    folder = PLACE / str(articles)
    folder.mkdir(parents=True)
    site = Site(folder, mail_port=9)
    site.run("manage.py", "shell", "-c", PREPARE)
    site.run("-m", "tests.bench.fill", str(articles), str(articles // 10))
    return site


def rendered(site: Site) -> dict[str, dict[str, float]]:
    """By kind of page."""
    lines = [json.loads(line) for line in site.run("-m", "tests.bench.cold").splitlines() if line.startswith("{")]
    return {line.pop("name"): line for line in lines}


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
    with bare(site) as (bare_pid, bare_port), nginx(file.parent) as (nginx_pid, nginx_port):
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
            print(f"Turn {turn + 1} of {rounds} …", flush=True)
            for row in rows:
                row.measure(seconds=seconds, connections=8)
        if fetch(site.port, PAGE) != (body, tag):
            raise SystemExit("The page changed while it was measured.")
    return rows


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
def bare(site: Site) -> Iterator[tuple[int, int]]:
    """Under the same server with the same settings and the same line in its log."""
    port = free_port()
    environment = site.environment | {"PORT": str(port), "BENCH_BODY": str(PLACE / "body")}
    command = [
        sys.executable,
        "-m",
        "gunicorn",
        "--config",
        "python:rehabsite.server.gunicorn",
        "tests.bench.bare:application",
    ]
    log = (PLACE / "bare.log").open("wb")
    process = subprocess.Popen(command, cwd=BASE_DIR, env=environment, stdout=log, stderr=log)
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
    process = subprocess.Popen([program, "-c", str(place / "conf"), "-e", str(place / "log")])
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


def page(hot: list[Row], cold: dict[int, dict[str, dict[str, float]]], held: float, rounds: int) -> str:
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
        f"Median of {rounds} turns, with the least and the greatest ratio.",
        "",
        "| What | Milliseconds a request | Times the bare function |",
        "|---|---|---|",
        *(f"| {row.name} | {sorted(row.times)[len(row.times) // 2]:.3f} | {row.against(hot[0])} |" for row in hot),
        "",
        f"Memory of the server's processes after that (PSS): {held:.0f} MB.",
        "",
        "## Pages that are rendered",
        "",
        "Processor milliseconds without compression, median; queries; kilobytes of the largest.",
        "",
        f"| Page | {' | '.join(f'{size:,} articles' for size in sizes)} | Queries | kB |",
        f"|---|{'---|' * len(sizes)}---|---|",
    ]
    for name, last in cold[sizes[-1]].items():
        times = " | ".join(f"{cold[size][name]['ms']:.1f}" for size in sizes)
        lines.append(f"| {name} | {times} | {last['queries']:.0f} | {last['bytes'] / 1000:.0f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
