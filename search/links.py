"""What public pages link to, and which of it leads readers nowhere.

`search.services` keeps both in step with every change of what readers see, so the report on links reads a few rows by
an index, however many pages there are. Other sites are asked by `manage.py check_links`.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import Resolver404, resolve

from search.batches import parts
from search.kinds import BadKind, Kind, all_kinds, kind_named
from search.models import Link, LinkUse, Trouble

AT_ONCE = 5_000  # addresses, slugs and rows in one question
Wrong = tuple[Trouble, str]  # and the address that it should have, if that is known


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


def note(kind: str, found: Mapping[str, Sequence[str]]) -> None:
    """What the pages of a kind link to, by key: nothing, for a page that readers no longer see."""
    wanted = {key: {href for href in hrefs if _is_noted(href)} for key, hrefs in found.items()}
    if any(wanted.values()) and not kind_named(kind).desk:
        raise BadKind(f"{kind}: links need `desk`, the page where an editor works on a row.")
    there: dict[str, dict[str, tuple[int, int]]] = {key: {} for key in wanted}
    uses = LinkUse.objects.filter(kind=kind, key__in=wanted)
    for pk, key, link, href in uses.values_list("pk", "key", "link", "link__href"):
        there[key][href] = (pk, link)
    new = [(key, href) for key, hrefs in wanted.items() for href in sorted(hrefs - there[key].keys())]
    old = [use for key, hrefs in there.items() for href, use in hrefs.items() if href not in wanted[key]]
    if not new and not old:
        return
    with transaction.atomic(savepoint=False):
        known = _known([href for _key, href in new])
        LinkUse.objects.bulk_create(
            (LinkUse(kind=kind, key=key, link_id=known[href]) for key, href in new),
            batch_size=AT_ONCE,
            ignore_conflicts=True,
        )
        for some in parts(old, AT_ONCE):
            LinkUse.objects.filter(pk__in=[pk for pk, _link in some]).delete()
            left = Link.objects.filter(pk__in={link for _pk, link in some})
            left.exclude(Exists(LinkUse.objects.filter(link=OuterRef("pk")))).delete()


def pages_changed(urls: Iterable[str]) -> None:
    """Pages came to these addresses, or left them."""
    slugs: dict[str, set[str]] = {}
    for url in urls:
        name, slug = _page(url)
        slugs.setdefault(name, set()).add(slug)
    for name in slugs.keys() & _of_a_row().keys():
        for some in parts(sorted(slugs[name]), AT_ONCE):
            _judge(Link.objects.filter(page=name, slug__in=some))


def judge_all() -> int:
    """Look at each link within this site again. How many lead nowhere. What depends on no index, such as the pages of
    tags and people, or a new release, is noticed by this alone."""
    last = 0
    while some := list(Link.objects.filter(pk__gt=last).order_by("pk").values_list("pk", flat=True)[:AT_ONCE]):
        _judge(Link.objects.filter(pk__in=some))
        last = some[-1]
    return Link.objects.wrong().filter(own=True).count()


def holders(links: Iterable[Link], most: int) -> dict[int, list[Holder]]:
    """Pages that have each of these links, by its key: at most so many, those that had it first before the others."""
    uses = {link.pk: list(link.uses.order_by("pk").values_list("kind", "key")[:most]) for link in links}
    keys: dict[str, set[str]] = {}
    for kind, key in chain.from_iterable(uses.values()):
        keys.setdefault(kind, set()).add(key)
    found = {
        (name, str(pk)): Holder(name, pk, title)
        for name, some in keys.items()
        for pk, title in kind_named(name).public().filter(pk__in=some).values_list("pk", kind_named(name).title)
    }
    return {link: [found[use] for use in some if use in found] for link, some in uses.items()}


def troubles(hrefs: Iterable[str]) -> dict[str, Wrong]:
    """What is wrong with links within this site, right now."""
    pages: dict[str, dict[str, list[str]]] = {}
    wrong: dict[str, Wrong] = {}
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
        for slug, trouble in _wrong_slugs(_of_a_row()[name], list(slugs)).items():
            wrong |= dict.fromkeys(slugs[slug], trouble)
    return wrong


def _is_noted(href: str) -> bool:
    return bool(own_address(href)) or href.startswith(("http://", "https://"))


def _known(hrefs: Sequence[str]) -> dict[str, int]:
    """The keys of these addresses, which are written down now if they were not."""
    found: dict[str, int] = {}
    for some in parts(sorted(set(hrefs)), AT_ONCE):
        rows = Link.objects.filter(href__in=some)
        there = dict(rows.values_list("href", "pk"))
        if missing := [href for href in some if href not in there]:
            wrong = troubles(missing)
            Link.objects.bulk_create(
                (Link(href=href, wrong=href in wrong, **_where(href)) for href in missing), ignore_conflicts=True
            )
            there = dict(rows.values_list("href", "pk"))
        found |= there
    return found


def _where(href: str) -> dict[str, Any]:
    address = own_address(href)
    name, slug = _page(address) if address else ("", "")
    return {"own": bool(address), "page": name if name in _of_a_row() else "", "slug": slug[:200]}


def _judge(links: "QuerySet[Link]") -> None:
    rows = list(links.filter(own=True))
    wrong = troubles(row.href for row in rows)
    for row in rows:
        now = {"wrong": row.href in wrong, **_where(row.href)}
        if any(getattr(row, name) != value for name, value in now.items()):
            Link.objects.filter(pk=row.pk).update(**now)


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


def _wrong_slugs(kind: Kind, slugs: list[str]) -> dict[str, Wrong]:
    answering = kind.answering_rows()
    left = set(slugs) - _present(answering, slugs)
    wrong: dict[str, Wrong] = dict.fromkeys(
        left - _present(answering.model._default_manager.all(), sorted(left)), (Trouble.MISSING, "")
    )
    wrong |= dict.fromkeys(left - wrong.keys(), (Trouble.UNPUBLISHED, ""))
    if kind.former and left:
        wrong.update(kind.former(sorted(left)))
    return wrong


def _present(rows: "QuerySet[models.Model]", slugs: Iterable[str]) -> set[str]:
    return {
        slug
        for some in parts(slugs, AT_ONCE)
        for slug in rows.order_by().filter(slug__in=some).values_list("slug", flat=True)
    }
