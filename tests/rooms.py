"""The site's rooms, and whether they import what they may: `python -m tests.rooms`, a part of `make lint`.

The contracts are in pyproject.toml. A room that they do not name lies at the top, next to contact and articles: so a
new kind of content takes no line there.
"""

import re
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ROOMS = sorted(path.parent.name for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests")
MODULES = sorted(path for room in ROOMS for path in (ROOT / room).rglob("*.py"))
TOP = "contact | articles"


def contracts(rooms: Iterable[str] = ROOMS) -> str:
    """pyproject.toml, with each of these rooms named."""
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    new = [room for room in rooms if room not in named(text)]
    listed = "".join(f', "{room}"' for room in new)
    text = re.sub(r"(?m)^((?:root_packages|containers) = \[.*)\]$", rf"\1{listed}]", text)
    return text.replace(f'"{TOP}"', f'"{" | ".join([TOP, *new])}"')


def named(text: str) -> list[str]:
    return re.findall(r'"(\w+)"', re.findall(r"(?m)^root_packages = (.*)$", text)[0])


if __name__ == "__main__":
    config = ROOT / "var" / "lint" / "contracts.toml"
    config.parent.mkdir(parents=True, exist_ok=True)
    config.write_text(contracts(), encoding="utf-8")
    command = [str(Path(sys.executable).parent / "lint-imports"), "--no-cache", "--config", str(config)]
    sys.exit(subprocess.run(command, cwd=ROOT).returncode)
