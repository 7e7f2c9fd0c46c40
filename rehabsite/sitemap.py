"""Every public address, for search engines."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.urls import reverse

from facilities.counts import facilities_by_state
from search.kinds import Kind, all_kinds

PAGES = (
    *("home", "articles", "questions", "glossary", "tags", "phases", "programs", "cities", "ranking-method"),
    *("near", "states", "help-now", "how-we-check", "corrections", "privacy", "staying-private", "accessibility"),
)


def entries() -> Iterator[dict[str, Any]]:
    """Rows for Django's `sitemap.xml` template, whose own view would take the host from the request."""
    for name in PAGES:
        yield {"location": settings.SITE_URL + reverse(name)}
    for state, _count in facilities_by_state():
        yield {"location": settings.SITE_URL + reverse("state", args=[state.slug])}
    for kind in all_kinds():
        if kind.has_pages:
            yield from _pages(kind)


def _pages(kind: Kind) -> Iterator[dict[str, Any]]:
    columns = [kind.slug, *([kind.changed] if kind.changed else [])]
    for slug, *changed in kind.public().order_by(kind.slug).values_list(*columns).distinct():
        location = settings.SITE_URL + kind.address(slug)
        yield {"location": location, "lastmod": changed[0]} if changed else {"location": location}
