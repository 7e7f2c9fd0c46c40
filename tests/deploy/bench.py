"""`make bench-front`: how many articles nginx gives while they are fresh, next to a file of the same bytes.

Rounds take turns, so that what else the machine does falls on all of them. `wrk` asks, over plain HTTP.
"""

import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.deploy.nginx import NAME, Nginx, running
from tests.drill.site import Site
from tests.machine import wrk

ROUNDS, SECONDS = 5, 4
PATH = "/articles/naloxone/"
ENOUGH = 0.95
# In the same server, with the headers that the page has, and with the same log.
FILE = """
    location = /file {{
        alias {folder}/file;
        default_type "text/html; charset=utf-8";
        {headers}
    }}
    location = /healthz {{"""


def rate(url: str) -> float:
    headers = ("-H", f"Host: {NAME}", "-H", "Accept-Encoding: br", "-H", "X-Forwarded-Proto: https")
    command = [str(wrk()), "-t1", "-c16", f"-d{SECONDS}s", *headers, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if found := re.search(r"Non-2xx or 3xx responses: \d+", said):
        raise RuntimeError(f"{url}: {found[0]}")
    number = re.search(r"Requests/sec:\s+([\d.]+)", said)
    assert number
    return float(number[1])


def plain(nginx: Nginx) -> None:
    """The same rules without TLS, and the file."""
    page = nginx.ask(PATH, accept_encoding="br")
    (nginx.folder / "file").write_bytes(page.body)
    own = {"server", "date", "connection", "content-type", "content-length", "etag", "accept-ranges"}
    headers = "\n".join(f'add_header {k} "{v}";' for k, v in page.headers.items() if k not in own)
    conf = nginx.folder / "site.conf"
    text = re.sub(r"^\s*ssl_\w+ .*;$", "", conf.read_text().replace("ssl http2;", ";"), flags=re.MULTILINE)
    file = FILE.format(folder=nginx.folder, headers=headers.replace("{", "").replace("}", ""))
    conf.write_text(text.replace("    location ~ ^/(healthz", f"{file} return 204; }}\n    location ~ ^/(healthz", 1))


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
                plain(nginx)
                nginx.stop()
                nginx.start()
                found = {"file": [], "kept": [], "site": []}  # type: dict[str, list[float]]
                for _ in range(ROUNDS):
                    found["file"].append(rate(f"http://127.0.0.1:{nginx.secure}/file"))
                    found["kept"].append(rate(f"http://127.0.0.1:{nginx.secure}{PATH}"))
                    found["site"].append(rate(f"http://127.0.0.1:{site.port}{PATH}"))
                size = (nginx.folder / "file").stat().st_size
        finally:
            site.stop()
    print(f"{size} bytes; requests a second, median of {ROUNDS} rounds of {SECONDS} seconds:")
    for kind, rates in found.items():
        print(f"  {kind}: {statistics.median(rates):.0f}  {[round(one) for one in rates]}")
    share = statistics.median(kept / file for kept, file in zip(found["kept"], found["file"], strict=True))
    print(f"kept beside file: {share:.1%}")
    return int(share < ENOUGH)


if __name__ == "__main__":
    sys.exit(main())
