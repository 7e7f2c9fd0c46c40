"""All that is on one of the first page's lists, and the history of who can sign under which name."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from markup.differences import compare
from review.corrections import changed_words
from review.kinds import kind_of
from review.models import RosterChange
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.services import news, roster
from review.waiting import LISTS, MOST_IN_LIST, items, may_see

PER_PAGE = 50


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    one, user = LISTS.get(name), cast(AbstractUser, request.user)
    if one is None:
        raise Http404(_("That list does not exist."))
    if not may_see(one, user):
        raise PermissionDenied
    found = list(items(one, user, MOST_IN_LIST))
    more = {"title": one.heading, "items": found, "empty": one.empty, "most": MOST_IN_LIST}
    return TemplateResponse(request, "admin/review/waiting.html", {**context, **more})


def corrections_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Small corrections of what this reviewer reviewed, with the differences. Posting says that they were read."""
    user = cast(AbstractUser, request.user)
    if not user.has_perm(REVIEW):
        raise PermissionDenied
    if request.method == "POST":
        if until := parse_datetime(request.POST.get("until", "")[:40]):
            news.mark_read(user=user, until=until)
        messages.success(request, _("We noted that you have read it."))
        return redirect("admin:index")
    found = [Corrected(row, with_lines=True) for row in news.corrections(user, PER_PAGE)]
    more = {"title": _("Small corrections of what you reviewed"), "corrections": found, "most": PER_PAGE}
    return TemplateResponse(request, "admin/review/corrections.html", {**context, **more})


class Corrected:
    """One small correction, as a page tells it."""

    def __init__(self, row: Any, *, with_lines: bool = False) -> None:
        kind = kind_of(row)
        self.row, self.kind, self.title, self.words = row, kind.name, kind.title(row), changed_words(kind, row)
        old, new = (kind.lines(kind.words_of(one)) for one in (row.corrects, row)) if with_lines else ("", "")
        self.lines = compare(old, new)
        self.address = (
            f"{reverse(f'{kind.admin}_compare', args=[row.subject.pk])}?older={row.corrects.number}&newer={row.number}"
        )


def roster_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Every change of who can sign under which name. Posting says that one has read up to the newest shown."""
    user = cast(AbstractUser, request.user)
    if not any(map(user.has_perm, (WRITE, EDIT, REVIEW, PUBLISH))):
        raise PermissionDenied
    if request.method == "POST":
        until = request.POST.get("until", "")
        if until.isascii() and until.isdecimal() and len(until) < 19:
            roster.mark_read(user=user, until=int(until))
        messages.success(request, _("We noted that you have read it."))
        return redirect("admin:index")
    changes = RosterChange.objects.select_related("user", "person", "by")
    part = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    more = {"title": _("Who can sign under which name"), "page_obj": part, "unread": roster.unread(user).count()}
    return TemplateResponse(request, "admin/review/roster.html", {**context, **more})
