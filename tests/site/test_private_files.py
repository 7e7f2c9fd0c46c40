"""What the site writes is for its own user alone."""

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from rehabsite.private_files import keep_private

BASE_DIR = Path(settings.BASE_DIR)
GUNICORN = "import os, rehabsite.server.gunicorn as g; os.umask(g.umask); open(os.environ['VAR_DIR'] + '/made', 'w')"


@pytest.fixture(autouse=True)
def umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def run(folder: Path, *command: str) -> None:
    environment = {"VAR_DIR": str(folder), "SECRET_KEY": "only-tests-are-signed-with-this-and-none-of-them-keeps-a"}
    environment |= {"PYTHONPATH": str(BASE_DIR), "DJANGO_SETTINGS_MODULE": "rehabsite.settings"}
    subprocess.run([sys.executable, *command], env=environment, cwd=BASE_DIR, check=True, capture_output=True)


@pytest.mark.parametrize("found", [0o755, 0o777, 0o750, 0o701])
def test_a_folder_that_others_could_read_is_closed(tmp_path: Path, found: int) -> None:
    tmp_path.chmod(found)
    keep_private(tmp_path)
    assert mode(tmp_path) == 0o700


def test_any_command_closes_it(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    run(tmp_path, "manage.py", "shell", "-c", "open(r'%s', 'w')" % (tmp_path / "made"))
    assert mode(tmp_path) == 0o700
    assert mode(tmp_path / "made") == 0o600


def test_gunicorn_does_not_open_it_again(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    run(tmp_path, "-c", GUNICORN)
    assert (mode(tmp_path), mode(tmp_path / "made")) == (0o700, 0o600)


def test_where_it_may_not_be_closed_nothing_starts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def may_not(*_arguments: object) -> None:
        raise PermissionError

    tmp_path.chmod(0o755)
    monkeypatch.setattr(Path, "chmod", may_not)
    with pytest.raises(ImproperlyConfigured, match="chmod go="):
        keep_private(tmp_path)


def test_one_that_is_not_there_yet_is_made_closed(tmp_path: Path) -> None:
    keep_private(tmp_path / "var")
    (tmp_path / "var").mkdir()
    assert mode(tmp_path / "var") & 0o077 == 0
