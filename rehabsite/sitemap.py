"""Every public address, for search engines: an index, and files that hold the rows of one kind, by ranges of keys.

So no file is long, none is found by counting, and a row stays in its file.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.conf import settings
from django.db.models import IntegerField, Max
from django.http import Http404
from django.urls import reverse
from django.utils.html import escape

from facilities.finder.counts import facilities_by_state
from search.kinds import Kind, all_kinds

PAGES = (
    *("home", "articles", "questions", "glossary", "tags", "phases", "programs", "cities", "ranking-method"),
    *("medicines", "paying", "families", "more", "who-pays"),
    *("near", "states", "help-now", "how-we-check", "corrections", "privacy", "staying-private", "accessibility"),
)
KEYS = 5000  # in one file; the protocol allows ten times as many
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


class Entry(NamedTuple):
    location: str
    changed: datetime | None = None


def index() -> Iterator[str]:
    files = ["pages-0", *(f"{kind.name}-{number}" for kind in _kinds() for number in _files(kind))]
    yield f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n'
    for name in files:
        yield f"<sitemap><loc>{settings.SITE_URL}{reverse('sitemap-file', args=[name])}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def file(name: str) -> Iterator[str]:
    """Raises Http404 before anything is written."""
    return _lines(entries(name))


def entries(name: str) -> Iterator[Entry]:
    kind_name, _, number = name.rpartition("-")
    if name == "pages-0":
        states = (reverse("state", args=[state.slug]) for state, _count in facilities_by_state())
        return (Entry(settings.SITE_URL + address) for address in (*map(reverse, PAGES), *states))
    kind = next((kind for kind in _kinds() if kind.name == kind_name), None)
    if kind is None or not number.isdecimal() or int(number[:9]) not in _files(kind):
        raise Http404
    return _rows(kind, int(number))


def _kinds() -> list[Kind]:
    return [kind for kind in all_kinds() if kind.has_pages]


def _files(kind: Kind) -> list[int]:
    """Those that are not empty."""
    rows = kind.public().order_by()
    if not _is_numbered(kind):
        return [0] if rows.exists() else []
    last = rows.model._default_manager.aggregate(last=Max("pk"))["last"] or 0
    return [number for number in range(last // KEYS + 1) if rows.filter(**_range(kind, number)).exists()]


def _is_numbered(kind: Kind) -> bool:
    """Towns have words for keys. There are fewer of them than one file may hold, whatever is imported."""
    return isinstance(kind.public().model._meta.pk, IntegerField)


def _range(kind: Kind, number: int) -> dict[str, int]:
    if not _is_numbered(kind):
        return {}
    return {"pk__gte": number * KEYS, "pk__lt": (number + 1) * KEYS}


def _rows(kind: Kind, number: int) -> Iterator[Entry]:
    columns = [kind.slug, *([kind.changed] if kind.changed else [])]
    rows = kind.public().filter(**_range(kind, number)).order_by(kind.slug).values_list(*columns).distinct()
    for slug, *changed in rows.iterator(chunk_size=500):
        yield Entry(settings.SITE_URL + kind.address(slug), *changed)


def _lines(entries: Iterator[Entry]) -> Iterator[str]:
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">\n'
    for entry in entries:
        changed = f"<lastmod>{entry.changed:%Y-%m-%d}</lastmod>" if entry.changed else ""
        yield f"<url><loc>{escape(entry.location)}</loc>{changed}</url>\n"
    yield "</urlset>\n"
