"""`var/local.env`: what it may say, and what a mistake in it is answered with."""

from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from tests.site.starting import GOOD_KEY, settings_of, started


def refusal(tmp_path: Path, text: str | bytes, **environment: str) -> str:
    (tmp_path / "local.env").write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(tmp_path, **environment)
    return str(refused.value).removeprefix(f"{tmp_path}/local.env, ")


def test_the_environment_wins_over_the_local_file(tmp_path: Path) -> None:
    (tmp_path / "local.env").write_text("SITE_NAME=From the file\nSITE_EMAIL=file@example.org\nADMINS=a@example.org")
    settings = settings_of(tmp_path, SITE_NAME="From outside", ADMINS="")
    assert (settings["SITE_NAME"], settings["SITE_EMAIL"]) == ("From outside", "file@example.org")
    assert settings["ADMINS"] == [], "set to nothing is set"


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(GOOD_KEY[::-1] + "\n")
    assert settings_of(tmp_path, SECRET_KEY="", SECRET_KEY_FILE=str(key))["SECRET_KEY"] == GOOD_KEY[::-1]
    (tmp_path / "local.env").write_text(f"SITE_NAME_FILE={key}")
    assert settings_of(tmp_path)["SITE_NAME"] == GOOD_KEY[::-1]


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("SITE_NAME=Care in Springfield", "Care in Springfield"),
        ("  SITE_NAME =  Care in Springfield  ", "Care in Springfield"),
        ("export SITE_NAME=Care", "Care"),
        ('SITE_NAME="Care in Springfield"', "Care in Springfield"),
        ("SITE_NAME='Care'", "Care"),
        ("SITE_NAME=O'Brien's", "O'Brien's"),
        ("SITE_NAME=Care #1 = $HOME", "Care #1 = $HOME"),
        ("\ufeff# first\r\n\r\nSITE_NAME=Care\r\n", "Care"),
        ("SITE_NAME=", "Rehabsite"),
    ],
)
def test_lines_are_taken_as_they_are_written(tmp_path: Path, line: str, name: str) -> None:
    (tmp_path / "local.env").write_text(line, newline="")
    assert settings_of(tmp_path)["SITE_NAME"] == name


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("# one\nSITE_MAIL=a@example.org", "line 2: SITE_MAIL is not a setting. Did you mean SITE_EMAIL?"),
        ("SECRETKEY=abc", "line 1: SECRETKEY is not a setting. Did you mean SECRET_KEY?"),
        ("COLOR=red", "line 1: COLOR is not a setting. Remove the line."),
        ("VAR_DIR=/srv", "line 1: VAR_DIR is read only from the environment."),
        ("SITE_NAME=a\n\nSITE_NAME=b", "line 3: SITE_NAME is set in line 1 already. Remove one of the two."),
        ('SITE_NAME="Care', "line 1: SITE_NAME starts with a quotation mark, but does not end with one."),
        ('SITE_NAME="Care" # ours', "line 1: SITE_NAME starts with a quotation mark, but does not end with one."),
        (b"SITE_NAME=a\nSITE_NAME=\xff", "line 2: This is not UTF-8."),
    ],
)
def test_a_mistake_is_told_by_its_line(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    assert refusal(tmp_path, text).startswith(sentence)


@pytest.mark.parametrize("line", ["hunter2-hunter2", "hunter2hunter2==", "SECRET_KEY: hunter2", "HUNTER2-X=y"])
def test_a_secret_in_the_wrong_place_is_not_repeated(tmp_path: Path, line: str) -> None:
    said = refusal(tmp_path, line)
    assert said.startswith("line 1: This is not NAME=value.")
    assert "hunter2" not in said.lower()


def test_all_mistakes_are_told_at_once_with_those_of_the_environment(tmp_path: Path) -> None:
    said = refusal(tmp_path, "A\nB=1\nPORT=x", WEB_WORKERS="0").splitlines()
    assert len(said) == 4


def test_a_file_that_cannot_be_read_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "local.env").mkdir()  # root may read any file, but none may read a folder
    done = started(tmp_path, "check", SECRET_KEY="")  # which may be in there
    assert done.returncode == 1
    assert len(done.stderr.splitlines()) == 1
    assert done.stderr.startswith(f"{tmp_path}/local.env cannot be read (Is a directory). Make the user that runs")
    assert "Traceback" not in done.stderr


def test_both_ways_to_give_a_setting_are_one_too_many(tmp_path: Path) -> None:
    assert "SITE_NAME and SITE_NAME_FILE are both set" in refusal(tmp_path, "SITE_NAME=a\nSITE_NAME_FILE=/b")


def test_a_file_of_a_secret_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = refusal(tmp_path, "", SECRET_KEY="", SECRET_KEY_FILE="/no/such/file")
    assert "SECRET_KEY_FILE names a file that cannot be read (No such file or directory)" in said


def test_nothing_of_the_file_goes_to_other_programs(tmp_path: Path) -> None:
    (tmp_path / "local.env").write_text("SITE_NAME=From the file")
    code = "import os; from django.conf import settings; print(settings.SITE_NAME, 'SITE_NAME' in os.environ)"
    assert started(tmp_path, "shell", "--no-imports", "-c", code).stdout.strip() == "From the file False"
