"""The settings: documented, and refusing what is unsafe."""

import os
import re
import runpy
import secrets
import subprocess
import sys
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from django.core.exceptions import ImproperlyConfigured

from contact import sealing
from rehabsite.settings import BASE_DIR, env

GOOD_KEY = secrets.token_urlsafe(50)
PUBLIC, PRIVATE = sealing.make_pair()
ROW = re.compile(r"^\| `(?P<name>[A-Z_]+)` \| (?P<default>[^|]+) \|", re.MULTILINE)


def given(tmp_path: Path, environment: dict[str, str]) -> dict[str, str]:
    return {"PATH": os.environ["PATH"], "VAR_DIR": str(tmp_path), "SECRET_KEY": GOOD_KEY, **environment}


def started(tmp_path: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """manage.py in a process that knows these settings and no others."""
    command = [sys.executable, "manage.py", *arguments]
    env = given(tmp_path, environment)
    return subprocess.run(command, cwd=BASE_DIR, env=env, capture_output=True, text=True, check=False)


def settings_of(tmp_path: Path, **environment: str) -> dict[str, Any]:
    """What the file makes of this environment, without a process of its own, which would take much longer."""
    with patch.dict(os.environ, given(tmp_path, environment), clear=True):
        return runpy.run_path(str(BASE_DIR / "rehabsite" / "settings.py"))


def written(default: object) -> str:
    if isinstance(default, bool):
        return "on" if default else "off"
    if default in ("", []):
        return "empty"
    return f"`{str(default).removeprefix(f'{BASE_DIR}/')}`"


def test_the_reference_lists_every_setting_with_its_default() -> None:
    documented = dict(ROW.findall((BASE_DIR / "docs/reference/settings.md").read_text()))
    assert documented == {name: written(default) for name, (_, default) in env.scheme.items()}


def test_the_settings_start_with_a_key_alone(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings["DEBUG"] is False
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY is too easy to guess"),
        ({"SECRET_KEY": "django-insecure-" + GOOD_KEY}, "SECRET_KEY is too easy to guess"),
        ({"SITE_URL": "http://www.example.org"}, "Readers need https:"),
        ({"SITE_URL": "https://www.example.org/rehab/"}, "Give scheme and host alone"),
        ({"SITE_URL": "www.example.org"}, "Give scheme and host alone"),
        ({"SITE_URL": "ftp://www.example.org"}, "Give scheme and host alone"),
        ({"SITE_URL": "https://www.example.org", "DEBUG": "on"}, "Turn DEBUG off"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES trusts every address"),
        ({"TRUSTED_PROXIES": "::/0"}, "TRUSTED_PROXIES trusts every address"),
        ({"TRUSTED_PROXIES": "10.0.0.1,proxy"}, "TRUSTED_PROXIES holds 'proxy'"),
        ({"DATABASE_URL": "mysql://127.0.0.1/rehabsite"}, "Begin it with postgres: or sqlite:"),
        ({"PORT": "http"}, "PORT is 'http'. Give a whole number."),
        ({"WEB_WORKERS": "two"}, "WEB_WORKERS is 'two'. Give a whole number."),
        ({"INQUIRY_PUBLIC_KEY": "unguessable"}, "INQUIRY_PUBLIC_KEY is no key"),
        ({"INQUIRY_PUBLIC_KEY": "A" * 43 + "="}, "INQUIRY_PUBLIC_KEY is no key"),
        ({"INQUIRY_PUBLIC_KEY": PUBLIC, "INQUIRY_PRIVATE_KEYS": f"{PRIVATE},x"}, "holds something that is no key"),
        ({"INQUIRY_PRIVATE_KEYS": PRIVATE}, "INQUIRY_PRIVATE_KEYS is set without INQUIRY_PUBLIC_KEY"),
        (
            {"INQUIRY_PUBLIC_KEY": PUBLIC, "INQUIRY_PRIVATE_KEYS": sealing.make_pair()[1]},
            "INQUIRY_PRIVATE_KEYS lacks the partner of INQUIRY_PUBLIC_KEY",
        ),
        ({"INQUIRY_PUBLIC_KEY": PRIVATE, "INQUIRY_PRIVATE_KEYS": PRIVATE}, "lacks the partner"),
        ({"INQUIRY_DAYS": "0"}, "INQUIRY_DAYS is 0. Give a number from 1 to 3650."),
        ({"INQUIRY_DAYS_WITHOUT_CONSENT": "-1"}, "INQUIRY_DAYS_WITHOUT_CONSENT is -1."),
        ({"CONSENT_DAYS": "366"}, "CONSENT_DAYS is 366. Give a number from 1 to 365."),
        ({"LINK_DAYS": "31"}, "LINK_DAYS is 31. Give a number from 1 to 30."),
        ({"INQUIRIES_AN_HOUR": "0"}, "INQUIRIES_AN_HOUR is 0."),
        ({"FORM_SECONDS": "-1"}, "FORM_SECONDS is -1."),
        ({"DELIVERY_PAUSE_SECONDS": "soon"}, "DELIVERY_PAUSE_SECONDS is 'soon'. Give a number."),
        ({"DELIVERY_RETRY_SECONDS": "0"}, "DELIVERY_RETRY_SECONDS is 0."),
    ],
)
def test_what_is_unsafe_or_senseless_does_not_start(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        settings_of(tmp_path, **environment)


@pytest.mark.parametrize(
    "keys",
    [
        {},
        {"INQUIRY_PUBLIC_KEY": PUBLIC},
        {"INQUIRY_PUBLIC_KEY": PUBLIC, "INQUIRY_PRIVATE_KEYS": PRIVATE},
        {"INQUIRY_PUBLIC_KEY": PUBLIC, "INQUIRY_PRIVATE_KEYS": f"{sealing.make_pair()[1]}, {PRIVATE}\n"},
    ],
    ids=["none", "public alone", "a pair", "an older one too"],
)
def test_a_process_has_no_key_the_public_one_or_its_partner_too(tmp_path: Path, keys: dict[str, str]) -> None:
    settings = settings_of(tmp_path, **keys)
    assert settings["INQUIRY_PUBLIC_KEY"] == keys.get("INQUIRY_PUBLIC_KEY", "")
    assert (PRIVATE in settings["INQUIRY_PRIVATE_KEYS"]) == ("INQUIRY_PRIVATE_KEYS" in keys)


def test_a_refusal_holds_no_key(tmp_path: Path) -> None:
    said = started(tmp_path, "check", INQUIRY_PUBLIC_KEY=PUBLIC, INQUIRY_PRIVATE_KEYS=f"{PRIVATE}=,x").stderr
    assert "INQUIRY_PRIVATE_KEYS" in said
    assert PRIVATE[:10] not in said
    assert PUBLIC[:10] not in said


def test_a_site_for_the_public_may_do_without_the_form(tmp_path: Path) -> None:
    done = started(tmp_path, "check", "--deploy", "--fail-level", "WARNING", SITE_URL="https://www.example.org")
    assert done.returncode == 0, done.stderr
    assert "the contact form is closed" in done.stderr


def test_all_that_is_unsafe_is_said_at_once_in_sentences(tmp_path: Path) -> None:
    done = started(tmp_path, "check", SECRET_KEY="", SITE_URL="http://www.example.org")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr
    assert "https:" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_environment_wins_over_the_local_file(tmp_path: Path) -> None:
    (tmp_path / "local.env").write_text("SITE_NAME=From the file\nSITE_EMAIL=file@example.org\n")
    settings = settings_of(tmp_path, SITE_NAME="From outside")
    assert (settings["SITE_NAME"], settings["SITE_EMAIL"]) == ("From outside", "file@example.org")


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_text(GOOD_KEY[::-1])
    assert settings_of(tmp_path, SECRET_KEY_FILE=str(key))["SECRET_KEY"] == GOOD_KEY[::-1]


def test_a_public_site_keeps_cookies_and_visitors_on_https(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, SITE_URL="https://www.example.org")
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert settings[name] is True
    assert settings["ALLOWED_HOSTS"] == ["www.example.org"]
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


def test_what_follows_the_question_mark_in_the_databases_address_is_kept(tmp_path: Path) -> None:
    address = "postgres://user:p%40ss@db.example.org/name?sslmode=verify-full"
    database = settings_of(tmp_path, DATABASE_URL=address)["DATABASES"]["default"]
    assert database["PASSWORD"] == "p@ss"
    assert database["OPTIONS"]["sslmode"] == "verify-full"


@pytest.mark.parametrize("address", ["", "postgres://db.example.org/name"])
def test_connections_are_kept_and_looked_at_before_they_are_used(address: str, tmp_path: Path) -> None:
    database = settings_of(tmp_path, DATABASE_URL=address)["DATABASES"]["default"]
    assert database["CONN_MAX_AGE"] > 0
    assert database["CONN_HEALTH_CHECKS"]


def test_data_may_lie_in_a_folder_with_any_name(tmp_path: Path) -> None:
    folder = tmp_path / "a b#c?d%20e+f"
    folder.mkdir()
    database = settings_of(tmp_path, VAR_DIR=str(folder))["DATABASES"]["default"]
    assert database["NAME"] == f"{folder}/rehabsite.sqlite3"
