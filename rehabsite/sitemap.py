"""Every public address, for search engines."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from articles.models import Article, Person, Tag
from facilities.models import City, Facility, Ranking, Town
from programs.models import Phase, Program

PAGES = (
    *(
        "home",
        "articles",
        "questions",
        "glossary",
        "tags",
        "phases",
        "programs",
        "cities",
        "near",
        "states",
        "ranking-method",
    ),
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
        *(Phase.objects.all(), Program.objects.published(), City.objects.shown()),
        *(Tag.objects.published(), Person.objects.published()),
    )
    for model in listed:
        for thing in model:
            yield {"location": settings.SITE_URL + thing.get_absolute_url()}
    yield from _places()
    for slug in Ranking.objects.published().order_by("city__slug").values_list("city__slug", flat=True).distinct():
        yield {"location": settings.SITE_URL + reverse("ranking", args=[slug])}


def _places() -> Iterator[dict[str, Any]]:
    """Of the whole country: some 17,000 addresses, so nothing is read but what they are made of."""
    listed = Facility.objects.listed().order_by()
    for code in listed.values_list("state", flat=True).distinct():
        yield {"location": settings.SITE_URL + reverse("state", args=[code.lower()])}
    # A city's page stands for its town's.
    cities = {(city.state, city.name.casefold()) for city in City.objects.shown()}
    towns = Town.objects.filter(pk__in=listed.values("town")).order_by("pk")
    for town in towns:
        if (town.state, town.name.casefold()) not in cities:
            yield {"location": settings.SITE_URL + town.get_absolute_url()}
    for slug in listed.values_list("slug", flat=True):
        yield {"location": settings.SITE_URL + reverse("facility", args=[slug])}
