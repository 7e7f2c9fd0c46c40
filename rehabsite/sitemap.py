"""Every public address, for search engines."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import Article, Person, Tag
from programs.models import City, Phase

PAGES = (
    *("home", "articles", "questions", "tags", "phases", "cities"),
    *("how-we-check", "corrections", "privacy", "contact"),
)


def entries() -> Iterator[dict[str, Any]]:
    """Rows for Django's `sitemap.xml` template, whose own view would take the host from the request."""
    for name in PAGES:
        yield {"location": settings.SITE_URL + reverse(name)}
    for article in Article.objects.published():
        changed = article.live_revision and article.live_revision.published_at
        yield {"location": settings.SITE_URL + article.get_absolute_url(), "lastmod": changed}
    for model in (Phase.objects.all(), City.objects.all(), Tag.objects.published(), Person.objects.published()):
        for thing in model:
            yield {"location": settings.SITE_URL + thing.get_absolute_url()}
