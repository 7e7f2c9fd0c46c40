"""`manage.py serve`, as a process of its own on data of its own."""

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen

import pytest

from rehabsite.settings import BASE_DIR
from tests.ports import free_port

SETTINGS = "local.env"


class Place:
    """Where one site's data are, and the process that serves it."""

    def __init__(self, folder: Path) -> None:
        self.host = "127.0.0.1"
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "SECRET_KEY": secrets.token_urlsafe(50),
            "PORT": str(self.port),
            "SITE_NAME": "Austin Recovery Guide",
            "WEB_WORKERS": "1",
            "DATABASE_WAIT_SECONDS": "0",
        }
        self.output = folder / "output"
        self.process: subprocess.Popen[bytes] | None = None

    def command(self, *arguments: str, **more: str) -> "subprocess.Popen[bytes]":
        command = [sys.executable, str(BASE_DIR / "manage.py"), *arguments]
        with self.output.open("wb") as output:
            return subprocess.Popen(
                command, cwd="/", env=self.environment | more, stdout=output, stderr=output, start_new_session=True
            )

    def start(self, *arguments: str) -> str:
        """What it printed until it answered."""
        self.process = self.command(*arguments or ("serve", "--without-demo"))
        for _ in range(600):
            if self.process.poll() is not None:
                break
            try:
                self.get("/readyz")
            except (URLError, ConnectionError):
                time.sleep(0.1)
            else:
                return self.output.read_text()
        pytest.fail(f"It does not answer. It said: {self.output.read_text()}")

    def get(self, path: str) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        request = Request(f"http://{host}:{self.port}{path}", headers={"Host": f"127.0.0.1:{self.port}"})
        with urlopen(request, timeout=10) as response:
            return str(response.read().decode())

    def status(self, path: str) -> int | None:
        """None if it hung up. It does after refusing, and that may arrive before the refusal."""
        with closing(HTTPConnection(self.host, self.port, timeout=10)) as connection:
            try:
                connection.request("GET", path)
                with connection.getresponse() as response:
                    return response.status
            except ConnectionError:
                return None

    def stop(self, number: int = signal.SIGTERM) -> int:
        """With a signal to all of its processes at once, as a terminal sends it."""
        assert self.process
        os.killpg(self.process.pid, number)
        return self.process.wait(timeout=20)

    def refusal(self, *arguments: str, **more: str) -> str:
        assert self.command(*arguments or ("serve", "--without-demo"), **more).wait(timeout=60) == 1
        said = self.output.read_text()
        assert "Traceback" not in said
        assert len(said.strip().splitlines()) == 1, said
        return said

    def kill(self) -> None:
        if self.process and self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()


def begin(folder: Path) -> None:
    """A site's start from nothing but a SECRET_KEY. Then its data are in `folder/var`, for other sites to go on with,
    and in `folder/first` is what belongs to this one, with what it said."""
    place, first = Place(folder / "var"), folder / "first"
    first.mkdir()
    file = folder / "var" / SETTINGS
    file.write_text(f"SECRET_KEY={place.environment.pop('SECRET_KEY')}\n")
    try:
        (first / "printed").write_text(place.start("serve", "--without-demo", "--without-worker"))
        (first / "home").write_text(place.get("/"))
        (first / "contact").write_text(place.get("/contact/"))
        (first / "ended").write_text(str(place.stop()))
    finally:
        place.kill()
    file.rename(first / SETTINGS)
    place.output.unlink()
