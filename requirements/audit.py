"""Whether a pinned package has a known security hole: pip-audit over the pins, in an environment of its own.

It is run by uv, which brings it. Where no index answers, it fails with a sentence, and never passes in silence.
"""

import shutil
import subprocess
import sys
from pathlib import Path

PINS = Path(__file__).parent
FILES = ("run.txt", "test.txt")
AWAY = (
    "Could not check whether the packages have known security problems: {why} Run this where an index of "
    "packages and its list of security problems can be reached. Nothing was audited."
)


def command(uv: str) -> list[str]:
    files = [part for name in FILES for part in ("--requirement", str(PINS / name))]
    return [uv, "tool", "run", "pip-audit", "--strict", "--require-hashes", "--disable-pip", *files]


def main() -> int:
    uv = shutil.which("uv")
    if not uv:
        print(AWAY.format(why="uv is not installed here."), file=sys.stderr)
        return 1
    done = subprocess.run(command(uv), capture_output=True, text=True, check=False)
    print(done.stdout, end="")
    if done.returncode and "known vulnerabilit" not in f"{done.stdout}{done.stderr}":
        said = done.stderr.strip().splitlines()
        print(AWAY.format(why=f"{said[-1] if said else 'pip-audit ended without any output.'}"), file=sys.stderr)
    elif done.returncode:
        print(done.stderr.strip(), file=sys.stderr)
    return 1 if done.returncode else 0


if __name__ == "__main__":
    sys.exit(main())
