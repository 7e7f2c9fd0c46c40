"""Pages of this site to link to, found by typing: for the editor's dialog, and as a page of its own."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from review.rights import WRITE
from search.kinds import kind_named
from search.queries import find

MOST = 20


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """What readers can find themselves: a link to anything else would lead them nowhere."""
    if not request.user.has_perm(WRITE):
        raise PermissionDenied
    q = request.GET.get("q", "")[:200]
    rows = [
        {
            "title": "".join(piece.text for piece in item.title),
            "kind": str(kind_named(item.kind).one),
            "address": item.url,
        }
        for item in find(q).items[:MOST]
    ]
    if "script" in request.GET:
        return JsonResponse({"rows": rows}, headers={"Cache-Control": "no-store"})
    more = {"title": _("A page to link to"), "q": q, "rows": rows}
    return TemplateResponse(request, "admin/link.html", {**context, **more})
