"""Finding what is shown next to an article when that changes, so that no reader waits for it."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import QuerySet

from articles.models import Article, Beside, Question
from articles.related import find_beside
from search.services import public_changed

AT_ONCE = 30
_marking_only: ContextVar[bool] = ContextVar("marking_only", default=False)
FIELDS = ["revision", "articles", "questions", "chosen", "step", "terms", "sources", "stale"]


@contextmanager
def marking_only() -> Iterator[None]:
    """For many changes in a row: each marks what it touches, and whoever makes them calls `prepare_marked` after the
    last one. If that never happens, a worker does it.
    """
    token = _marking_only.set(True)
    try:
        yield
    finally:
        _marking_only.reset(token)


def prepare_with_neighbors(pks: Sequence[int]) -> None:
    """Of these, and of the articles next to them, where each of these may now belong."""
    found = prepare(pks)
    neighbors = {key for beside in found for key in beside.articles} - set(pks)
    if _marking_only.get():
        _mark(Beside.objects.filter(article__in=neighbors))
    else:
        prepare(sorted(neighbors))


def prepare(pks: Sequence[int]) -> list[Beside]:
    live = Article.objects.published().filter(pk__in=pks)
    found = [_beside(article) for article in live]
    Beside.objects.bulk_create(found, update_conflicts=True, unique_fields=["article"], update_fields=FIELDS)
    return found


def question_changed(question: Question) -> None:
    """It may now belong next to what has one of its tags. The first see it at once, the others when a worker comes."""
    _mark(Beside.objects.filter(article__tags__in=question.tags.all()))


def term_changed() -> None:
    """Any text may use the word."""
    _mark(Beside.objects.all())


def _mark(rows: QuerySet[Beside]) -> None:
    Beside.objects.filter(pk__in=rows.values("pk"), stale=False).update(stale=True)
    if not _marking_only.get():
        prepare_some(AT_ONCE)


def prepare_marked() -> None:
    while prepare_some(AT_ONCE):
        pass


def prepare_some(most: int) -> int:
    """Work through what was marked. How many were; readers see what is new in them at once."""
    pks = list(Beside.objects.filter(stale=True).order_by("article").values_list("article", flat=True)[:most])
    if pks:
        with transaction.atomic():
            public_changed()
            prepare(pks)
            Beside.objects.filter(pk__in=pks).update(stale=False)
    return len(pks)


def _beside(article: Article) -> Beside:
    revision = article.live_revision
    if revision is None:
        raise ValueError("only a published article has something next to it")
    return find_beside(article, revision)
