"""The search page of what is chosen by typing, and what a script asks of it."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from search.choosing import LONGEST, OFFERED, choosable_named


def page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    of = choosable_named(name)
    if of is None:
        raise Http404(_("That kind of thing does not exist."))
    if not request.user.has_perm(of.right):
        raise PermissionDenied
    q = request.GET.get("q", "")[:LONGEST]
    offers = [(of.said(row), of.label(row), row.pk) for row in of.offers(q)]
    if "script" in request.GET:
        rows = [{"said": said, "label": label, "key": pk} for said, label, pk in offers]
        return JsonResponse({"rows": rows}, headers={"Cache-Control": "no-store"})
    title = _("Look for: %(what)s") % {"what": of.one}
    more = {"title": title, "q": q, "offers": [one[:2] for one in offers], "most": OFFERED}
    return TemplateResponse(request, "admin/choose/page.html", {**context, **more})
