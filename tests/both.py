"""Run two commands at once, and keep apart what they say: `python -m tests.both COMMAND… , COMMAND…`

`make test` runs the tests on SQLite and on PostgreSQL this way: each waits a good part of its time, for a browser or
for a process that starts, and the other one has the processor then.
"""

import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import IO

STOPPED: list[int] = []  # the signals that came
SECONDS = 20  # for what was asked to end


def run(first: Sequence[str], second: Sequence[str]) -> int:
    """0 if both ended with 0. What the second one says comes when the first one has ended, and then as it says it.

    However this ends, neither is left running.
    """
    with tempfile.NamedTemporaryFile() as kept, Path(kept.name).open("rb") as said:
        started: list[subprocess.Popen[bytes]] = []
        try:
            started.append(subprocess.Popen(first))
            started.append(subprocess.Popen(second, stdout=kept, stderr=subprocess.STDOUT))
            while started[0].poll() is None and not STOPPED:
                time.sleep(0.1)
            while started[1].poll() is None and not STOPPED:
                _show(said)
                time.sleep(0.1)
            _show(said)
        except KeyboardInterrupt:
            pass  # a terminal tells all three
        else:
            for process in started:
                process.send_signal(signal.SIGINT)  # of which pytest tells its workers
        finally:
            statuses = [_end(process) for process in started]
    return next(filter(None, statuses), 0)


def _end(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(SECONDS)
    except subprocess.TimeoutExpired:
        process.terminate()
        return process.wait()


def _show(said: IO[bytes]) -> None:
    sys.stdout.buffer.write(said.read())
    sys.stdout.flush()


def main(arguments: list[str]) -> int:
    middle = arguments.index(",")
    # An exception could come between a process and its place in the list. Ctrl-C reaches the two by itself.
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda number, _: STOPPED.append(number))
    return run(arguments[:middle], arguments[middle + 1 :])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
