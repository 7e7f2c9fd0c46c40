"""The pair of keys that the first start makes."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

import pytest

from contact.crypto import sealing
from rehabsite.release import keypair


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "local.env"
    made.write_text("SECRET_KEY=secret\nSITE_NAME=Ours")
    made.chmod(0o644)
    return made


def values(file: Path) -> dict[str, str]:
    lines = (line for line in file.read_text().splitlines() if not line.startswith("#"))
    return dict(line.split("=", 1) for line in lines)


def test_a_pair_that_fits_joins_what_stood_there(file: Path) -> None:
    assert keypair.add_to(file)
    found = values(file)
    assert (found["SECRET_KEY"], found["SITE_NAME"]) == ("secret", "Ours")
    public = sealing.public_key(found["INQUIRY_PUBLIC_KEY"])
    private = sealing.private_key(found["INQUIRY_PRIVATE_KEYS"])
    assert sealing.unseal(sealing.seal({"name": "Pat"}, "1", public), "1", [private]) == {"name": "Pat"}


def test_the_file_is_its_owners_alone_and_nothing_lies_beside_it(file: Path) -> None:
    keypair.add_to(file)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert list(file.parent.iterdir()) == [file]


@pytest.mark.parametrize(
    "line", ["INQUIRY_PUBLIC_KEY=", "INQUIRY_PRIVATE_KEYS=x", "export INQUIRY_PUBLIC_KEY_FILE=/run/key"]
)
def test_what_somebody_wrote_there_stays(file: Path, line: str) -> None:
    file.write_text(f"SECRET_KEY=secret\n{line}\n")
    assert not keypair.add_to(file)
    assert file.read_text() == f"SECRET_KEY=secret\n{line}\n"


def test_a_second_start_makes_no_second_pair(file: Path) -> None:
    keypair.add_to(file)
    before = file.read_text()
    assert not keypair.add_to(file)
    assert file.read_text() == before


def test_eight_starts_at_once_make_one_pair(file: Path) -> None:
    with ThreadPoolExecutor(8) as starts:
        made = list(starts.map(keypair.add_to, [file] * 8))
    assert made.count(True) == 1
    assert file.read_text().count("INQUIRY_PRIVATE_KEYS=") == 1


def test_a_start_that_is_cut_off_leaves_the_file_whole(file: Path) -> None:
    before = file.read_text()
    full = OSError("disk full")
    with patch("rehabsite.release.keypair.os.fsync", side_effect=full), pytest.raises(OSError, match="disk"):
        keypair.add_to(file)
    assert file.read_text() == before
    assert list(file.parent.iterdir()) == [file]


def test_without_a_file_none_is_made(tmp_path: Path) -> None:
    assert not keypair.add_to(tmp_path / "local.env")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_lies_elsewhere_is_changed_there(file: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(file)
    keypair.add_to(link)
    assert link.is_symlink()
    assert "INQUIRY_PUBLIC_KEY" in values(file)


@pytest.mark.parametrize(
    ("environment", "given"),
    [
        ({}, False),
        ({"SECRET_KEY": "x"}, False),
        ({"INQUIRY_PUBLIC_KEY": ""}, True),
        ({"INQUIRY_PRIVATE_KEYS_FILE": "/run/key"}, True),
    ],
)
def test_an_empty_key_is_a_decision_too(environment: dict[str, str], given: bool) -> None:
    assert keypair.is_given(environment) is given
