"""One guard to be taken away, and ways to take it."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import IntegrityError, connection, transaction

import guards
from articles.models import ArticleRevision
from guards import Guard
from guards.installing import OURS
from tests.articles.making import latest, make_article


def revision_words() -> Guard:
    return next(guard for guard in guards.declared() if guard.name == "article_revision_keeps_its_words")


def run(*statements: str) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def drop(guard: Guard, event: str) -> None:
    on = f" ON {guard.table}" if connection.vendor == "postgresql" else ""
    run(f"DROP TRIGGER {guard.trigger(event)}{on}")


def words_are_guarded() -> bool:
    revision = latest(make_article("guarded"))
    try:
        with transaction.atomic():
            ArticleRevision.objects.filter(pk=revision.pk).update(body="Other words.")
    except IntegrityError as error:
        return revision_words().sentence in str(error)
    return False


@contextmanager
def unguarded() -> Iterator[None]:
    """As whoever may change the database's own rules could do it. Hundreds of triggers are not made anew for that:
    PostgreSQL's rest on this connection, foreign keys too, and SQLite's come back as they were.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            away, back = ["SET session_replication_role = replica"], ["SET session_replication_role = origin"]
        else:
            cursor.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
            found = [(name, sql) for name, sql in cursor.fetchall() if name.startswith(OURS)]
            away, back = [f"DROP TRIGGER {name}" for name, _sql in found], [sql for _name, sql in found]
    run(*away)
    try:
        yield
    finally:
        run(*back)
