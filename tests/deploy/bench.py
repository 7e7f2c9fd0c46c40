"""`make bench-front`: what an article from nginx's cache costs while it is fresh, next to a file of the same bytes.

Counted is the time that nginx computes for a request, since a rate tells more about what else the machine does. Once
over connections that stay open and without TLS, where nothing hides the difference; and once as readers come, each
with a handshake of TLS. Rounds take turns.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deploy.nginx import NAME, Nginx, running
from tests.drill.hosts import children
from tests.drill.site import Site
from tests.machine import wrk

ROUNDS, SECONDS = 5, 2
PATH = "/articles/naloxone/"
ENOUGH = 0.95  # as readers come
TICK = 1_000_000 / os.sysconf("SC_CLK_TCK")
# In the same server, with the headers that the page has, and with the same log.
FILE = """
    location = /file {{
        alias {folder}/file;
        default_type "text/html; charset=utf-8";
        {headers}
    }}
    location ~ ^/(healthz"""


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


def with_file(nginx: Nginx, *, tls: bool) -> None:
    """Another location that gives the file, and the server with TLS or without."""
    page = nginx.ask(PATH, accept_encoding="br")
    (nginx.folder / "file").write_bytes(page.body)
    own = {"server", "date", "connection", "content-type", "content-length", "etag", "accept-ranges"}
    headers = "\n".join(f'add_header {k} "{v}";' for k, v in page.headers.items() if k not in own)
    conf = nginx.folder / "site.conf"
    text = conf.read_text()
    if not tls:
        text = re.sub(r"^\s*ssl_\w+ .*;$", "", text.replace("ssl http2;", ";"), flags=re.MULTILINE)
    conf.write_text(text.replace("    location ~ ^/(healthz", FILE.format(folder=nginx.folder, headers=headers), 1))
    nginx.stop()
    nginx.start()


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
            open_, size = measured(folder / "open", site, tls=False)
            new, _size = measured(folder / "new", site, tls=True)
        finally:
            site.stop()
    print(f"{size} bytes; microseconds of nginx for a request, median of {ROUNDS} rounds:")
    shares = [told("connections stay open, no TLS", open_), told("each with a handshake", new)]
    return int(shares[1] < ENOUGH)


def measured(folder: Path, site: Site, *, tls: bool) -> tuple[dict[str, list[float]], int]:
    found = {"file": [], "kept": []}  # type: dict[str, list[float]]
    close = ("Connection: close",) if tls else ()
    with running(folder, [("127.0.0.1", site.port)]) as nginx:
        with_file(nginx, tls=tls)
        base = f"{'https' if tls else 'http'}://127.0.0.1:{nginx.secure}"
        for _ in range(ROUNDS):
            found["file"].append(microseconds(nginx, f"{base}/file", *close))
            found["kept"].append(microseconds(nginx, f"{base}{PATH}", *close))
        return found, (nginx.folder / "file").stat().st_size


def told(how: str, found: dict[str, list[float]]) -> float:
    share = statistics.median(file / kept for file, kept in zip(found["file"], found["kept"], strict=True))
    medians = ", ".join(f"{kind} {statistics.median(values):.1f}" for kind, values in found.items())
    print(f"  {how}: {medians}; kept beside file: {share:.1%}")
    return share


if __name__ == "__main__":
    sys.exit(main())
