"""The site as processes of its own, on data of its own."""

import os
import secrets
import signal
import subprocess
import sys
import time
from contextlib import suppress
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from threading import Lock
from typing import BinaryIO

from contact.crypto import sealing
from tests.ports import free_port

# Not from the settings: the drill is a program of its own, and has none.
BASE_DIR = Path(__file__).resolve().parents[2]
# What the mail server may take, and what a lease must outlast: see `rehabsite.configuration.settings_checks`.
TIMEOUT, LEASE, THREADS = 1, 5, 2
# As the first start does. Where it was done before, there is nothing left to do.
PREPARE = """
from django.core.management import call_command
from rehabsite.release import staticfiles
call_command("migrate", verbosity=0)
staticfiles.collect()
call_command("fill_places", if_needed=True, verbosity=0)
"""
# Before it, where no one looks for places: those of the whole country take as long as all the rest.
FEW_PLACES = """
from facilities.services import locating
from tests.facilities.placed import few_places
locating.make_table = few_places
"""


class Process:
    """With all of its children, so that a kill leaves nothing behind. `kill` may be called from any thread."""

    def __init__(self, environment: dict[str, str], log: BinaryIO, *arguments: str) -> None:
        self.command, self.environment, self.log = (sys.executable, *arguments), environment, log
        self.kills = 0
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return bool(self._process and self._process.poll() is None)

    @property
    def pid(self) -> int:
        assert self._process
        return self._process.pid

    def start(self) -> None:
        with self._lock:
            self._start()

    def kill(self) -> None:
        """As a power cut does, and up again at once."""
        with self._lock:
            self._end(signal.SIGKILL)
            self.kills += 1
            self._start()

    def stop(self) -> float:
        """As an operator does. Seconds until it was gone."""
        began = time.monotonic()
        with self._lock:
            self._end(signal.SIGTERM)
        return time.monotonic() - began

    def _start(self) -> None:
        self._process = subprocess.Popen(
            self.command, cwd=BASE_DIR, env=self.environment, stdout=self.log, stderr=self.log, start_new_session=True
        )

    def _end(self, number: int) -> None:
        if self._process:
            # A server that replaced itself, by SIGUSR2, is gone; the new one is in its group.
            with suppress(ProcessLookupError):
                os.killpg(self._process.pid, number)
            self._process.wait(timeout=30)


class Site:
    def __init__(self, folder: Path, mail_port: int, database_url: str = "") -> None:
        public, private = sealing.make_pair()
        self.port = free_port()
        self.environment = {
            "PATH": os.environ["PATH"],
            "VAR_DIR": str(folder),
            "DATABASE_URL": database_url,
            "SECRET_KEY": secrets.token_urlsafe(50),
            "INQUIRY_PUBLIC_KEY": public,
            "INQUIRY_PRIVATE_KEYS": private,
            "PORT": str(self.port),
            "EMAIL_URL": f"smtp://127.0.0.1:{mail_port}",
            "EMAIL_TIMEOUT": str(TIMEOUT),
            "DELIVERY_LEASE_SECONDS": str(LEASE),
            "DELIVERY_PAUSE_SECONDS": "0.1",
            "DELIVERY_RETRY_SECONDS": "0.3",
            "DELIVERY_THREADS": str(THREADS),
            "FORM_SECONDS": "0",
            "INQUIRIES_AN_HOUR": "1000000",
            "WEB_WORKERS": "1",
        }
        self.log = folder / "log"
        self._output = self.log.open("ab")
        gunicorn = ("-m", "gunicorn", "--config", "python:rehabsite.server.gunicorn")
        self.web = Process(self.environment, self._output, *gunicorn)
        self.worker = Process(self.environment, self._output, "manage.py", "deliver")

    def prepare(self) -> None:
        self.run("manage.py", "shell", "-c", FEW_PLACES + PREPARE)

    def write_in(self, inquiries: int) -> None:
        """Without a browser: each is for the one facility."""
        self.run("-m", "tests.drill.facility", str(inquiries))

    def run(self, *arguments: str, **environment: str) -> str:
        """What it printed. Raises RuntimeError if it failed."""
        command = [sys.executable, *arguments]
        environment = self.environment | environment
        done = subprocess.run(command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, check=False)
        said = done.stdout + done.stderr
        if done.returncode:
            raise RuntimeError(f"{arguments} ended with {done.returncode}. It said: {said}")
        return said

    def start(self) -> None:
        self.web.start()
        self.worker.start()
        self.wait_until_it_answers()

    def wait_until_it_answers(self) -> None:
        for _ in range(600):
            try:
                if self.ask("GET", "/healthz")[0] == 200:
                    return
            except (OSError, HTTPException):
                time.sleep(0.1)
        raise RuntimeError(f"The site does not answer. It said: {self.log.read_text()[-2000:]}")

    def stop(self) -> list[float]:
        seconds = [process.stop() for process in (self.web, self.worker)]
        self._output.close()
        return seconds

    def ask(self, method: str, path: str, body: str = "") -> tuple[int, str, str]:
        """Status, where it leads, and the page. Raises OSError or HTTPException."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        headers = {"Sec-Fetch-Site": "same-origin", "Content-Type": "application/x-www-form-urlencoded"}
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.headers.get("Location", ""), answer.read().decode()
        finally:
            connection.close()
