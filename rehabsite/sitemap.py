"""Every public address, for search engines."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import Article, Person, Tag
from facilities.models import City, Facility, Ranking
from programs.models import Phase, Program

PAGES = (
    *("home", "articles", "questions", "glossary", "tags", "phases", "programs", "cities", "ranking-method"),
    *("help-now", "how-we-check", "corrections", "privacy", "staying-private"),
)


def entries() -> Iterator[dict[str, Any]]:
    """Rows for Django's `sitemap.xml` template, whose own view would take the host from the request."""
    for name in PAGES:
        yield {"location": settings.SITE_URL + reverse(name)}
    for article in Article.objects.published():
        changed = article.live_revision and article.live_revision.published_at
        yield {"location": settings.SITE_URL + article.get_absolute_url(), "lastmod": changed}
    listed = (
        *(Phase.objects.all(), Program.objects.published(), City.objects.all()),
        *(Tag.objects.published(), Person.objects.published()),
    )
    for model in listed:
        for thing in model:
            yield {"location": settings.SITE_URL + thing.get_absolute_url()}
    # Those of the cities that the site writes about: the directory holds the whole country.
    for slug in Facility.objects.listed().filter(city__isnull=False).values_list("slug", flat=True):
        yield {"location": settings.SITE_URL + reverse("facility", args=[slug])}
    for slug in Ranking.objects.published().order_by("city__slug").values_list("city__slug", flat=True).distinct():
        yield {"location": settings.SITE_URL + reverse("ranking", args=[slug])}
