"""What the tests need from the machine: PostgreSQL's and Chromium's programs.

Standard library only: `requirements/install.py` asks here before anything is installed.
"""

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

EXTENSIONS = ("unaccent", "pg_trgm")
# The first is the same browser without its windows, and opens a page with a third less of the processor.
BROWSERS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The browser's program. `CHROMIUM` in the environment wins, and is not searched past when it is wrong."""
    if chosen := os.environ.get("CHROMIUM"):
        return shutil.which(chosen)
    return next((found for name in BROWSERS if (found := shutil.which(name))), None)


def nginx() -> str | None:
    """Debian keeps it off an ordinary user's PATH."""
    return shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")


def redis() -> str | None:
    return shutil.which("redis-server")


def wrk() -> str | None:
    return shutil.which("wrk")


def systemd_analyze() -> str | None:
    return shutil.which("systemd-analyze")


def postgres_binaries() -> Path | None:
    """The folder of a PostgreSQL server's programs that also has the extensions that the search needs."""
    return next((folder for folder in _postgres_folders() if _is_complete(folder)), None)


def _postgres_folders() -> Iterator[Path]:
    if asked := _pg_config("--bindir"):
        yield Path(asked)
    # Debian keeps server programs off the PATH, one folder for each version: newest first.
    versions = Path("/usr/lib/postgresql").glob("*/bin")
    yield from sorted(versions, key=lambda folder: float(folder.parent.name), reverse=True)
    if server := shutil.which("postgres"):
        yield Path(server).resolve().parent


def _is_complete(folder: Path) -> bool:
    if not all((folder / program).is_file() for program in ("postgres", "initdb")):
        return False
    beside = folder / "pg_config"
    shared = _pg_config("--sharedir", program=str(beside)) if beside.is_file() else None
    share = Path(shared) if shared else Path("/usr/share/postgresql") / folder.parent.name
    return all((share / "extension" / f"{name}.control").is_file() for name in EXTENSIONS)


def _pg_config(question: str, *, program: str = "pg_config") -> str | None:
    if not (found := shutil.which(program)):
        return None
    answer = subprocess.run([found, question], capture_output=True, text=True, check=False)
    return answer.stdout.strip() if answer.returncode == 0 else None
