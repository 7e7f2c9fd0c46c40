"""One guard to be taken away, and ways to take it."""

from django.db import IntegrityError, connection, transaction

import guards
from articles.models import ArticleRevision
from guards import Guard
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
