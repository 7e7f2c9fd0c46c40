"""What the server's processes take beside answering pages: memory, a start, and messages that are stored."""

import re
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from typing import NamedTuple

from tests import machine
from tests.bench.measuring import Wrong, memory, processor_seconds
from tests.drill.site import Process, Site
from tests.drill.visitors import Hidden

CONNECTIONS = 16
FORM = "/contact/"
LARGE_DONE = """SELECT count(*) FROM rehabsite_chore WHERE (done_at IS NOT NULL OR problem <> '')
    AND name IN ('draw cards', 'check what was reviewed', 'look at links within the site')"""
CHORES_SECONDS = 300
WORDS = "name=Pat&email=pat%40example.org"


class Posted(NamedTuple):
    a_second: float
    milliseconds: float  # of the processor
    p99: float


class Start(NamedTuple):
    wall: str
    processor: str


def seconds_to_start(site: Site, times: int = 5) -> Start:
    """From the command to the first answer: median, and the least and the greatest."""
    wall, processor = [], []
    for _ in range(times):
        began = time.monotonic()
        site.web.start()
        while not _answers(site.port):
            time.sleep(0.01)
        wall.append(time.monotonic() - began)
        processor.append(processor_seconds(site.web.pid))
        site.web.stop()
    return Start(*(f"{median(some):.2f} ({min(some):.2f}–{max(some):.2f})" for some in (wall, processor)))


def memory_after(site: Site, addresses: list[str], pages: int) -> tuple[float, float]:
    """Megabytes of a server with its usual processes, and of its workers, after so many pages, each in brotli."""
    usual = {name: value for name, value in site.environment.items() if name != "WEB_WORKERS"}
    server = Process(usual, site.web.log, *site.web.command[1:])
    server.start()
    try:
        site.wait_until_it_answers()
        with closing(HTTPConnection("127.0.0.1", site.port, timeout=30)) as line:
            for number in range(pages):
                line.request("GET", addresses[number % len(addresses)], headers={"Accept-Encoding": "br"})
                answer = line.getresponse()
                answer.read()
                if answer.status != 200:
                    raise Wrong(f"{addresses[number % len(addresses)]} answered {answer.status}")
                if number % 100 == 99:  # or one process would answer all
                    line.close()
        return memory(server.pid)
    finally:
        server.stop()


class Delivery(NamedTuple):
    """Megabytes: when all chores were done, and at most, with the process that does the large ones."""

    after: float
    most: float


def memory_of_delivery(site: Site) -> Delivery:
    """As of a first start: all chores are due, and each card is to be drawn."""
    with closing(sqlite3.connect(Path(site.environment["VAR_DIR"], "rehabsite.sqlite3"))) as database:
        with database:
            database.execute("DELETE FROM rehabsite_chore")
            database.execute("UPDATE articles_articlerevision SET card = ''")
        site.worker.start()
        try:
            most = 0.0
            for _ in range(2 * CHORES_SECONDS):
                time.sleep(0.5)
                most = max(most, memory(site.worker.pid)[0])
                # A page that was filled in by hand is not what was reviewed, and that is told.
                if database.execute(LARGE_DONE).fetchone() == (3,):
                    time.sleep(2)
                    return Delivery(memory(site.worker.pid)[0], most)
            raise Wrong(f"the chores took longer than {CHORES_SECONDS} seconds")
        finally:
            site.worker.stop()


def post(pid: int, port: int, place: Path, hidden: str, seconds: int, stored: Callable[[], int]) -> Posted:
    """Raises Wrong if other than each answer's message was stored."""
    script = place / "post.lua"
    script.write_text(
        "local n = 0\n"
        "local salt = 0\n"
        "function init(args) math.randomseed(os.time()); salt = math.random(100000000) end\n"
        'wrk.headers["Content-Type"] = "application/x-www-form-urlencoded"\n'
        'wrk.headers["Sec-Fetch-Site"] = "same-origin"\n'
        "function request()\n"
        "  n = n + 1\n"
        '  local key = string.format("%016x%016x", salt, n)\n'
        f'  local body = "{WORDS}{hidden}&form_key=" .. key .. "&message=Please+help+" .. key\n'
        f'  return wrk.format("POST", "{FORM}", nil, body)\n'
        "end\n"
        "function done(summary, latency, requests)\n"
        '  io.write(string.format("p99 %f\\n", latency:percentile(99.0) / 1000))\n'
        "end\n",
        encoding="ascii",
    )
    before, had = processor_seconds(pid), stored()
    began = time.monotonic()
    address = f"http://127.0.0.1:{port}{FORM}"
    program = machine.wrk() or "wrk"
    command = [program, "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s", "--timeout", "30s", "-s", str(script), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    took = time.monotonic() - began
    time.sleep(1)  # those that were under way when the time was over
    requests, p99 = re.search(r"(\d+) requests in", said), re.search(r"p99 ([\d.]+)", said)
    if not requests or not p99 or "Non-2xx" in said or "Socket errors" in said:
        raise Wrong(said)
    answered, new = int(requests[1]), stored() - had
    if not answered <= new <= answered + CONNECTIONS:
        raise Wrong(f"{answered} were acknowledged and {new} stored")
    return Posted(answered / took, 1000 * (processor_seconds(pid) - before) / new, float(p99[1]))


def hidden_fields(port: int) -> str:
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as line:
        line.request("GET", FORM)
        fields = Hidden(line.getresponse().read().decode()).fields
    return "".join(f"&{name}={value}" for name, value in fields.items() if name != "form_key")


def _answers(port: int) -> bool:
    try:
        with closing(HTTPConnection("127.0.0.1", port, timeout=5)) as line:
            line.request("GET", "/help/")
            return line.getresponse().status == 200
    except OSError:
        return False


def addresses(site: Site) -> Iterator[str]:
    """Of all articles, of cities and of a town."""
    for line in site.run("-m", "tests.bench.cold", "addresses").splitlines():
        if line.startswith("/"):
            yield line
