"""Lists of live articles: their keys by one index, then the rows that readers may see."""

from collections.abc import Sequence

from django.db.models import QuerySet

from articles.models import Article, Listed
from search.prepared import Prepared

List = Listed.Kind
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
