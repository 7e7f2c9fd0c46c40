"""Old addresses: of pages that moved, and of the site that was here before. Each is a row that editors see and change.

A redirect leads to this site alone, to no other redirect, and never away from a page that is there: it is asked only
where there is none. WordPress's short addresses, such as /?p=123, are the one exception: they lie over the home page.
"""

import re
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as _

from search.kinds import all_kinds
from search.models import Redirect
from search.services import ask_right, public_changed

LONGEST: Final = 500
MOST_PIECES: Final = 10
OURS: Final = ("/admin", "/static", "/media", "/markdownx", "/contact", "/inquiry", "/forwarded", "/preview")
# What WordPress and others put into a query to name a page.
NAMING: Final = ("p", "page_id", "attachment_id", "post", "id", "cat", "tag")
_PIECE = re.compile(rf"(?:{'|'.join(NAMING)})=[A-Za-z0-9_-]{{1,40}}", re.ASCII)
_ODD = re.compile(r"[\x00-\x20\x7f\\<>\"]")


class WrongAddress(ValueError):
    """Why a redirect cannot be: a `code`, a sentence, and the field that is wrong."""

    def __init__(self, code: str, sentence: str, field: str = "old") -> None:
        super().__init__(sentence)
        self.code, self.field = code, field


def normal(typed: str) -> str:
    """An old address as it is looked up: without its site, with at most the one part of a query that names a page."""
    text = typed.strip()
    try:
        parts = urlsplit(text)
    except ValueError as error:
        raise WrongAddress("no-address", _("This is not an address. Copy it from the browser.")) from error
    if parts.scheme not in ("", "http", "https"):
        raise WrongAddress("no-address", _("An address starts with / or https://."))
    path = quote(unquote(parts.path or "/"), safe="/~!$&'()*+,;=:@-._")
    if not path.startswith("/") or path.startswith("//") or _ODD.search(path) or len(path) > LONGEST - 60:
        raise WrongAddress("no-address", _("An address starts with / and has no spaces in it."))
    path = path.rstrip("/") or "/"
    piece = next((piece for piece in parts.query.split("&")[:MOST_PIECES] if _PIECE.fullmatch(piece)), "")
    return f"{path}?{piece}" if piece else path


def target(typed: str) -> str:
    """Where a redirect leads: a path of this site."""
    text, own = typed.strip(), settings.SITE_URL.rstrip("/")
    if text.startswith(f"{own}/"):
        text = text[len(own) :]
    if not text.startswith("/") or text.startswith("//") or _ODD.search(text) or len(text) > LONGEST:
        said = _("It has to lead to a page of this site. Start with /, as in /articles/naloxone/.")
        raise WrongAddress("not-ours", said, "leads_to")
    try:
        resolve(urlsplit(text).path)
    except Resolver404 as error:
        said = _("This site does not have that address. Copy it from the page itself.")
        raise WrongAddress("no-page", said, "leads_to") from error
    return text


def check(old: str, leads_to: str, *, but: int | None = None) -> tuple[str, str]:
    """Both as they are kept. Raises WrongAddress. `but` is the key of the row that is changed."""
    old, leads_to = normal(old), target(leads_to)
    others = Redirect.objects.exclude(pk=but or 0)
    if old == "/" or any(old == one or old.startswith(f"{one}/") for one in OURS):
        raise WrongAddress("ours", _("This address belongs to the site itself."))
    if is_live(old):
        raise WrongAddress("live-page", _("A page is there now, and readers see it. Withdraw it or move it first."))
    if normal(leads_to) == old:
        raise WrongAddress("loop", _("It would lead to itself."), "leads_to")
    if there := others.filter(old=old).first():
        said = _("This address already leads to %(to)s. Change that row.")
        raise WrongAddress("twice", said % {"to": there.leads_to})
    if following := others.filter(old=normal(leads_to)).first():
        said = _("That is itself an old address, and leads to %(to)s. Enter that one instead.")
        raise WrongAddress("chain", said % {"to": following.leads_to}, "leads_to")
    if before := others.filter(leads_to__in=(old, f"{old}/")).first():
        said = _("Another old address, %(old)s, leads here. Change that one first.")
        raise WrongAddress("chain", said % {"old": before.old})
    return old, leads_to


def is_live(old: str) -> bool:
    """Whether readers find a page at this address. The home page alone may have redirects by its query."""
    path, _mark, query = old.partition("?")
    if query:
        return path != "/" and is_live(path)
    for path in (old, f"{old}/"):
        try:
            match = resolve(unquote(path))
        except Resolver404:
            continue
        kind = next((kind for kind in all_kinds() if kind.has_pages and kind.page == match.url_name), None)
        if kind is None or "slug" not in match.kwargs:
            return True
        return kind.answering_rows().filter(**{kind.slug: match.kwargs["slug"]}).exists()
    return False


@transaction.atomic
def save(*, redirect: Redirect, by: AbstractUser | None) -> None:
    """The caller has checked it. Pages that are kept are asked for again."""
    ask_right("search.change_redirect" if redirect.pk else "search.add_redirect", by)
    redirect.old, redirect.leads_to = check(redirect.old, redirect.leads_to, but=redirect.pk)
    redirect.save()
    public_changed()


@transaction.atomic
def delete(*, redirect: Redirect, by: AbstractUser | None) -> None:
    ask_right("search.delete_redirect", by)
    redirect.delete()
    public_changed()


def by_path(path: str) -> str:
    """Where an address leads that has no page here, or ""."""
    try:
        row = Redirect.objects.filter(old=normal(path)).first()
    except WrongAddress:
        return ""
    return row.leads_to if row else ""


def by_query(path: str, query: str) -> str:
    """Where an address leads by what its query names, or "". No page is asked first."""
    found = dict(Redirect.objects.filter(old__in=asked(path, query)).values_list("old", "leads_to"))
    return next(iter(found.values()), "")


def asked(path: str, query: str) -> list[str]:
    """The old addresses that these may mean. Most queries mean none, and cost nothing."""
    pieces = [piece for piece in query.split("&")[:MOST_PIECES] if _PIECE.fullmatch(piece)]
    if not pieces:
        return []
    try:
        bare = normal(path)
    except WrongAddress:
        return []
    return [f"{bare}?{piece}" for piece in pieces]


def with_query() -> frozenset[str]:
    """All old addresses that have a query: they lie over pages that are there, so they are asked first."""
    return frozenset(Redirect.objects.filter(old__contains="?").values_list("old", flat=True))
