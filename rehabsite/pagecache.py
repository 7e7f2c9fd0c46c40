"""Pages for readers are rendered once per public version, kept whole, and answered with an ETag.

Kept is what was asked for with GET, answered 200, sets no cookie, does not depend on one, and is not marked
`no-store` or `private`. The key holds the public version read before rendering, so a page rendered while something
was being published is stored where nobody will ask for it; the day, since a review can become overdue overnight; and
whether visitors can write in, since every article ends with the form.
"""

import gzip
import re
from collections.abc import Callable
from hashlib import sha256

import brotli
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.cache import get_conditional_response, patch_vary_headers

from contact import keys
from search.services import public_version

SECONDS_KEPT = 24 * 3600
NEVER = re.compile(r"/(admin|markdownx|preview|contact|inquiry|forwarded|media|static)/|/(healthz|readyz)$")
QUERY = re.compile(r"(page=[1-9]\d{0,3})?")
ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "br": lambda body: brotli.compress(body, quality=11),
    "gzip": lambda body: gzip.compress(body, mtime=0),
}


class PageCache:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        request.get_host()  # Refuses a host that is not ours, also for pages that are kept.
        query = request.META.get("QUERY_STRING", "")
        if request.method not in ("GET", "HEAD") or NEVER.match(request.path_info) or not QUERY.fullmatch(query):
            return self.get_response(request)
        encoding = _encoding(request.headers.get("Accept-Encoding", ""))
        day = timezone.localdate()
        digest = sha256(
            f"{public_version()} {keys.is_open()} {day} {encoding} {request.get_full_path()}".encode()
        ).hexdigest()
        kept: tuple[bytes, dict[str, str]] | None = cache.get(f"page:{digest}")
        if kept is None:
            if request.method == "HEAD":
                return self.get_response(request)
            response = self.get_response(request)
            if not isinstance(response, HttpResponse) or not _is_for_everyone(response):
                return response
            kept = _seal(response, encoding)
            cache.set(f"page:{digest}", kept, SECONDS_KEPT)
        body, headers = kept
        whole = HttpResponse(body, headers=headers)
        return get_conditional_response(request, etag=headers["ETag"], response=whole) or whole


def _is_for_everyone(response: HttpResponse) -> bool:
    control = response.headers.get("Cache-Control", "")
    return not (
        response.status_code != 200
        or response.cookies
        or "no-store" in control
        or "private" in control
        or "cookie" in response.headers.get("Vary", "").lower()
    )


def _seal(response: HttpResponse, encoding: str) -> tuple[bytes, dict[str, str]]:
    patch_vary_headers(response, ["Accept-Encoding"])
    body = ENCODERS[encoding](response.content) if encoding else response.content
    if encoding:
        response.headers["Content-Encoding"] = encoding
    response.headers["ETag"] = f'"{sha256(body).hexdigest()[:32]}"'
    # Any cache may keep the page, and asks each time whether it still stands: a withdrawn page is gone at once.
    response.headers["Cache-Control"] = "public, max-age=0, must-revalidate"
    response.headers["Content-Length"] = str(len(body))
    return body, dict(response.headers)


def _encoding(accepted: str) -> str:
    """The best of ours that the client names without refusing it (`;q=0`)."""
    offers = {
        name.strip().lower()
        for name, _, weight in (part.partition(";") for part in accepted.split(","))
        if not re.fullmatch(r"\s*q=0(\.0*)?\s*", weight)
    }
    return next((name for name in ENCODERS if name in offers), "")
