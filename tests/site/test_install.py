"""`requirements/install.py`: from a bare python3 to an environment, or to a sentence that says what is missing.

What would leave the machine is replaced: `uv`, which fetches packages, and `apt-get`. The rest is real.
"""

import ast
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from rehabsite.settings import BASE_DIR

SOURCE = BASE_DIR / "requirements" / "install.py"
UV = """#!/bin/sh
echo "$@" >> "$UV_CALLS"
case "$1" in
  venv) for last; do :; done; exec "$REAL_PYTHON" -m venv --without-pip "$last" ;;
  pip) sleep "${UV_SECONDS:-0}"; exit "${UV_EXIT:-0}" ;;
esac
"""


OTHERS = ("nginx", "redis", "wrk", "systemd_analyze")


class Checkout:
    """A copy of just the files that installing needs."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.bin = folder / "bin"
        self.calls = folder / "calls"
        for name in ("requirements", "tests", "bin"):
            (folder / name).mkdir()
        shutil.copy(SOURCE, folder / "requirements")
        (folder / "tests" / "__init__.py").touch()
        self.pin("six==1.0")
        self.machine(postgres="/there", chromium="/there")
        self.program("uv", UV)
        for needed in ("sh", "sleep", "env"):
            (self.bin / needed).symlink_to(str(shutil.which(needed)))

    def pin(self, text: str) -> None:
        (self.folder / "requirements" / "run.txt").write_text(text)
        (self.folder / "requirements" / "test.txt").write_text(f"{text}\nmore==1.0")

    def machine(self, *, postgres: str | None, chromium: str | None, others: str | None = "/there") -> None:
        found = {"postgres_binaries": postgres, "chromium": chromium, **dict.fromkeys(OTHERS, others)}
        lines = [f"def {name}(): return {path!r}\n" for name, path in found.items()]
        (self.folder / "tests" / "machine.py").write_text("".join(lines))

    def program(self, name: str, text: str) -> None:
        (self.bin / name).write_text(text)
        (self.bin / name).chmod(0o755)

    def start(self, *arguments: str, before: str = "", **environment: str) -> "subprocess.Popen[str]":
        """`before` is Python that runs first: it makes the interpreter look like another machine's."""
        script = str(self.folder / "requirements" / "install.py")
        run = f"sys.argv[0] = {script!r}; runpy.run_path(sys.argv[0], run_name='__main__')"
        code = f"import sys, runpy; {before}\n{run}"
        given = {"PATH": str(self.bin), "UV_CALLS": str(self.calls), "REAL_PYTHON": sys.executable, **environment}
        command = [sys.executable, "-c", code, *arguments]
        pipe = subprocess.PIPE
        return subprocess.Popen(command, cwd=self.folder, env=given, stdout=pipe, stderr=pipe, text=True)

    def install(self, *arguments: str, before: str = "", **environment: str) -> tuple[int, str]:
        process = self.start(*arguments, before=before, **environment)
        _, errors = process.communicate(timeout=60)
        return process.returncode, errors

    def installs(self) -> list[str]:
        """The files of pins that were installed, in order."""
        lines = self.calls.read_text().splitlines() if self.calls.exists() else []
        return [Path(line.split()[-1]).name for line in lines if line.startswith("pip install")]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def refusal(checkout: Checkout, *arguments: str, before: str = "", **environment: str) -> str:
    code, errors = checkout.install(*arguments, before=before, **environment)
    assert code == 1, errors
    assert "Traceback" not in errors
    assert len(errors.strip().splitlines()) == 1, "one sentence or two, on one line"
    return errors


def test_an_old_python_can_read_the_file_and_is_told(checkout: Checkout) -> None:
    ast.parse(SOURCE.read_text(), feature_version=(3, 6))
    said = refusal(checkout, "run", before="sys.version_info = (3, 9, 2); sys.version = '3.9.2 (main)'")
    assert "needs Python 3.11 or newer" in said
    assert "3.9.2" in said
    assert not (checkout.folder / ".venv").exists()


def test_no_venv_module_and_no_uv_is_told(checkout: Checkout) -> None:
    (checkout.bin / "uv").unlink()
    said = refusal(checkout, "run", before="sys.modules['ensurepip'] = None")
    assert "python3-venv" in said


@pytest.mark.parametrize("arguments", [[], ["all"], ["run", "test"]])
def test_anything_else_is_told_what_there_is(checkout: Checkout, arguments: list[str]) -> None:
    assert "install.py run, or install.py test" in refusal(checkout, *arguments)


def test_the_pins_are_installed_once_with_their_hashes(checkout: Checkout) -> None:
    assert checkout.install("run")[0] == 0
    assert "--require-hashes" in checkout.calls.read_text()
    assert checkout.install("run")[0] == 0
    assert checkout.installs() == ["run.txt"]


def test_changed_pins_are_installed_again_into_the_same_environment(checkout: Checkout) -> None:
    checkout.install("run")
    (checkout.folder / ".venv" / "kept").touch()
    checkout.pin("six==2.0")
    checkout.install("run")
    assert (checkout.folder / ".venv" / "kept").exists()
    assert checkout.installs() == ["run.txt", "run.txt"]


def test_what_tests_need_holds_what_the_site_needs(checkout: Checkout) -> None:
    checkout.install("test")
    checkout.install("run")
    checkout.install("test")
    assert checkout.installs() == ["test.txt"]


def test_a_failed_install_is_told_and_tried_again(checkout: Checkout) -> None:
    assert "run.txt could not be installed" in refusal(checkout, "run", UV_EXIT="1")
    assert checkout.install("run")[0] == 0
    assert checkout.installs() == ["run.txt", "run.txt"]


def test_half_an_environment_is_made_anew(checkout: Checkout) -> None:
    (checkout.folder / ".venv" / "bin").mkdir(parents=True)
    (checkout.folder / ".venv" / "bin" / "python").write_text("")
    assert checkout.install("run")[0] == 0
    assert (checkout.folder / ".venv" / "pyvenv.cfg").exists()


def test_an_environment_that_is_a_link_is_left_where_it_leads(checkout: Checkout) -> None:
    (checkout.folder / "other").mkdir()
    (checkout.folder / ".venv").symlink_to("other")
    assert checkout.install("run")[0] == 0
    assert not (checkout.folder / ".venv").is_symlink()
    assert (checkout.folder / "other").is_dir()


def test_a_folder_that_was_moved_is_made_anew(checkout: Checkout) -> None:
    """Every program in an environment names the folder it was made in."""
    checkout.install("run")
    moved = checkout.folder.with_name("moved")
    checkout.folder.rename(moved)
    checkout.folder, checkout.bin, checkout.calls = moved, moved / "bin", moved / "calls"
    assert checkout.install("run")[0] == 0
    assert str(moved) in (moved / ".venv" / "bin" / "activate").read_text()


def test_two_at_once_install_once(checkout: Checkout) -> None:
    both = [checkout.start("run", UV_SECONDS="0.5"), checkout.start("run", UV_SECONDS="0.5")]
    assert [process.communicate(timeout=60) and process.returncode for process in both] == [0, 0]
    assert checkout.installs() == ["run.txt"]


def test_a_secret_key_is_made_once_for_its_owner_alone(checkout: Checkout) -> None:
    checkout.install("run")
    file = checkout.folder / "var" / "local.env"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    key = file.read_text().split("SECRET_KEY=")[1].strip()
    assert len(key) >= 50
    checkout.install("run")
    assert file.read_text().endswith(f"SECRET_KEY={key}\n")


def test_local_settings_that_are_there_are_never_touched(checkout: Checkout) -> None:
    (checkout.folder / "elsewhere").mkdir()
    file = checkout.folder / "elsewhere" / "local.env"
    file.write_text("SITE_NAME=Mine\n")
    checkout.install("run", VAR_DIR=str(file.parent))
    assert file.read_text() == "SITE_NAME=Mine\n"


def test_a_missing_postgresql_is_told_when_it_cannot_be_installed(checkout: Checkout) -> None:
    checkout.machine(postgres=None, chromium="/there")
    assert "apt-get install postgresql" in refusal(checkout, "test")


def test_a_missing_chromium_is_told_when_it_cannot_be_installed(checkout: Checkout) -> None:
    checkout.machine(postgres="/there", chromium=None)
    assert "apt-get install chromium" in refusal(checkout, "test")


def test_what_else_the_tests_run_is_found_or_told(checkout: Checkout) -> None:
    checkout.machine(postgres="/there", chromium="/there", others=None)
    assert "apt-get install nginx-light" in refusal(checkout, "test")


def test_what_apt_get_says_is_passed_on(checkout: Checkout) -> None:
    checkout.machine(postgres=None, chromium="/there")
    failing = "#!/bin/sh\necho 'E: Unable to locate package' >&2\nexit 100\n"
    checkout.program("apt-get", failing)
    checkout.program("sudo", '#!/bin/sh\nshift\nexec "$@"\n')
    checkout.program("true", "#!/bin/sh\n")
    assert "It said: E: Unable to locate package" in refusal(checkout, "test")


def test_a_browser_that_was_named_wrongly_is_told(checkout: Checkout) -> None:
    checkout.machine(postgres="/there", chromium=None)
    assert "CHROMIUM is '/no/such'" in refusal(checkout, "test", CHROMIUM="/no/such")


def test_the_tests_pins_hold_all_of_the_sites_at_the_same_versions() -> None:
    def pins(kind: str) -> set[str]:
        lines = (BASE_DIR / "requirements" / f"{kind}.txt").read_text().splitlines()
        return {line.split(" ")[0] for line in lines if "==" in line and not line.startswith((" ", "#"))}

    assert pins("run") <= pins("test")
    assert len(pins("run")) > 10


def test_the_pins_name_no_place_to_fetch_from() -> None:
    for kind in ("run", "test"):
        text = (BASE_DIR / "requirements" / f"{kind}.txt").read_text()
        assert "://" not in text
        assert "--index" not in text
        assert os.sep + "opt" not in text
