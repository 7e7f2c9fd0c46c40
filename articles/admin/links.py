"""The page that shows which links lead nowhere."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Max
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.links import Holder, Links, troubles
from articles.models import CheckedLink
from search.kinds import kind_named

State = CheckedLink.State
PER_PAGE = 50
SHOWN = 10
WHY = {
    "address": gettext_lazy("It leads to no web page, or the address is written in an odd way. We have not tried it."),
    "robots": gettext_lazy("The site asks programs to stay away, so we have not looked."),
    "circle": gettext_lazy("It redirects without end."),
    "private": gettext_lazy("It leads into a private network. Readers cannot open it."),
    "name": gettext_lazy("There was no site of this name when we asked."),
    "certificate": gettext_lazy("The site could not prove who it is. Browsers would warn readers."),
    "silent": gettext_lazy("The site did not answer."),
    "404": gettext_lazy("The site says that there is no such page."),
    "410": gettext_lazy("The site says that the page is gone for good."),
    "401": gettext_lazy("The site asks for a password."),
    "403": gettext_lazy("The site does not answer programs. A person may well see the page."),
    "429": gettext_lazy("The site was busy. It is asked again another time."),
}


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    links = Links()
    wrong = troubles(links.own)
    answers = dict(CheckedLink.objects.values_list("url", "state"))
    bad = [url for url in links.others if answers.get(url, State.FINE) != State.FINE]
    part = Paginator([*sorted(wrong), *bad], PER_PAGE).get_page(request.GET.get("page"))
    pages = links.holders(part)
    checked = CheckedLink.objects.in_bulk([url for url in part if url not in wrong], field_name="url")
    asked = sum(url in answers for url in links.others)
    counts = Counter(answers[url] for url in bad)
    more = {
        "title": _("Links"),
        "own": [_own(href, *wrong[href], pages[href]) for href in part if href in wrong],
        "others": [_other(checked[url], pages[url]) for url in part if url not in wrong],
        "own_count": len(wrong),
        "own_total": len(links.own),
        "counts": [(State(state).label, count) for state, count in sorted(counts.items())],
        "total": len(links.others),
        "asked": asked,
        "last": CheckedLink.objects.aggregate(last=Max("checked_at"))["last"],
        "page_obj": part,
    }
    return TemplateResponse(request, "admin/articles/links.html", {**context, **more})


def _own(href: str, trouble: Any, now: str, pages: list[Holder]) -> dict[str, Any]:
    return {"href": href, "why": trouble.label, "now": now, **_pages(pages)}


def _other(checked: CheckedLink, pages: list[Holder]) -> dict[str, Any]:
    said = _("The site answered with the number %(number)s.") % {"number": checked.code}
    why = _("The page has a new address.") if checked.state == State.MOVED else WHY.get(checked.code, said)
    return {"checked": checked, "why": why, **_pages(pages)}


def _pages(pages: Iterable[Holder]) -> dict[str, Any]:
    rows = [(holder, kind_named(holder.what).one) for holder in pages]
    return {"pages": rows[:SHOWN], "more": max(len(rows) - SHOWN, 0)}
