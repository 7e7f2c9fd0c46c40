"""All content as one file, from the browser."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest
from django.http.response import HttpResponseBase
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from review.rights import EDIT


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponseBase:
    """Posting makes it: it takes a while, and no one's browser should do it ahead of time."""
    if not request.user.has_perm(EDIT):
        raise PermissionDenied
    if request.method == "POST":
        from articles.transfer.packing import packed  # with all that reads and writes files

        name = f"content-{timezone.localdate():%Y-%m-%d}.zip"
        response = FileResponse(packed(), as_attachment=True, filename=name, content_type="application/zip")
        response["Cache-Control"] = "no-store"
        return response
    return TemplateResponse(request, "admin/export.html", {**context, "title": _("Export all content")})
