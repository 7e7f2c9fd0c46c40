"""The page that shows which links lead nowhere."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from search.kinds import kind_named
from search.links import Holder, holders, troubles
from search.models import Link

State = Link.State
PER_PAGE = 25
SHOWN = 10
WHY = {
    "address": gettext_lazy("It does not lead to a web page, or its address looks wrong. We have not tried it."),
    "robots": gettext_lazy("The site asks programs to stay away, so we have not looked."),
    "circle": gettext_lazy("It redirects without end."),
    "private": gettext_lazy("It leads to a private network. Readers cannot open it."),
    "name": gettext_lazy("There was no site by this name when we asked."),
    "certificate": gettext_lazy("The site could not prove who it is. Browsers would warn readers."),
    "silent": gettext_lazy("The site did not answer."),
    "404": gettext_lazy("The site says that it does not have this page."),
    "410": gettext_lazy("The site says that the page is gone for good."),
    "401": gettext_lazy("The site asks for a password."),
    "403": gettext_lazy("The site does not answer programs. A person may still see the page."),
    "429": gettext_lazy("The site was busy. We will try again later."),
}


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    part = Paginator(Link.objects.wrong(), PER_PAGE).get_page(request.GET.get("page"))
    elsewhere = Link.objects.elsewhere()
    asked = elsewhere.filter(checked_at__isnull=False)
    own = [link for link in part if link.own]
    why = troubles(link.href for link in own)
    pages = holders(part, most=SHOWN + 1)
    counts = Link.objects.wrong().order_by("own", "state").values_list("own", "state").annotate(Count("pk"))
    found = {(is_own, state): count for is_own, state, count in counts}
    more = {
        "title": _("Links"),
        # One that was put right this very moment has no reason left.
        "own": [_own(link, pages[link.pk], *why[link.href]) for link in own if link.href in why],
        "others": [_other(link, pages[link.pk]) for link in part if not link.own],
        "own_count": found.get((True, State.UNASKED), 0),
        "own_total": Link.objects.filter(own=True).count(),
        "counts": [(State(state).label, count) for (is_own, state), count in found.items() if not is_own],
        "total": elsewhere.count(),
        "asked": asked.count(),
        "last": asked.aggregate(last=Max("checked_at"))["last"],
        "page_obj": part,
    }
    return TemplateResponse(request, "admin/articles/links.html", {**context, **more})


def _own(link: Link, pages: list[Holder], trouble: Any, now: str) -> dict[str, Any]:
    return {"href": link.href, "why": trouble.label, "now": now, **_pages(pages)}


def _other(link: Link, pages: list[Holder]) -> dict[str, Any]:
    said = _("The site answered with the number %(number)s.") % {"number": link.code}
    why = _("The page has a new address.") if link.state == State.MOVED else WHY.get(link.code, said)
    return {"checked": link, "why": why, **_pages(pages)}


def _pages(found: list[Holder]) -> dict[str, Any]:
    rows = [(holder, kind_named(holder.what).one) for holder in found]
    return {"pages": rows[:SHOWN], "more": len(rows) > SHOWN}
