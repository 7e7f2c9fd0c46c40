"""Lists of live articles: their keys by one index, then the rows that readers may see."""

from collections.abc import Sequence

from django.db.models import IntegerField, OuterRef, QuerySet, Subquery

from articles.models import Article, Listed, Tag
from search.prepared import Prepared

List = Listed.Kind
COUNTED = 50
_heads = Prepared(lambda keys: Article.objects.published().heads().filter(pk__in=keys))


def keys(kind: Listed.Kind, of: int = 0) -> "QuerySet[Listed, int]":
    """Newest first. Take a part of them."""
    found = Listed.objects.filter(kind=kind, of=of).order_by("-published_on", "-article_id")
    return found.values_list("article_id", flat=True)


def heads(keys: Sequence[int]) -> list[Article]:
    """Those of them that are public, in this order, without their texts."""
    rows = {article.pk: article for article in _heads.rows(list(keys))}
    return [rows[key] for key in keys if key in rows]


def newest(most: int, kind: Listed.Kind = List.ALL, of: int = 0) -> list[Article]:
    return heads(list(keys(kind, of)[:most]))


class _Few(Subquery):
    """How many rows a subquery with a limit has."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def counted_tags(keys: Sequence[int]) -> list[Tag]:
    """These, in this order, with how many articles and questions they have; beyond `COUNTED`, one more."""
    articles = Listed.objects.filter(kind=List.TAG, of=OuterRef("pk")).values("pk")
    asked = Tag.questions.through.objects.filter(tag=OuterRef("pk"), question__live_revision__isnull=False)
    rows = Tag.objects.filter(pk__in=keys).annotate(
        article_count=_Few(articles[: COUNTED + 1]), question_count=_Few(asked.values("pk")[: COUNTED + 1])
    )
    found = rows.in_bulk()
    return [found[key] for key in keys if key in found]
