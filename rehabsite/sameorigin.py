"""Forms of readers' pages are taken from this site's own pages alone.

Readers' pages set no cookie and are kept for all, so they hold no token: their views are `csrf_exempt`. Browsers say
themselves where a form was sent from, and no page elsewhere can make them lie. Staff's pages keep Django's token.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext

SAFE = ("GET", "HEAD", "OPTIONS", "TRACE")


class SameOrigin:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        if request.method in SAFE or not getattr(view, "csrf_exempt", False) or _is_ours(request):
            return None
        sentence = gettext(
            "Nothing was stored. This form did not come from a page of this site, or your browser does not say where "
            "it came from. Open the page again and send it from there."
        )
        return HttpResponse(
            f"{sentence}\n",
            status=403,
            content_type="text/plain; charset=utf-8",
            headers={"Cache-Control": "no-store"},
        )


def _is_ours(request: HttpRequest) -> bool:
    """By the best that the browser sent. What it sent is not outweighed by something weaker."""
    if site := request.META.get("HTTP_SEC_FETCH_SITE"):
        return bool(site == "same-origin")
    ours = urlsplit(settings.SITE_URL)
    origin = f"{ours.scheme}://{ours.netloc}"
    if sent_from := request.headers.get("Origin"):
        return sent_from == origin
    return request.headers.get("Referer", "").startswith(f"{origin}/")
