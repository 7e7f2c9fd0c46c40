"""Keeps the server and the worker running: `python -m rehabsite.server.supervisor`.

Standard library alone, to stay small.

The site ends with its server, so that whatever started this hears of it. A worker that ends is started again at once;
one that ends at its start, after a pause that grows.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

SERVER = ("-m", "gunicorn", "--config", "python:rehabsite.server.gunicorn")
STEADY = 10.0  # a worker that ran for so long did not fail at its start
LONGEST_PAUSE = 30.0
LOOK = 0.2
PR_SET_PDEATHSIG = 1

Process = subprocess.Popen[bytes]


class Keeper:
    def __init__(self, *command: str) -> None:
        self.command, self.pause, self.due = command, 0.0, 0.0
        self._start()

    def look(self) -> None:
        if self.process.poll() is None:
            return
        if not self.due:
            ran = time.monotonic() - self.began
            self.pause = 0.0 if ran > STEADY else min(max(2 * self.pause, 1.0), LONGEST_PAUSE)
            self.due = time.monotonic() + self.pause
            say(f"The worker ended ({how(self.process.returncode)}), and is being restarted.")
        if time.monotonic() >= self.due:
            self._start()

    def _start(self) -> None:
        self.process, self.began, self.due = start(*self.command), time.monotonic(), 0.0


def main() -> int:
    asked: list[int] = []
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGQUIT, signal.SIGHUP):
        signal.signal(number, lambda number, _frame: asked.append(number))
    server = start(*SERVER)
    worker = Keeper("manage.py", "deliver", f"--parent={os.getpid()}")
    while server.poll() is None and not asked:
        worker.look()
        time.sleep(LOOK)
    code = stop(server, asked)
    stop(worker.process, asked)
    return code


def start(*command: str) -> Process:
    """In a group of its own: Ctrl-C reaches this process alone, which then ends them in order."""
    python = (sys.executable, *command)
    return Process(python, stdin=subprocess.DEVNULL, process_group=0, preexec_fn=end_with_parent)


def end_with_parent() -> None:
    """Also if this process is killed. Systems other than Linux leave the server to whoever did that."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def stop(process: Process, asked: list[int]) -> int:
    """After what is in hand; asked once more, at once. Its exit code."""
    before = max(len(asked), 1)
    if process.poll() is None:
        process.terminate()
    while process.poll() is None:
        if len(asked) > before:
            process.kill()
        time.sleep(LOOK / 4)
    return process.returncode if process.returncode >= 0 else 128 - process.returncode


def how(code: int) -> str:
    return f"signal {-code}" if code < 0 else f"code {code}"


def say(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


if __name__ == "__main__":
    os.chdir(Path(__file__).resolve().parent.parent.parent)
    sys.exit(main())
