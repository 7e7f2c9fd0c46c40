"""nginx with `deploy/nginx.conf`, on ports and in a folder of its own."""

import contextlib
import os
import shutil
import signal
import ssl
import subprocess
import time
from collections.abc import Iterator, Sequence
from http.client import HTTPConnection, HTTPSConnection
from pathlib import Path
from typing import NamedTuple

from tests.drill.site import BASE_DIR
from tests.machine import nginx as nginx_program
from tests.ports import free_port

NAME = "www.example.org"
IPV6 = Path("/proc/net/if_inet6").is_file()
Site = tuple[str, int]  # where a site listens
MAIN = """
{user}worker_processes 1;
pcre_jit on;
daemon off;
pid {folder}/pid;
error_log {folder}/log/main.log warn;
events {{ worker_connections 512; }}
http {{
    include /etc/nginx/mime.types;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/unused;
    uwsgi_temp_path {folder}/unused;
    scgi_temp_path {folder}/unused;
    sendfile on;
    tcp_nopush on;
    {more}
    include {folder}/site.conf;
}}
"""


class Answer(NamedTuple):
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Nginx:
    def __init__(self, folder: Path, sites: Sequence[Site], more: str = "") -> None:
        self.folder = folder
        self.plain, self.secure, self.inner = free_port(), free_port(), free_port()
        for name in ("log", "cache"):
            (folder / name).mkdir(parents=True)
        self._certificate()
        self._trust = ssl.create_default_context(cafile=folder / "fullchain.pem")
        self._trust.check_hostname = False  # it is asked by its address
        user = "user root;\n" if os.geteuid() == 0 else ""  # the test's folder is for its own user alone
        (folder / "site.conf").write_text(self._conf(sites))
        (folder / "nginx.conf").write_text(MAIN.format(folder=folder, more=more, user=user))
        self.process: subprocess.Popen[bytes] | None = None

    def _conf(self, sites: Sequence[Site]) -> str:
        """The very file, with what an operator changes changed, and ports."""
        text = (BASE_DIR / "deploy" / "nginx.conf").read_text()
        servers = "\n".join(f"    server {address}:{port} max_fails=0;" for address, port in sites)
        changes = {
            "    server 127.0.0.1:8000 max_fails=0;": servers,
            "listen 80;": f"listen 127.0.0.1:{self.plain};",
            "listen [::]:80;": f"listen [::1]:{self.plain};" if IPV6 else "",
            "listen 443 ssl http2;": f"listen 127.0.0.1:{self.secure} ssl http2;",
            "listen [::]:443 ssl http2;": f"listen [::1]:{self.secure} ssl http2;" if IPV6 else "",
            "listen 127.0.0.1:8081;": f"listen 127.0.0.1:{self.inner};",
            "/var/cache/nginx/rehabsite": f"{self.folder}/cache",
            "/var/www/acme": f"{self.folder}/acme",
            "/var/log/nginx/": f"{self.folder}/log/",
            "/etc/ssl/rehabsite/": f"{self.folder}/",
        }
        for old, new in changes.items():
            assert old in text, old
            text = text.replace(old, new)
        return text

    def _certificate(self) -> None:
        names = ("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME}")
        files = ("-keyout", str(self.folder / "privkey.pem"), "-out", str(self.folder / "fullchain.pem"))
        command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2", *names, *files]
        subprocess.run(command, check=True, capture_output=True)

    def start(self) -> None:
        command = [str(nginx_program()), "-c", str(self.folder / "nginx.conf"), "-p", str(self.folder)]
        self.process = subprocess.Popen([*command, "-e", str(self.folder / "log" / "main.log")])
        for _ in range(200):
            with contextlib.suppress(OSError):
                self.ask("/", secure=False)
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise RuntimeError(f"nginx does not answer. It said: {(self.folder / 'log' / 'main.log').read_text()}")

    def stop(self) -> None:
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            self.process.wait(timeout=20)

    def ask(
        self,
        path: str,
        method: str = "GET",
        body: str | None = None,
        *,
        secure: bool = True,
        inner: bool = False,
        address: str = "127.0.0.1",
        source: str = "",
        **headers: str,
    ) -> Answer:
        """`accept_encoding="br"` is a header. Raises OSError."""
        if secure and not inner:
            connection: HTTPConnection = HTTPSConnection(
                address, self.secure, timeout=20, context=self._trust, source_address=(source, 0) if source else None
            )
        else:
            connection = HTTPConnection("127.0.0.1", self.inner if inner else self.plain, timeout=20)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        try:
            connection.request(method, path, body, {"Host": NAME, **named})
            answer = connection.getresponse()
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
        finally:
            connection.close()

    def logs(self) -> str:
        time.sleep(1.2)  # it writes once a second
        return "\n".join(file.read_text() for file in sorted((self.folder / "log").iterdir()))


@contextlib.contextmanager
def running(folder: Path, sites: Sequence[Site], more: str = "") -> Iterator[Nginx]:
    nginx = Nginx(folder, sites, more)
    try:
        nginx.start()
        yield nginx
    finally:
        nginx.stop()
        shutil.rmtree(folder / "cache", ignore_errors=True)
