"""Keeping in step what leads to an article: the search, the lists, and what is shown next to it and others."""

from collections.abc import Iterator, Sequence

from django.db import transaction
from django.db.models import QuerySet

from articles.kinds import ARTICLES
from articles.models import Article, Listed
from articles.services.beside import prepare_with_neighbors
from search.services import public_changed, refresh

List = Listed.Kind
AT_ONCE = 500
PEOPLE = ("live_revision__writer", "live_revision__editor", "live_revision__reviewer")


def bring_in_step(*pks: int) -> None:
    """After a change of whether, where or by whose names readers see these. In the transaction that changed it."""
    refresh(ARTICLES, *pks)
    relist(pks)
    prepare_with_neighbors(pks)


def relist(pks: Sequence[int]) -> None:
    with transaction.atomic():
        public_changed()
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
