"""Make `.venv` and fill it with the pins: `install.py run` for the site, `install.py test` for its tests too.

Standard library only, for any python3. On one that is too old this file must still be read far enough to say so:
no syntax newer than f-strings, and nothing newer above the check.
"""

import contextlib
import fcntl
import hashlib
import importlib.util
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

OLDEST = (3, 11)
if sys.version_info < OLDEST:
    sys.exit(
        f"This needs Python 3.11 or newer, and {sys.executable} is {sys.version.split()[0]}. "
        "Install a newer one and name it, such as: make run PYTHON=python3.11"
    )

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
VENV_PYTHON = VENV / "bin" / "python"
VAR = ROOT / "var"
KINDS = ("run", "test")


def main(arguments: list[str]) -> None:
    if len(arguments) != 1 or arguments[0] not in KINDS:
        sys.exit("Say what to install: install.py run, or install.py test.")
    with only_one():
        if not is_installed(arguments[0]):
            make_venv()
            install_pins(arguments[0])
        if arguments[0] == "run":
            make_local_settings(Path(os.environ.get("VAR_DIR") or VAR))
        else:
            need_programs()


@contextlib.contextmanager
def only_one() -> Iterator[None]:
    """Two installs at once would fill one folder from two sides; the second waits here, then finds it done."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "install.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


# The virtual environment


def pins(kind: str) -> Path:
    return ROOT / "requirements" / f"{kind}.txt"


def place() -> str:
    """A venv works only where it was made, and with the interpreter that made it."""
    return f"{VENV} {VENV_PYTHON.resolve()}"


def stamp(kind: str) -> str:
    return f"{hashlib.sha256(pins(kind).read_bytes()).hexdigest()}\n{place()}"


def stamp_file(kind: str) -> Path:
    return VENV / f"installed-{kind}"


def is_installed(kind: str) -> bool:
    """The stamp is written last: one that is missing or differs means not installed, or not to the end."""
    file = stamp_file(kind)
    return VENV_PYTHON.exists() and file.exists() and file.read_text() == stamp(kind)


def make_venv() -> None:
    if is_usable():
        return
    if VENV.is_symlink():
        VENV.unlink()
    elif VENV.exists():
        shutil.rmtree(VENV)
    say("Creating the virtual environment in .venv …")
    uv = working_uv()
    if uv:
        command = [uv, "venv", "--quiet", "--no-project", "--python", sys.executable, str(VENV)]
    elif importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip"):
        command = [sys.executable, "-m", "venv", str(VENV)]
    else:
        sys.exit("Python's venv module is missing. Install it (on Debian: apt-get install python3-venv), or uv.")
    if subprocess.run(command).returncode:
        sys.exit("The virtual environment .venv could not be created, for the reason above. Fix that and try again.")


def is_usable() -> bool:
    """Not so when making it was interrupted, when the folder was moved, or when its Python was replaced."""
    if not VENV_PYTHON.exists():
        return False
    stamps = [stamp_file(kind) for kind in KINDS if stamp_file(kind).exists()]
    if any(file.read_text().partition("\n")[2] != place() for file in stamps):
        return False
    wanted = "import sys; assert sys.prefix != sys.base_prefix and sys.version_info >= (3, 11)"
    code = wanted if working_uv() else f"{wanted}; import pip"
    try:
        return subprocess.run([str(VENV_PYTHON), "-c", code], capture_output=True).returncode == 0
    except OSError:
        return False


def install_pins(kind: str) -> None:
    """test.txt holds all of run.txt at the same versions, so nothing is ever taken out of a venv."""
    say(f"Installing the packages of requirements/{kind}.txt …")
    for each in KINDS:
        with contextlib.suppress(FileNotFoundError):
            stamp_file(each).unlink()
    uv = working_uv()
    if uv:
        command = [uv, "pip", "install", "--quiet", "--python", str(VENV_PYTHON)]
    else:
        command = [str(VENV_PYTHON), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    if subprocess.run([*command, "--require-hashes", "-r", str(pins(kind))]).returncode:
        sys.exit(f"The packages of requirements/{kind}.txt could not be installed, for the reason above. Try again.")
    for each in KINDS[: KINDS.index(kind) + 1]:
        stamp_file(each).write_text(stamp(each))


def working_uv() -> str | None:
    """A version manager's stand-in may be on the PATH with no uv behind it."""
    uv = shutil.which("uv")
    return uv if uv and subprocess.run([uv, "--version"], capture_output=True).returncode == 0 else None


# Settings of this machine


def make_local_settings(folder: Path) -> None:
    """The settings refuse to start without a SECRET_KEY, so one is made here. Never touches a file that is there."""
    folder.mkdir(parents=True, exist_ok=True)
    settings = folder / "local.env"
    if settings.exists():
        return
    text = (
        "# Settings for this machine only; docs/reference/settings.md lists them all.\n"
        "# What is in the environment wins over this file. Keep it to yourself: it holds a secret.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
    )
    # mkstemp's file is for its owner alone. It gets its name when it is whole; the lock keeps others away meanwhile.
    handle, aside = tempfile.mkstemp(dir=folder, prefix="local.env.")
    os.close(handle)
    Path(aside).write_text(text)
    Path(aside).replace(settings)


# Programs that tests need


def need_programs() -> None:
    sys.path.insert(0, str(ROOT))
    from tests import machine

    if not machine.postgres_binaries():
        apt_install("PostgreSQL's server (with its extensions unaccent and pg_trgm)", "postgresql")
        if not machine.postgres_binaries():
            sys.exit("PostgreSQL was installed, but without unaccent or pg_trgm. Install its contrib package too.")
    if "CHROMIUM" in os.environ and not machine.chromium():
        sys.exit(f"CHROMIUM is {os.environ['CHROMIUM']!r}, which is not a program. Name your browser's, or unset it.")
    programs = (
        (machine.chromium, "Chromium", "chromium-headless-shell"),
        (machine.nginx, "nginx", "nginx-light"),
        (machine.redis, "Redis", "redis-server"),
        (machine.wrk, "wrk", "wrk"),
        (machine.systemd_analyze, "systemd-analyze", "systemd"),
    )
    for find, what, package in programs:
        if not find():
            apt_install(what, package)


def apt_install(what: str, package: str) -> None:
    """Through apt-get, when this user may; whoever may not is told what to install."""
    apt = apt_command()
    if not apt:
        sys.exit(f"{what} is missing. Install it (on Debian: apt-get install {package}), then run make test again.")
    say(f"Installing {what} with apt-get …")
    for command in (["update"], ["install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run([*apt, "-qq", *command], stdin=subprocess.DEVNULL, capture_output=True, text=True)
    if done.returncode:
        reason = (done.stderr.strip().splitlines() or ["nothing"])[-1]
        sys.exit(f"{what} is missing, and apt-get could not install {package}. It said: {reason}")


def apt_command() -> list[str]:
    apt = shutil.which("apt-get")
    if not apt:
        return []
    noninteractive = ["env", "DEBIAN_FRONTEND=noninteractive", apt]
    if os.geteuid() == 0:
        return noninteractive
    sudo = shutil.which("sudo")
    if sudo and subprocess.run([sudo, "--non-interactive", "true"], capture_output=True).returncode == 0:
        return [sudo, "--non-interactive", *noninteractive]
    return []


def say(sentence: str) -> None:
    print(sentence, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
