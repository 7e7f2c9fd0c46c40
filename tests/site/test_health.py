"""What a load balancer is told."""

import os
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.contrib.staticfiles.storage import ManifestStaticFilesStorage
from django.core.checks import run_checks
from django.core.management.base import CommandError
from django.db import connection
from django.db.migrations.recorder import MigrationRecorder
from django.test import Client
from pytest_django import Settings

import guards
from contact.worker import Heart
from rehabsite.release import staticfiles
from tests.contact.visiting import text_of
from tests.ports import free_port


def test_the_process_is_up_without_asking_the_database(client: Client) -> None:
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert response.headers["Cache-Control"] == "no-store"
    assert not response.cookies


@pytest.mark.django_db
def test_ready_when_all_stands(client: Client) -> None:
    Heart().beat()
    response = client.get("/readyz")
    assert (response.status_code, response.content) == (200, b"ready\n")
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_not_ready_while_a_migration_waits(client: Client) -> None:
    MigrationRecorder.Migration.objects.filter(app="articles").latest("pk").delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert b"Migrations are waiting" in response.content
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_not_ready_while_a_guard_is_missing(client: Client) -> None:
    guard = next(guard for guard in guards.declared() if guard.events[0] != "TRUNCATE")
    name, table = guard.trigger(guard.events[0]), guard.table
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER {name}" + (f" ON {table}" if connection.vendor == "postgresql" else ""))
    response = client.get("/readyz")
    assert response.status_code == 503
    assert name in response.content.decode()


def test_not_ready_while_the_database_is_away(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def away() -> None:
        raise OperationalError("could not connect to server at 10.1.2.3")

    monkeypatch.setattr(connection, "cursor", away)
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.content == b"The database does not answer.\n", "and nothing of where it is"


@pytest.mark.django_db
def test_a_dead_worker_and_late_mail_are_told_and_keep_no_reader_away(client: Client) -> None:
    response = client.get("/readyz")
    assert response.status_code == 200
    assert response.content.decode().splitlines() == [
        "ready",
        "No worker is running: nothing is sent or published. Start manage.py deliver.",
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("free", "writable", "sentence", "names"),
    [(1, True, "nearly full", ["VAR_DIR"]), (9**9, False, "be written", ["VAR_DIR", "MEDIA_ROOT"])],
)
def test_a_disk_that_takes_nothing_is_told_and_keeps_no_reader_away(
    client: Client,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    staff: Any,
    free: int,
    writable: bool,
    sentence: str,
    names: list[str],
) -> None:
    """The desk is told, too. Folders on one disk are told once."""
    Heart().beat()
    settings.DISK_MEGABYTES = 500
    statvfs = SimpleNamespace(f_bavail=free, f_frsize=4096, f_files=9**9, f_favail=9**9)
    monkeypatch.setattr(os, "statvfs", lambda _path: statvfs)
    monkeypatch.setattr(os, "access", lambda _path, _mode: writable)
    response = client.get("/readyz")
    lines = response.content.decode().splitlines()
    assert (response.status_code, lines[0]) == (200, "ready")
    told = [name for name in ("VAR_DIR", "MEDIA_ROOT") if any(name in line and sentence in line for line in lines)]
    assert told == names
    assert lines[1] in text_of(staff("intake").get("/admin/"))


@pytest.mark.django_db
def test_redis_that_is_away_is_told_and_keeps_no_reader_away(client: Client, settings: Settings) -> None:
    Heart().beat()
    settings.CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": f"redis://127.0.0.1:{free_port()}/0",
            "OPTIONS": {"IGNORE_EXCEPTIONS": True},
        }
    }
    response = client.get("/readyz")
    assert (response.status_code, response.content.splitlines()[0]) == (200, b"ready")
    assert b"The cache does not answer" in response.content


@pytest.mark.django_db
def test_not_ready_while_static_files_are_not_collected(
    client: Client, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(staticfiles, "staticfiles_storage", ManifestStaticFilesStorage())
    staticfiles.missing.cache_clear()
    try:
        response = client.get("/readyz")
    finally:
        staticfiles.missing.cache_clear()
    assert response.status_code == 503
    assert b"Static files are not collected" in response.content


def test_an_image_keeps_the_static_files_that_it_was_built_with(
    settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No one can write them there; those of another version are refused with a sentence."""
    settings.STATIC_ROOT = tmp_path
    monkeypatch.setattr(os, "access", lambda *_: False)
    monkeypatch.setattr(staticfiles, "missing", list)
    assert staticfiles.collect() is False
    monkeypatch.setattr(staticfiles, "missing", lambda: ["css/base.css"])
    with pytest.raises(CommandError, match="not from this version"):
        staticfiles.collect()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("version", "refused"), [((3, 34, 1), ["sqlite.E1"]), ((3, 35, 0), [])])
def test_an_sqlite_that_cannot_count_messages_is_found_at_the_start(
    version: tuple[int, int, int], refused: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rehabsite.checks.connection", SimpleNamespace(vendor="sqlite"))
    monkeypatch.setattr("sqlite3.sqlite_version_info", version)
    assert [found.id for found in run_checks(tags=["sqlite"])] == refused
