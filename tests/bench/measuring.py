"""Processor time that the kernel counted for a server's processes while wrk asked it."""

import os
import re
import subprocess
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from tests import machine

TICKS = os.sysconf("SC_CLK_TCK")


class Wrong(Exception):
    """An answer was not what it should be, so its time means nothing."""


@dataclass
class Row:
    """What is measured in turns with others. `times` are milliseconds a request."""

    name: str
    pid: int
    url: str
    headers: Sequence[str] = ()
    times: list[float] = field(default_factory=list)

    def measure(self, *, seconds: int, connections: int) -> None:
        before = processor_seconds(self.pid)
        asked = wrk(self.url, self.headers, seconds=seconds, connections=connections)
        self.times.append(1000 * (processor_seconds(self.pid) - before) / asked)

    def against(self, other: "Row") -> str:
        """The median of the rounds' ratios, with the least and the greatest."""
        ratios = sorted(mine / theirs for mine, theirs in zip(self.times, other.times, strict=True))
        return f"{median(ratios):.2f} ({ratios[0]:.2f}–{ratios[-1]:.2f})"


def wrk(url: str, headers: Sequence[str], *, seconds: int, connections: int) -> int:
    """How many answers came."""
    program = machine.wrk()
    if program is None:
        raise SystemExit("wrk is missing. make bench installs it.")
    given = [part for header in headers for part in ("-H", header)]
    command = [program, "-t1", f"-c{connections}", f"-d{seconds}s", *given, url]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"(\d+) requests in", said)
    if not found or "Non-2xx" in said.replace("Non-2xx or 3xx responses: 0", "") or "Socket errors" in said:
        raise Wrong(f"{url}: {said}")
    return int(found[1])


def processor_seconds(pid: int) -> float:
    """Of the process and all below it, in user and system mode."""
    return sum(_own_ticks(one) for one in _family(pid)) / TICKS


def memory(pid: int) -> tuple[float, float]:
    """Megabytes of the process and all below it, and of those below it; what they share is shared out (PSS)."""
    found = []
    for one in _family(pid):
        try:
            text = Path(f"/proc/{one}/smaps_rollup").read_text(encoding="ascii")
        except (FileNotFoundError, ProcessLookupError):  # it has just ended
            continue
        found.append(int(re.search(r"^Pss:\s+(\d+)", text, re.MULTILINE)[1]) / 1024)  # type: ignore[index]
    return sum(found), sum(found[1:])


def _family(pid: int) -> list[int]:
    children = []
    for file in Path(f"/proc/{pid}/task").glob("*/children"):
        with suppress(FileNotFoundError, ProcessLookupError):  # it has just ended
            children.append(file.read_text(encoding="ascii").split())
    return [pid, *(one for some in children for child in some for one in _family(int(child)))]


def _own_ticks(pid: int) -> int:
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields[11]) + int(fields[12])
