"""Every public address, for search engines: an index, and files that hold the rows of one kind, by ranges of keys.

So no file is long, none is found by counting, and a row stays in its file.
"""

from collections.abc import Iterator, Sequence
from itertools import chain, islice, pairwise
from typing import Any

from django.conf import settings
from django.db.models import CharField, Exists, QuerySet, Subquery, Value
from django.db.models.functions import Cast
from django.http import Http404
from django.urls import reverse
from django.utils.html import escape

from facilities.finder.counts import facilities_by_state
from search.kinds import Kind, all_kinds
from search.models import PublicVersion
from search.prepared import Prepared

PAGES = (
    *("home", "articles", "questions", "glossary", "tags", "phases", "programs", "cities", "ranking-method"),
    *("medicines", "paying", "families", "more", "who-pays"),
    *("near", "states", "help-now", "how-we-check", "corrections", "privacy", "staying-private", "accessibility"),
)
KEYS = 5000  # in one file; the protocol allows ten times as many
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'


MARK = "q7q7q7"  # in the place of a row's own part of an address
MOST = 100_000  # files of a kind
AT_ONCE = 500  # lines
Lines = Iterator[str]


def index() -> Lines:
    files = ["pages-0", *_files()]
    yield f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n'
    for name in files:
        yield f"<sitemap><loc>{settings.SITE_URL}{reverse('sitemap-file', args=[name])}</loc></sitemap>\n"
    yield "</sitemapindex>\n"


def file(name: str) -> Lines:
    """Raises Http404 before anything is written."""
    kind_name, _, number = name.rpartition("-")
    if name == "pages-0":
        return _whole(_pages())
    kind = next((kind for kind in _kinds() if kind.name == kind_name), None)
    if kind is None or not number.isdecimal() or int(number[:9]) >= (len(kind.words) or MOST):
        raise Http404
    lines = _rows(kind, int(number[:9]))
    first = next(lines, None)
    if first is None:
        raise Http404
    return _whole(chain([first], lines))


def _pages() -> Lines:
    states = (reverse("state", args=[state.slug]) for state, _count in facilities_by_state())
    for address in (*map(reverse, PAGES), *states):
        yield f"<url><loc>{settings.SITE_URL}{address}</loc></url>\n"


def _whole(lines: Lines) -> Lines:
    yield f'{HEAD}<urlset xmlns="{NAMESPACE}">\n'
    yield from lines
    yield "</urlset>\n"


def _kinds() -> list[Kind]:
    return [kind for kind in all_kinds() if kind.has_pages]


def _files() -> Iterator[str]:
    """The names of those that are not empty. Two queries, whatever there is."""
    last: Sequence[int | None] = _LAST.rows()[0]
    ends = [range((one or 0) // KEYS + 1) for one in last]
    there = _THERE.rows(*([bound for number in some for bound in _bounds(number)] for some in ends))[0]
    numbers = iter(ends)
    names = (
        f"{kind.name}-{number}"
        for kind in _kinds()
        for number in (range(len(kind.words)) if kind.words else next(numbers))
    )
    return (name for name, is_there in zip(names, there, strict=True) if is_there)


def _bounds(number: int) -> tuple[int, int]:
    return number * KEYS, (number + 1) * KEYS


def _between(kind: Kind, first: Any, end: Any) -> QuerySet[Any]:
    found = kind.public().filter(pk__gte=first)
    return found if end is None else found.filter(pk__lt=end)


def _one_row() -> QuerySet[Any]:
    """To ask several things of the database at once."""
    return PublicVersion.objects.order_by()


def _last() -> QuerySet[Any, Any]:
    models = [kind.public().model._default_manager for kind in _kinds() if not kind.words]
    return _one_row().values_list(*(Subquery(rows.order_by("-pk").values("pk")[:1]) for rows in models))


def _there(*bounds: Sequence[int]) -> QuerySet[Any, Any]:
    """Whether each file of each kind has a row. `bounds` are the beginnings and ends of those that go by numbers."""
    asked: list[Exists] = []
    given = iter(bounds)
    for kind in _kinds():
        pairs = pairwise((*kind.words, None)) if kind.words else _pairs(next(given))
        asked += (Exists(_between(kind, first, end).order_by()) for first, end in pairs)
    return _one_row().values_list(*asked)


def _pairs(ends: Sequence[int]) -> Iterator[tuple[int, int]]:
    return zip(ends[::2], ends[1::2], strict=True)


_LAST = Prepared(_last)
_THERE = Prepared(_there)


def _rows(kind: Kind, number: int) -> Lines:
    """Some lines at once: thousands of small pieces take longer than what is in them."""
    bounds = (*kind.words, None)[number : number + 2] if kind.words else _bounds(number)
    changed = Cast(kind.changed, CharField()) if kind.changed else Value("")  # a moment takes long to make
    rows = _between(kind, *bounds).order_by(kind.slug).values_list(kind.slug, changed).distinct()
    found = rows.iterator(chunk_size=AT_ONCE)
    before, after = escape(settings.SITE_URL + kind.address(MARK)).split(MARK)
    while some := list(islice(found, AT_ONCE)):
        yield "".join(
            f"<url><loc>{before}{slug}{after}</loc>{f'<lastmod>{on[:10]}</lastmod>' if on else ''}</url>\n"
            for slug, on in some
        )
