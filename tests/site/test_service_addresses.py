"""Addresses of database, cache and mail server, with whatever a password holds."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
import redis
from django.core.exceptions import ImproperlyConfigured
from django.http.request import validate_host
from hypothesis import given, settings
from hypothesis import strategies as st

from rehabsite.configuration import services
from rehabsite.configuration.reading import read
from tests.site.starting import GOOD_KEY, settings_of

SIGNS = st.text(st.characters(min_codepoint=33, max_codepoint=126) | st.sampled_from("äß€🙂"), min_size=1, max_size=20)
HIDDEN = "hunter2"


def database(password: str) -> Any:
    return services.DATABASE.read(f"postgres://me:{password}@db.example.org:5433/name?sslmode=verify-full")


def mail(password: str) -> Any:
    return services.MAIL.read(f"smtp+tls://me@example.org:{password}@mail.example.org")


def cache_password(password: str) -> Any:
    address = services.CACHE.read(f"redis://:{password}@cache.example.org/3")
    return redis.ConnectionPool.from_url(address).connection_kwargs["password"]


@settings(deadline=None)
@given(SIGNS)
def test_a_password_may_hold_any_sign(password: str) -> None:
    for written in {password.replace("%", "%25"), quote(password, safe="")}:
        assert database(written)["PASSWORD"] == password
        assert (database(written)["USER"], database(written)["HOST"]) == ("me", "db.example.org")
        assert mail(written)["EMAIL_HOST_PASSWORD"] == password
        assert (mail(written)["EMAIL_HOST_USER"], mail(written)["EMAIL_HOST"]) == (
            "me@example.org",
            "mail.example.org",
        )
        assert cache_password(written) == password


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("DATABASE_URL", f"postgres://me:{HIDDEN}@host:port/name", "Write it as postgres://user:password@host:5432"),
        ("DATABASE_URL", f"postgres://me:{HIDDEN}@host:99999/name", "Write it as"),
        ("DATABASE_URL", f"postgres://me:{HIDDEN}@host", "Write it as"),
        ("DATABASE_URL", f"postgres://me:{HIDDEN}@host/a/b", "Write it as"),
        ("DATABASE_URL", f"postgres://me:{HIDDEN}@host/name?no=such", "what comes after the question mark"),
        ("DATABASE_URL", f"'postgres://me:{HIDDEN}@host/name'", "It is in quotation marks"),
        ("DATABASE_URL", f"postgres://me:{HIDDEN}\n@host/name", "It has an invisible character in it"),
        ("DATABASE_URL", f"mysql://me:{HIDDEN}@host/name", "Start it with postgres: or sqlite:"),
        ("DATABASE_URL", f"{HIDDEN}", "Start it with postgres: or sqlite:"),
        ("DATABASE_URL", "sqlite://", "Write it as"),
        ("REDIS_URL", "foo", "Write it as redis://"),
        ("REDIS_URL", f"http://:{HIDDEN}@host", "Write it as redis://"),
        ("REDIS_URL", f"redis://:{HIDDEN}@host/name", "Write it as redis://"),
        ("EMAIL_URL", "foo", "Write it as smtp+tls://"),
        ("EMAIL_URL", f"smtps://me:{HIDDEN}@host", "Write it as smtp+tls://"),
        ("EMAIL_URL", f"smtp+tls://me:{HIDDEN}@", "Write it as smtp+tls://"),
        ("EMAIL_URL", f"smtp+tls://me:{HIDDEN}@host/path", "Write it as smtp+tls://"),
    ],
)
def test_what_is_no_address_is_refused_in_a_sentence_without_it(
    tmp_path: Path, name: str, value: str, sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured) as refused:
        settings_of(tmp_path, **{name: value})
    said = str(refused.value)
    assert said.startswith(f"{name} cannot be used. ")
    assert sentence in said
    assert len(said.splitlines()) == 1
    assert HIDDEN not in said


@settings(deadline=None)
@given(st.text(min_size=8, max_size=80).filter(lambda text: text.strip("\0\ud800")))
def test_a_secret_is_never_shown(value: str) -> None:
    value = f"hunter2{value}"
    names = ("DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SECRET_KEY", "SECRET_KEY_FALLBACKS")
    problems = read(dict.fromkeys(names, value), Path("/nowhere")).problems
    assert not any("hunter2" in sentence for sentence in problems)


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [("smtp://host", 25, False, False), ("smtp+tls://host", 587, True, False), ("smtp+ssl://host:1", 1, False, True)],
)
def test_a_mail_server_is_reached_as_its_address_says(address: str, port: int, tls: bool, ssl: bool) -> None:
    settings = services.MAIL.read(address)
    assert (settings["EMAIL_PORT"], settings["EMAIL_USE_TLS"], settings["EMAIL_USE_SSL"]) == (port, tls, ssl)


def test_what_follows_the_question_mark_in_the_databases_address_is_kept(tmp_path: Path) -> None:
    database = settings_of(tmp_path, DATABASE_URL="postgres://user:p%40ss@db.example.org/name?sslmode=verify-full")
    assert database["DATABASES"]["default"]["PASSWORD"] == "p@ss"
    assert database["DATABASES"]["default"]["OPTIONS"]["sslmode"] == "verify-full"


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


@pytest.mark.parametrize("host", ["::1", "127.0.0.1", "localhost", "0.0.0.0", "::"])
def test_an_address_of_this_machine_of_either_kind(tmp_path: Path, host: str) -> None:
    settings = settings_of(tmp_path, BIND=host, SECRET_KEY=GOOD_KEY)
    assert settings["BIND"] == host
    asked = "[::1]" if host == "::1" else "127.0.0.1"
    assert settings["SITE_URL"] == f"http://{asked}:8000"
    assert validate_host(asked, settings["ALLOWED_HOSTS"])


def test_a_site_under_an_address_of_ipv6_answers_to_it(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, SITE_URL="https://[2001:db8::1]")
    assert validate_host("[2001:db8::1]", settings["ALLOWED_HOSTS"])
