"""Two addresses for whatever watches over the site: is it up, and may visitors be sent to it."""

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse

import guards
from contact import tombstones
from rehabsite import status
from rehabsite.release import staticfiles


def healthz(request: HttpRequest) -> HttpResponse:
    """This process answers. It asks nothing else: a database that is away is no reason to end the process."""
    return _answer("ok", 200)


def readyz(request: HttpRequest) -> HttpResponse:
    """This process can serve, and below that, what does not go well although it can: a worker that died is no reason
    to keep readers away. Names nothing secret: anyone may ask."""
    try:
        reason = _reason()
        told = [] if reason else [*status.notes()]
    except DatabaseError:
        reason, told = "The database does not answer.", []
    return _answer("\n".join((reason or "ready", *told)), 503 if reason else 200)


def _reason() -> str | None:
    if staticfiles.missing():
        return "Static files are not collected. Run manage.py release, and restart."
    if tombstones.is_held():
        return "Held after a restore. Run manage.py apply_tombstones."
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        return "Migrations are waiting. Run manage.py migrate."
    if faults := guards.missing(DEFAULT_DB_ALIAS):
        named = ", ".join(f"{fault.trigger} ({fault.code})" for fault in faults)
        return f"The database's guards are not as declared: {named}. Run manage.py check."
    return None


def _answer(text: str, status: int) -> HttpResponse:
    headers = {"Cache-Control": "no-store"}
    return HttpResponse(f"{text}\n", status=status, content_type="text/plain; charset=utf-8", headers=headers)
