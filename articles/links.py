"""What our pages link to, and which of it leads readers nowhere."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import islice
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models
from django.db.models import F, QuerySet
from django.urls import Resolver404, resolve, reverse
from django.utils.translation import gettext_lazy as _

from articles.models import Article, FormerSlug
from search.kinds import Kind, all_kinds, kind_named

AT_ONCE = 5_000


class Trouble(models.TextChoices):
    MISSING = "missing", _("There is no such page")
    WITHDRAWN = "withdrawn", _("The page was withdrawn")
    RENAMED = "renamed", _("The page has a new address")
    UNPUBLISHED = "unpublished", _("Readers do not see that page yet")
    STAFF = "staff", _("Only staff, or people with a link, see that page")


@dataclass(frozen=True)
class Holder:
    """A page that has a link. `what` is the name of its kind."""

    what: str
    pk: int
    title: str

    @property
    def address(self) -> str:
        """Where an editor puts it right."""
        return kind_named(self.what).desk_address(self.pk)


def own_address(href: str) -> str | None:
    """The path, with its fragment, of a link within this site; None for one to elsewhere or within its own page."""
    if href.startswith(settings.SITE_URL + "/"):
        return href.removeprefix(settings.SITE_URL)
    return href if href.startswith("/") and not href.startswith("//") else None


class Links:
    """Everything that pages for readers link to, in their reviewed words and their sources, read once."""

    def __init__(self) -> None:
        linking = [(kind.name, kind.links) for kind in all_kinds() if kind.links]
        self.pages = [(what, *page) for what, links in linking for page in links()]
        hrefs = dict.fromkeys(href for *_page, some in self.pages for href in some)
        self.own = [href for href in hrefs if own_address(href)]
        self.others = [href for href in hrefs if href.startswith(("http://", "https://")) and not own_address(href)]

    def holders(self, wanted: Iterable[str]) -> dict[str, list[Holder]]:
        """For each of these links, the pages that have it."""
        found: dict[str, dict[Holder, None]] = {href: {} for href in wanted}
        for what, pk, title, hrefs in self.pages:
            for href in found.keys() & hrefs:
                found[href].setdefault(Holder(what, pk, title))
        return {href: list(pages) for href, pages in found.items()}


def troubles(hrefs: Iterable[str]) -> dict[str, tuple[Trouble, str]]:
    """What is wrong with links within this site, each with the address that it should have, if it is known."""
    pages: dict[str, dict[str, list[str]]] = {}
    wrong: dict[str, tuple[Trouble, str]] = {}
    for href in dict.fromkeys(hrefs):
        address = own_address(href)
        if address is None:
            continue
        name, slug = _page(address)
        if name in _of_a_row():
            pages.setdefault(name, {}).setdefault(slug, []).append(href)
        elif name in ("", "preview") or name.startswith("admin:"):
            wrong[href] = (Trouble.STAFF if name else Trouble.MISSING, "")
    for name, slugs in pages.items():
        for slug, trouble in _wrong_slugs(name, list(slugs)).items():
            wrong |= dict.fromkeys(slugs[slug], trouble)
    return wrong


def _of_a_row() -> dict[str, Kind]:
    """Kinds by the name of their pages' address, or of the list whose parts they are."""
    return {kind.page: kind for kind in all_kinds() if kind.page and kind.slug == "slug"}


@cache
def _beginnings() -> dict[str, str]:
    """`/articles/` is where the name "article" begins, and so on: resolving thousands of addresses takes long."""
    return {kind.address("-").removesuffix("-/"): name for name, kind in _of_a_row().items() if kind.has_pages}


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
    if fragment and match.url_name and f"{match.url_name}#" in _of_a_row():
        return f"{match.url_name}#", fragment
    return match.view_name or "-", str(match.kwargs.get("slug", ""))


def _wrong_slugs(name: str, slugs: list[str]) -> dict[str, tuple[Trouble, str]]:
    answering = _of_a_row()[name].answering_rows()
    left = set(slugs) - _present(answering, slugs)
    wrong = dict.fromkeys(left - _present(answering.model._default_manager.all(), sorted(left)), (Trouble.MISSING, ""))
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
