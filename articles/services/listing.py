"""Keeping in step what leads to an article: the search, the lists, and what is shown next to it and others."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from django.db.models import QuerySet

from articles.kinds import ARTICLES
from articles.models import Article, Beside, Listed, Question
from articles.related import find_beside
from search.services import public_changed, refresh

List = Listed.Kind
AT_ONCE = 500  # articles that are listed again
BESIDE_AT_ONCE = 30  # for which it is looked what belongs next to them
PEOPLE = ("live_revision__writer", "live_revision__editor", "live_revision__reviewer")
FIELDS = ["revision", "articles", "questions", "chosen", "step", "terms", "sources", "stale"]
_marking_only: ContextVar[bool] = ContextVar("marking_only", default=False)


def bring_in_step(*pks: int) -> None:
    """After a change of whether, where or by whose names readers see these. In the transaction that changed it."""
    refresh(ARTICLES, *pks)  # which begins a new public version
    _relist(pks)
    prepare_with_neighbors(pks)


def relist(pks: Sequence[int]) -> None:
    with transaction.atomic(savepoint=False):
        public_changed()
        _relist(pks)


def _relist(pks: Sequence[int]) -> None:
    Listed.objects.filter(article__in=pks).delete()
    Listed.objects.bulk_create(_places(pks), batch_size=AT_ONCE)


def relist_all() -> int:
    """Make all lists again, in short transactions. How many articles they have then."""
    known = {*Listed.objects.values_list("article_id", flat=True), *_live().values_list("pk", flat=True)}
    pks = sorted(known)
    for start in range(0, len(pks), AT_ONCE):
        relist(pks[start : start + AT_ONCE])
    return Listed.objects.filter(kind=List.ALL).count()


def lists_in_step() -> bool:
    """As many as readers have. Quick, and blind to where they stand."""
    return Listed.objects.filter(kind=List.ALL).count() == _live().count()


def _live() -> "QuerySet[Article]":
    return Article.objects.published().order_by()


def _places(pks: Sequence[int]) -> Iterator[Listed]:
    live = _live().select_related(None).filter(pk__in=pks)
    for pk, on, city, *people in live.values_list("pk", "published_on", "city", *PEOPLE):
        yield Listed(kind=List.ALL, article_id=pk, published_on=on)
        if city:
            yield Listed(kind=List.CITY, of=city, article_id=pk, published_on=on)
        for person in {*people} - {None}:
            yield Listed(kind=List.PERSON, of=person, article_id=pk, published_on=on)
    for kind, field in ((List.TAG, "tags"), (List.PHASE, "phases")):
        for pk, on, of in live.filter(**{f"{field}__isnull": False}).values_list("pk", "published_on", field):
            yield Listed(kind=kind, of=of, article_id=pk, published_on=on)


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
    if not pks:
        return []
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
        prepare_some(BESIDE_AT_ONCE)


def prepare_marked() -> None:
    while prepare_some(BESIDE_AT_ONCE):
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
