"""Run a command with a PostgreSQL of its own: `.venv/bin/python -m tests.postgres COMMAND…`

The server lives in a temporary folder and listens on a socket in it alone, so no one else reaches it, and goes away
with the command. It never waits for the disk: fast, and of no use for data that anyone wants to keep.
"""

import contextlib
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from tests.machine import postgres_binaries

NAME = "rehabsite"
QUICK = (
    *("fsync=off", "synchronous_commit=off", "full_page_writes=off", "autovacuum=off", "max_connections=60"),
    *("track_activities=off", "track_counts=off"),  # nothing looks at them
)


class Cluster:
    """One server and its data. It can be taken away and come back, as servers do."""

    def __init__(self, folder: Path, binaries: Path) -> None:
        self.folder, self.binaries = folder, binaries
        # The server refuses to run as root, so root runs it as the user that Debian's package made for it.
        self.user = "postgres" if os.geteuid() == 0 else pwd.getpwuid(os.geteuid()).pw_name
        self.url = f"postgres://{NAME}@/{NAME}?host={folder}"
        self.process: subprocess.Popen[bytes] | None = None

    def make(self) -> None:
        shutil.chown(self.folder, self.user)
        as_is = ("--auth=trust", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync")
        initdb: list[str | Path] = [
            self.binaries / "initdb",
            *as_is,
            f"--username={NAME}",
            f"--pgdata={self.folder / 'data'}",
        ]
        _quietly(initdb, self.user)
        self.start()
        _quietly([self.binaries / "createdb", "-h", self.folder, "-U", NAME, NAME], self.user)

    def start(self) -> None:
        options = [word for setting in QUICK for word in ("-c", setting)]
        place = ("-D", str(self.folder / "data"), "-k", str(self.folder), "-c", "listen_addresses=")
        command = [str(self.binaries / "postgres"), *place, *options]
        with (self.folder / "log").open("a") as log:
            self.process = subprocess.Popen(
                command, user=self.user, cwd=self.folder, stdout=log, stderr=log, start_new_session=True
            )
        _wait_for(self.process, self.folder)

    def stop(self) -> None:
        if self.process:
            self.signal(signal.SIGCONT)
            self.process.send_signal(signal.SIGQUIT)
            self.process.wait()
            self.process = None

    def signal(self, number: int) -> None:
        """To the server and to all that serve a connection: SIGSTOP makes it silent, SIGCONT ends that."""
        assert self.process
        for pid in _children(self.process.pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, number)


def _children(parent: int) -> list[int]:
    found = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent)], capture_output=True, text=True, check=False)
    return [parent, *map(int, found.stdout.split())]


@contextlib.contextmanager
def cluster() -> Iterator[Cluster]:
    binaries = postgres_binaries()
    if not binaries:
        sys.exit("PostgreSQL's server programs are missing here. Run python3 requirements/install.py test.")
    made = Cluster(Path(tempfile.mkdtemp(prefix="pg-")), binaries)
    try:
        made.make()
        yield made
    finally:
        made.stop()
        shutil.rmtree(made.folder, ignore_errors=True)


@contextlib.contextmanager
def server() -> Iterator[str]:
    """Its DATABASE_URL."""
    with cluster() as made:
        yield made.url


def _quietly(command: Sequence[str | Path], user: str) -> None:
    done = subprocess.run(command, user=user, cwd="/", stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    if done.returncode:
        sys.exit(f"PostgreSQL could not be set up for the tests. It said: {done.stdout.strip()}")


def _wait_for(process: subprocess.Popen[bytes], folder: Path) -> None:
    state = folder / "data" / "postmaster.pid"
    for _ in range(300):
        if state.is_file() and "ready" in state.read_text():
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"PostgreSQL did not start for the tests. It said: {(folder / 'log').read_text().strip()}")


def main(command: list[str]) -> int:
    if not command:
        sys.exit("Say what to run: python -m tests.postgres COMMAND…")
    # A signal ends the command first, by SystemExit, and then the server, by the `finally` above.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: sys.exit(1))
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
