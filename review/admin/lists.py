"""All that is on one of the first page's lists, and the history of who can sign under which name."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from review.models import RosterChange
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.services import roster
from review.waiting import LISTS, MOST_IN_LIST, items, may_see

PER_PAGE = 50


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    one, user = LISTS.get(name), cast(AbstractUser, request.user)
    if one is None:
        raise Http404(_("There is no such list."))
    if not may_see(one, user):
        raise PermissionDenied
    found = list(items(one, user, MOST_IN_LIST))
    more = {"title": one.heading, "items": found, "empty": one.empty, "most": MOST_IN_LIST}
    return TemplateResponse(request, "admin/review/waiting.html", {**context, **more})


def roster_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Every change of who can sign under which name. Posting says that one has read up to the newest shown."""
    user = cast(AbstractUser, request.user)
    if not any(map(user.has_perm, (WRITE, EDIT, REVIEW, PUBLISH))):
        raise PermissionDenied
    if request.method == "POST":
        until = request.POST.get("until", "")
        if until.isascii() and until.isdecimal() and len(until) < 19:
            roster.mark_read(user=user, until=int(until))
        messages.success(request, _("Noted that you have read it."))
        return redirect("admin:index")
    changes = RosterChange.objects.select_related("user", "person", "by")
    part = Paginator(changes, PER_PAGE).get_page(request.GET.get("page"))
    more = {"title": _("Who can sign under which name"), "page_obj": part, "unread": roster.unread(user).count()}
    return TemplateResponse(request, "admin/review/roster.html", {**context, **more})
