"""What our pages link to, and which of it leads readers nowhere."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from html import unescape
from itertools import islice
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, FormerSlug, Person, Question, Source, Tag, Term
from facilities.models import City, Facility
from programs.models import Phase, Program, ProgramPhase

AT_ONCE = 5_000
_HREF = re.compile(r'<a href="([^"]+)"')


class Trouble(models.TextChoices):
    MISSING = "missing", _("There is no such page")
    WITHDRAWN = "withdrawn", _("The page was withdrawn")
    RENAMED = "renamed", _("The page has a new address")
    UNPUBLISHED = "unpublished", _("Readers do not see that page yet")
    STAFF = "staff", _("Only staff, or people with a link, see that page")


@dataclass(frozen=True)
class Holder:
    """A page that has a link. `what` is "article", "question", "term", "phase" or "program"."""

    what: str
    pk: int
    title: str

    @property
    def address(self) -> str:
        """Where an editor mends it."""
        app = "programs" if self.what in ("phase", "program") else "articles"
        return reverse(f"admin:{app}_{self.what}_change", args=[self.pk])


def own_address(href: str) -> str | None:
    """The path, with its fragment, of a link within this site; None for one to elsewhere or within its own page."""
    if href.startswith(settings.SITE_URL + "/"):
        return href.removeprefix(settings.SITE_URL)
    return href if href.startswith("/") and not href.startswith("//") else None


class Links:
    """Everything that pages for readers link to, in their reviewed words and their sources, read once."""

    def __init__(self) -> None:
        self.pages = list(_pages())
        self.cited = list(_cited().values_list("url", flat=True).distinct())
        hrefs = dict.fromkeys(href for *_page, some in self.pages for href in some) | dict.fromkeys(self.cited)
        self.own = [href for href in hrefs if own_address(href)]
        self.others = [href for href in hrefs if href.startswith(("http://", "https://")) and not own_address(href)]

    def holders(self, wanted: Iterable[str]) -> dict[str, list[Holder]]:
        """For each of these links, the pages that have it."""
        found: dict[str, dict[Holder, None]] = {href: {} for href in wanted}
        for what, pk, title, hrefs in self.pages:
            for href in found.keys() & hrefs:
                found[href].setdefault(Holder(what, pk, title))
        cited = _cited().filter(url__in=list(found)).values_list("url", "revision__article", "revision__title")
        for url, pk, title in cited:
            found[url].setdefault(Holder("article", pk, title))
        return {href: list(pages) for href, pages in found.items()}


def _pages() -> Iterator[tuple[str, int, str, list[str]]]:
    live = Article.objects.filter(live_revision__isnull=False).order_by()
    for pk, title, links in live.values_list("pk", "live_revision__title", "live_revision__links"):
        yield "article", pk, title, links
    for pk, title, html in Question.objects.published().order_by().values_list("pk", "question", "html"):
        yield "question", pk, title, _hrefs(html)
    for pk, title, url in Term.objects.published().order_by().values_list("pk", "term", "source_url"):
        yield "term", pk, title, [url]
    for pk, title, html in Phase.objects.values_list("pk", "name", "html"):
        yield "phase", pk, title, _hrefs(html)
    parts = ProgramPhase.objects.filter(program__published_on__isnull=False).order_by()
    for pk, title, html in parts.values_list("program", "program__name", "html"):
        yield "program", pk, title, _hrefs(html)


def _cited() -> "QuerySet[Source]":
    live = Article.objects.filter(live_revision__isnull=False)
    return Source.objects.filter(revision__in=live.values("live_revision")).exclude(url="").order_by()


def troubles(hrefs: Iterable[str]) -> dict[str, tuple[Trouble, str]]:
    """What is wrong with links within this site, each with the address that it should have, if it is known."""
    pages: dict[str, dict[str, list[str]]] = {}
    wrong: dict[str, tuple[Trouble, str]] = {}
    for href in dict.fromkeys(hrefs):
        address = own_address(href)
        if address is None:
            continue
        name, slug = _page(address)
        if name in _OF_A_ROW:
            pages.setdefault(name, {}).setdefault(slug, []).append(href)
        elif name in ("", "preview") or name.startswith("admin:"):
            wrong[href] = (Trouble.STAFF if name else Trouble.MISSING, "")
    for name, slugs in pages.items():
        for slug, trouble in _wrong_slugs(name, list(slugs)).items():
            wrong |= dict.fromkeys(slugs[slug], trouble)
    return wrong


# By the name of an address with a slug, or of a list whose parts have one: the rows that readers see, and all.
_OF_A_ROW: dict[str, tuple[Callable[[], Any], Any]] = {
    "article": (lambda: Article.objects.published(), Article),
    "tag": (lambda: Tag.objects.published(), Tag),
    "person": (lambda: Person.objects.published(), Person),
    "phase": (lambda: Phase.objects.all(), Phase),
    "program": (lambda: Program.objects.published(), Program),
    "city": (lambda: City.objects.all(), City),
    "facility": (lambda: Facility.objects.public(), Facility),
    "questions#": (lambda: Question.objects.published(), Question),
    "glossary#": (lambda: Term.objects.published(), Term),
}


@cache
def _beginnings() -> dict[str, str]:
    """`/articles/` is where the name "article" begins, and so on: resolving thousands of addresses takes long."""
    return {reverse(name, args=["-"]).removesuffix("-/"): name for name in _OF_A_ROW if not name.endswith("#")}


def _page(address: str) -> tuple[str, str]:
    """The name of the page at an address, and its slug. No name: there is no such page."""
    path, _hash, fragment = address.partition("#")
    path = path.partition("?")[0]
    beginning, _slash, slug = path.removesuffix("/").rpartition("/")
    name = _beginnings().get(f"{beginning}/")
    if name and path.endswith("/"):
        return name, slug
    if path.startswith(settings.STATIC_URL):
        return "-", ""
    try:
        match = resolve(urlsplit(path).path)
    except (Resolver404, ValueError):
        return "", ""
    if fragment and match.url_name and f"{match.url_name}#" in _OF_A_ROW:
        return f"{match.url_name}#", fragment
    return match.view_name or "-", str(match.kwargs.get("slug", ""))


def _wrong_slugs(name: str, slugs: list[str]) -> dict[str, tuple[Trouble, str]]:
    public, model = _OF_A_ROW[name]
    left = set(slugs) - _present(public(), slugs)
    wrong = dict.fromkeys(left - _present(model._default_manager.all(), sorted(left)), (Trouble.MISSING, ""))
    wrong |= dict.fromkeys(left - wrong.keys(), (Trouble.UNPUBLISHED, ""))
    if name == "article" and left:
        gone = _present(Article.objects.withdrawn(), sorted(left))
        wrong |= dict.fromkeys(gone, (Trouble.WITHDRAWN, ""))
        former = FormerSlug.objects.filter(slug__in=left, article__live_revision__isnull=False)
        for old, new in former.annotate(new=F("article__slug")).values_list("slug", "new"):
            wrong[old] = (Trouble.RENAMED, reverse("article", args=[new]))
    return wrong


def _present(rows: "QuerySet[models.Model]", slugs: Iterable[str]) -> set[str]:
    found: set[str] = set()
    rest = iter(slugs)
    while some := list(islice(rest, AT_ONCE)):
        found |= set(rows.order_by().filter(slug__in=some).values_list("slug", flat=True))
    return found


def _hrefs(html: str) -> list[str]:
    return [unescape(href) for href in _HREF.findall(html)]
