"""The settings: documented, and refusing what is unsafe."""

import re
from pathlib import Path

import pytest
from django.core.checks import WARNING, run_checks
from django.core.exceptions import ImproperlyConfigured
from pytest_django import Settings

from contact.crypto import sealing
from rehabsite.configuration import kinds
from rehabsite.configuration.reading import read
from rehabsite.configuration.table import OUTSIDE_ALONE, TABLE, Setting
from rehabsite.settings import BASE_DIR
from tests.site.starting import GOOD_KEY, PUBLIC_SITE, settings_of, started

PUBLIC, PRIVATE = sealing.make_pair()
ROW = re.compile(r"^\| `([A-Z0-9_]+)` \| ([^|]+) \| ([^|]+) \|", re.MULTILINE)


def written(setting: Setting) -> tuple[str, str, str]:
    default = {True: "on", False: "off"}.get(setting.default) if isinstance(setting.default, bool) else ""
    default = default or ("empty" if setting.default in ("", []) else f"`{setting.default}`")
    takes = f"{setting.kind.words}; secret" if setting.secret else setting.kind.words
    return setting.name, takes, "`var`" if setting.name == "VAR_DIR" else default


def test_the_reference_lists_every_setting_with_what_it_takes_and_its_default() -> None:
    documented = ROW.findall((BASE_DIR / "docs/reference/settings.md").read_text())
    assert documented == [written(setting) for setting in TABLE]


def test_every_setting_comes_into_the_settings() -> None:
    """One that no one reads would promise what it does not do."""
    source = (BASE_DIR / "rehabsite/settings.py").read_text()
    assert [setting.name for setting in TABLE if f'given["{setting.name}"]' not in source] == []


def test_the_settings_start_with_a_key_alone(tmp_path: Path) -> None:
    settings = settings_of(tmp_path)
    assert settings["DEBUG"] is False
    assert settings["SITE_URL"] == "http://127.0.0.1:8000"


@pytest.mark.parametrize(
    ("environment", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY cannot be used. It is too easy to guess"),
        ({"SECRET_KEY": "a" * 80}, "SECRET_KEY cannot be used. It is too easy to guess"),
        ({"SECRET_KEY": "django-insecure-" + GOOD_KEY}, "SECRET_KEY cannot be used. It is too easy to guess"),
        ({"SITE_URL": "http://www.example.org"}, "Readers need https:"),
        ({"SITE_URL": "https://www.example.org/rehab/"}, "Give only scheme and host"),
        ({"SITE_URL": "www.example.org"}, "Give only scheme and host"),
        ({"SITE_URL": "ftp://www.example.org"}, "Give only scheme and host"),
        ({"SITE_URL": "https://www.example.org", "DEBUG": "on"}, "Turn DEBUG off"),
        ({"SITE_URL": "https://www.example.org", "OPERATOR_NAME": ""}, "the privacy page shows both"),
        ({"SITE_URL": "https://www.example.org", "OPERATOR_ADDRESS": ""}, "the privacy page shows both"),
        ({"TRUSTED_PROXIES": "0.0.0.0/0"}, "TRUSTED_PROXIES holds '0.0.0.0/0'. It trusts every address"),
        ({"TRUSTED_PROXIES": "::/0"}, "It trusts every address"),
        ({"TRUSTED_PROXIES": "10.0.0.1,proxy"}, "TRUSTED_PROXIES holds 'proxy'"),
        ({"DATABASE_URL": "mysql://127.0.0.1/rehabsite"}, "Start it with postgres: or sqlite:"),
        ({"PORT": "http"}, "PORT is 'http'. Give a whole number from 1 to 65,535."),
        ({"PORT": "99999"}, "PORT is '99999'."),
        ({"PORT": "-1"}, "PORT is '-1'."),
        ({"WEB_WORKERS": "two"}, "WEB_WORKERS is 'two'. Give a whole number"),
        ({"WEB_WORKERS": "0"}, "WEB_WORKERS is '0'."),
        ({"WEB_WORKERS": "1.5"}, "WEB_WORKERS is '1.5'."),
        ({"PREVIEW_DAYS": "-5"}, "PREVIEW_DAYS is '-5'."),
        ({"BEHIND_TLS_PROXY": "ture"}, "BEHIND_TLS_PROXY is 'ture'. Give on or off."),
        ({"BIND": "127.0.0.1:8000"}, "BIND is '127.0.0.1:8000'. Give an address of this machine"),
        ({"BIND": "300.1.1.1"}, "BIND is '300.1.1.1'. Give an address of this machine"),
        ({"ALLOWED_HOSTS": "10.0.0.256"}, "ALLOWED_HOSTS holds '10.0.0.256'."),
        ({"TIME_ZONE": "Chicago"}, "TIME_ZONE is 'Chicago'. Give the name of a time zone"),
        ({"TIME_ZONE": "../etc"}, "Give the name of a time zone"),
        (
            {"ALLOWED_HOSTS": "https://www.example.org"},
            "Give only host names",
        ),
        ({"SITE_EMAIL": "nonsense"}, "SITE_EMAIL is 'nonsense'. Give only one e-mail address"),
        ({"SITE_EMAIL": "Editors <editors@example.org>"}, "SITE_EMAIL is"),
        ({"INTAKE_EMAIL": "Desk <intake@example.org>"}, "INTAKE_EMAIL is"),
        ({"INTAKE_EMAIL": "a@example.org, b@example.org"}, "INTAKE_EMAIL is"),
        ({"INTAKE_EMAIL": "a@example,org"}, "INTAKE_EMAIL is"),
        ({"DEFAULT_FROM_EMAIL": "Editors"}, "DEFAULT_FROM_EMAIL is"),
        ({"ADMINS": "me"}, "ADMINS holds 'me'. Give only one e-mail address"),
        ({"SITE_NAME": "'Care in Springfield'"}, "It is in quotation marks"),
        ({"SITE_NAME": "Care\nin Springfield"}, "SITE_NAME is"),
        ({"HSTS_SECONDS": "-1"}, "HSTS_SECONDS is '-1'."),
        ({"FRONTS": "127.0.0.1:8081"}, "FRONTS holds '127.0.0.1:8081'. Give only scheme, host and port"),
        ({"FRONTS": "http://127.0.0.1:8081/"}, "Give only scheme, host and port"),
        ({"SITE_URL": "https://"}, "Give only scheme and host"),
        ({"SITE_URL": "https://www.example.org:https"}, "Give only scheme and host"),
        ({"SITE_URL": "https://me@www.example.org"}, "Give only scheme and host"),
        ({"BACKUP_PUBLIC_KEY": "nonsense"}, "BACKUP_PUBLIC_KEY is not a key"),
        ({"S3_KEY": "hunter2"}, "S3_KEY is set without S3_BUCKET"),
        ({"S3_BUCKET": "pictures", "S3_KEY": "hunter2"}, "One of S3_KEY and S3_SECRET is set without the other"),
        ({"VAR_DIR": "~nobody-such"}, "VAR_DIR cannot be used. A folder cannot have this name."),
        ({"INQUIRY_PUBLIC_KEY": "unguessable"}, "INQUIRY_PUBLIC_KEY is not a key"),
        ({"INQUIRY_PUBLIC_KEY": "A" * 43 + "="}, "INQUIRY_PUBLIC_KEY is not a key"),
        ({"INQUIRY_PUBLIC_KEY": PUBLIC, "INQUIRY_PRIVATE_KEYS": f"{PRIVATE},x"}, "holds something that is not a key"),
        ({"INQUIRY_PRIVATE_KEYS": PRIVATE}, "INQUIRY_PRIVATE_KEYS is set without INQUIRY_PUBLIC_KEY"),
        (
            {"INQUIRY_PUBLIC_KEY": PUBLIC, "INQUIRY_PRIVATE_KEYS": sealing.make_pair()[1]},
            "INQUIRY_PRIVATE_KEYS lacks the partner of INQUIRY_PUBLIC_KEY",
        ),
        ({"INQUIRY_PUBLIC_KEY": PRIVATE, "INQUIRY_PRIVATE_KEYS": PRIVATE}, "lacks the partner"),
        ({"INQUIRY_DAYS": "0"}, "INQUIRY_DAYS is '0'. Give a whole number from 1 to 3,650."),
        ({"INQUIRY_DAYS_WITHOUT_CONSENT": "-1"}, "INQUIRY_DAYS_WITHOUT_CONSENT is '-1'."),
        ({"CONSENT_DAYS": "366"}, "CONSENT_DAYS is '366'. Give a whole number from 1 to 365."),
        ({"LINK_DAYS": "31"}, "LINK_DAYS is '31'. Give a whole number from 1 to 30."),
        ({"INQUIRIES_AN_HOUR": "0"}, "INQUIRIES_AN_HOUR is '0'."),
        ({"FORM_SECONDS": "-1"}, "FORM_SECONDS is '-1'."),
        ({"DELIVERY_PAUSE_SECONDS": "soon"}, "DELIVERY_PAUSE_SECONDS is 'soon'. Give a number from 0.01 to 60."),
        ({"DELIVERY_RETRY_SECONDS": "0"}, "DELIVERY_RETRY_SECONDS is '0'."),
    ],
)
def test_what_is_unsafe_or_senseless_does_not_start(
    tmp_path: Path, environment: dict[str, str], sentence: str
) -> None:
    with pytest.raises(ImproperlyConfigured, match=re.escape(sentence)):
        settings_of(tmp_path, **environment)


WORSE = ("'x'", '"y"', "x\0y", "Care\u200bful", "\u202eabc", "\ud800")  # for any kind
NUMBERS = ("-1", "1e3", "\u0663", "½", "99999999999", "nan", "1,5", "0x10", "two")
BAD = {  # by what the reference says that a setting takes
    "e-mail addresses": ("me", "a@example.org b@example.org", "a@localhost", "=?utf-8?q?a?=@example.org"),
    "an e-mail address": ("me", "a@example.org, b@example.org", "a@localhost", "Me <a@example.org>", "a@example,org"),
    kinds.SENDER.words: ("Editors", "<a@example.org", "Me <a@localhost>", "a@example.org, b@example.org"),
    "host names": ("https://www.example.org", "www.example.org:80", "a b", "10.0.0.256", "_"),
    "on or off": ("ture", "2", "on off", "an"),
    "an address of this machine": ("127.0.0.1:8000", "300.1.1.1", "http://127.0.0.1", "::1/128", "[::1]:80"),
    "an address of PostgreSQL or SQLite": (
        "nonsense-7",
        "mysql://host-7/name",
        "postgres://host-7",
        "sqlite://host-7",
    ),
    "an address of Redis": ("nonsense-7", "http://host-7", "redis://host-7/name", "redis:///7"),
    "an address of a mail server": ("nonsense-7", "smtps://host-7", "smtp+tls://me:hunter2@", "smtp://host-7/path"),
    "a list of scheme, host and port": (
        "127.0.0.1:8081",
        "http://x y",
        "http://127.0.0.1/",
        "http://a:b@c",
        "http://",
    ),
    "scheme, host and port": ("127.0.0.1:9000", "https://x y", "https://host/bucket", "ftp://host"),
    "line or json": ("JSON", "text"),
    "a folder": ("~nobody-such/x", "media", "/etc/passwd", "/" + "a" * 5000),
    "at least 20 random characters": ("short-token", "a" * 30, "hunter2 hunter2 hunter2", "é" * 30),
    "scheme and host": ("www.example.org", "http://www.example.org", "https://www.example.org/", "https://a:b@c"),
    "at least 50 random characters": ("short-key", "a" * 80, "django-insecure-" + GOOD_KEY),
    "a list of such keys": ("short-key", f"{GOOD_KEY},short-key"),
    "a time zone's name": ("Chicago", "../etc", "UTC+6", "America/"),
    "addresses or networks": ("proxy", "0.0.0.0/0", "::/0", "10.0.0.0/8/8", "10.0.0.1:80"),
    "a bucket's name": ("s3://pictures", "My Pictures", "a/b", "x"),
    "text": (),  # what keys have to be is said above
    "a list": (),
}


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
def test_what_a_setting_cannot_be_is_told_in_one_sentence_that_names_it(setting: Setting, tmp_path: Path) -> None:
    words = setting.kind.words
    bad = NUMBERS if words.startswith(("a number", "a whole number")) else BAD[words]
    if setting.name == "VAR_DIR":  # from where one stands
        bad = ("~nobody-such/x", "/etc/passwd", "/" + "a" * 5000, "x\0y", "\ud800")
    for value in bad if setting.name == "VAR_DIR" else (*bad, *WORSE):
        problems = read({"VAR_DIR": str(tmp_path), setting.name: value}, tmp_path).problems
        assert len(problems) == 1, (value, problems)
        assert problems[0].startswith(f"{setting.name} "), value
        assert len(problems[0]) < 300
        if setting.secret:
            assert value not in problems[0]


@pytest.mark.parametrize(
    "setting", [one for one in TABLE if one.name not in OUTSIDE_ALONE], ids=lambda setting: setting.name
)
def test_a_slip_in_a_name_is_told_with_the_nearest(setting: Setting, tmp_path: Path) -> None:
    slip = setting.name[:-2]
    (tmp_path / "local.env").write_text(f"# one\n{slip}=hunter2")
    assert read({}, tmp_path).problems == [
        f"{tmp_path}/local.env, line 2: {slip} is not a setting. Did you mean {setting.name}?"
    ]


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
    done = started(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PUBLIC_SITE)
    assert done.returncode == 0, done.stderr
    assert "the contact form is closed" in done.stderr


def test_all_that_is_unsafe_is_said_at_once_in_sentences(tmp_path: Path) -> None:
    done = started(tmp_path, "check", SECRET_KEY="", SITE_URL="http://www.example.org")
    assert done.returncode != 0
    assert "SECRET_KEY" in done.stderr
    assert "https:" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_public_site_keeps_cookies_and_visitors_on_https(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, SITE_URL="https://www.example.org")
    for name in ("SECURE_SSL_REDIRECT", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"):
        assert settings[name] is True
    assert settings["ALLOWED_HOSTS"] == ["www.example.org"]
    assert settings["SECURE_PROXY_SSL_HEADER"] is None


def test_browsers_insist_on_https_for_an_hour_and_for_this_host_alone(tmp_path: Path) -> None:
    settings = settings_of(tmp_path, SITE_URL="https://www.example.org")
    assert settings["SECURE_HSTS_SECONDS"] == 3600
    assert not settings.get("SECURE_HSTS_PRELOAD")
    assert not settings.get("SECURE_HSTS_INCLUDE_SUBDOMAINS")
    longer = settings_of(tmp_path, SITE_URL="https://www.example.org", HSTS_SECONDS="31536000")
    assert longer["SECURE_HSTS_SECONDS"] == 31_536_000
    assert settings_of(tmp_path, HSTS_SECONDS="31536000")["SECURE_HSTS_SECONDS"] == 0, "it is on http:"


def warnings(settings: Settings, tmp_path: Path, **environment: str) -> list[str]:
    """Codes of what the checks find for production in this environment."""
    for name, value in settings_of(tmp_path, **PUBLIC_SITE | environment).items():
        # What this process has opened or read already stays.
        if name.isupper() and name not in ("CACHES", "DATABASES", "LOGGING"):
            setattr(settings, name, value)
    found = [one for one in run_checks(include_deployment_checks=True) if one.is_serious(WARNING)]
    # Tests allow what it warns of, since journeys in a browser need it.
    return [str(one.id) for one in found if not one.is_silenced() and one.id != "async.E001"]


@pytest.mark.parametrize(
    ("environment", "warning"),
    [
        ({"EMAIL_URL": ""}, "mail.W1"),
        ({"EMAIL_URL": "smtp://user:password@mail.example.org"}, "mail.W2"),
        ({"TRUSTED_PROXIES": ""}, "proxy.W1"),
        ({"BEHIND_TLS_PROXY": "off"}, "proxy.W2"),
        ({"ALLOWED_HOSTS": "*"}, "hosts.W1"),
        ({"FRONT_SECONDS": "1"}, "fronts.W1"),
        ({"HSTS_SECONDS": "0"}, "security.W004"),
    ],
)
def test_what_a_site_for_the_public_should_not_do_is_warned_of(
    settings: Settings, tmp_path: Path, db: None, environment: dict[str, str], warning: str
) -> None:
    assert warnings(settings, tmp_path, **environment) == [warning]


def test_mail_to_this_machine_needs_no_tls(settings: Settings, tmp_path: Path, db: None) -> None:
    assert warnings(settings, tmp_path, EMAIL_URL="smtp://127.0.0.1") == []


def test_a_warning_fails_the_command(tmp_path: Path) -> None:
    done = started(tmp_path, "check", "--deploy", "--fail-level", "WARNING", **PUBLIC_SITE | {"EMAIL_URL": ""})
    assert done.returncode == 1
    assert re.findall(r"\w+\.W\d+", done.stderr) == ["mail.W1"]
