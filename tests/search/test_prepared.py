"""Queries that are put together once find what the same query finds each time."""

import pytest
from django.db.models import Value

from articles.models import Article
from search.models import Document
from search.prepared import Prepared
from tests.articles.making import make_article, make_live

pytestmark = [pytest.mark.django_db, pytest.mark.database]


def test_they_find_what_is_there_now() -> None:
    first = make_live()
    found = Prepared(lambda slug: Article.objects.published().filter(slug=slug))
    assert [(one, one.live_revision.title) for one in found.rows("naloxone")] == [(first, first.shown.title)]
    assert found.rows("nothing") == []
    second = make_live("another")
    assert found.rows("another") == [second]
    Article.objects.filter(pk=second.pk).update(live_revision=None)
    assert found.rows("another") == []


def test_any_number_of_keys_will_do() -> None:
    keys = [make_article(f"article-{number}").pk for number in range(4)]
    found = Prepared(lambda keys, slug: Article.objects.filter(pk__in=keys).exclude(slug=slug))
    for many in range(5):
        assert {one.pk for one in found.rows(keys[:many], "naloxone")} == set(keys[:many])


def test_a_union_of_values() -> None:
    article = make_live()
    found = Prepared(
        lambda key, slug: (
            Article.objects.filter(pk=key)
            .order_by()
            .values_list(Value("a"), "slug")
            .union(Article.objects.filter(slug=slug).order_by().values_list(Value("b"), "slug"), all=True)
        ),
    )
    assert sorted(found.rows(article.pk, article.slug)) == [("a", article.slug), ("b", article.slug)]
    assert found.rows(article.pk, "no") == [("a", article.slug)]


def test_a_value_that_the_query_changes_cannot_be_put_in_later() -> None:
    with pytest.raises(ValueError, match="as it was given"):
        Prepared(lambda text: Document.objects.filter(title__contains=text)).rows("x")
