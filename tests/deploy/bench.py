"""`make bench-front`: what an article from nginx's cache costs while it is fresh, next to a file of the same bytes.

Counted is the time that nginx computes for a request, since a rate tells more about what else the machine does. The
file has the page's headers and log line. It is given as Debian's nginx.conf gives files (sendfile), and with the very
settings of the page. Rounds take turns.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

from tests.deploy.nginx import NAME, Nginx, running
from tests.drill.hosts import children
from tests.drill.site import Site
from tests.machine import wrk
from tests.ports import free_port

ROUNDS, SECONDS = 5, 2
PATH = "/articles/naloxone/"
ENOUGH = 0.95
TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")
FILE = """
    location = /{name} {{
        alias {folder}/file;
        default_type "text/html; charset=utf-8";
        {how}
        {headers}
    }}"""
KINDS = {"debian": "sendfile on; tcp_nopush on;", "alike": ""}


class Case(NamedTuple):
    how: str
    scheme: str
    file: str  # of KINDS
    closed: bool = False
    held: bool = False  # to ENOUGH


CASES = (
    Case("no TLS, connections stay open; a file as Debian's nginx.conf gives it", "http", "debian"),
    Case("no TLS, connections stay open; a file with the page's settings", "http", "alike"),
    Case("TLS, connections stay open", "https", "alike"),
    Case("each with a handshake of TLS, as readers come", "https", "alike", closed=True, held=True),
)


def microseconds(nginx: Nginx, url: str, *headers: str) -> float:
    """Of nginx's own work, for one request."""
    named = [word for header in (f"Host: {NAME}", "Accept-Encoding: br", *headers) for word in ("-H", header)]
    before = ticks(nginx)
    command = [str(wrk()), "-t1", "-c16", f"-d{SECONDS}s", *named, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if found := re.search(r"Non-2xx or 3xx responses: \d+", said):
        raise RuntimeError(f"{url}: {found[0]}")
    number = re.search(r"(\d+) requests in", said)
    assert number
    return (ticks(nginx) - before) * TICK / int(number[1])


def ticks(nginx: Nginx) -> int:
    assert nginx.process
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in children(nginx.process.pid)]
    return sum(int(field) for one in fields for field in one[11:13])


def with_files(nginx: Nginx, plain: int) -> int:
    """Locations that give the file, and a port without TLS. How many bytes it has."""
    page = nginx.ask(PATH, accept_encoding="br")
    (nginx.folder / "file").write_bytes(page.body)
    own = {"server", "date", "connection", "content-type", "content-length", "etag", "accept-ranges"}
    headers = "\n".join(f'add_header {k} "{v}";' for k, v in page.headers.items() if k not in own)
    files = [FILE.format(name=name, folder=nginx.folder, how=how, headers=headers) for name, how in KINDS.items()]
    conf = nginx.folder / "site.conf"
    listening = f"listen 127.0.0.1:{nginx.secure} ssl http2;"
    more = "\n".join([listening, f"    listen 127.0.0.1:{plain};", *files])
    conf.write_text(conf.read_text().replace(listening, more, 1))
    nginx.stop()
    nginx.start()
    return len(page.body)


def main() -> int:
    with tempfile.TemporaryDirectory(prefix="bench-") as name:
        folder = Path(name)
        (folder / "var").mkdir()
        site = Site(folder / "var", mail_port=9)
        operator = {"OPERATOR_NAME": "The Example Guide", "OPERATOR_ADDRESS": "1 Main Street, Austin, TX 78701"}
        front = {"BEHIND_TLS_PROXY": "on", "TRUSTED_PROXIES": "127.0.0.1", "FRONT_SECONDS": "3600"}
        site.environment |= {"SITE_URL": f"https://{NAME}", "ALLOWED_HOSTS": f"{NAME},127.0.0.1", **operator, **front}
        site.prepare()
        site.run("-m", "tests.deploy.scene", "publish", "naloxone")
        site.web.start()
        site.wait_until_it_answers()
        try:
            with running(folder / "nginx", [("127.0.0.1", site.port)]) as nginx:
                ports = {"http": free_port(), "https": nginx.secure}
                size = with_files(nginx, ports["http"])
                print(f"{size} bytes; microseconds of nginx for a request, median of {ROUNDS} rounds:")
                return sum([not enough(nginx, case, ports[case.scheme]) for case in CASES])
        finally:
            site.stop()


def enough(nginx: Nginx, case: Case, port: int) -> bool:
    base = f"{case.scheme}://127.0.0.1:{port}"
    close = ("Connection: close",) if case.closed else ()
    files, pages = [], []
    for _ in range(ROUNDS):
        files.append(microseconds(nginx, f"{base}/{case.file}", *close))
        pages.append(microseconds(nginx, base + PATH, *close))
    share = statistics.median(file / page for file, page in zip(files, pages, strict=True))
    held = f" (at least {ENOUGH:.0%})" if case.held else ""
    medians = f"file {statistics.median(files):.1f}, page {statistics.median(pages):.1f}"
    print(f"  {case.how}: {medians}: {share:.0%}{held}", flush=True)
    return share >= ENOUGH or not case.held


if __name__ == "__main__":
    sys.exit(main())
