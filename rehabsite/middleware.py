"""What every request must keep to, and what every answer carries."""

import logging
import re
from collections.abc import Callable

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string
from django.utils.translation import activate, gettext

log = logging.getLogger("rehabsite.middleware")
METHODS = ("GET", "HEAD", "POST")
# What a page could ask a device for that tells about its reader. A page has no script or frame but ours, and the list
# goes out with each page: so it is as short as its purpose.
DENIED = ("browsing-topics", "camera", "geolocation", "microphone", "payment", "usb")
HEADERS = {
    "Permissions-Policy": ", ".join(f"{feature}=()" for feature in DENIED),
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
}


# What a document needs and a file that it loads does not.
FOR_DOCUMENTS = (
    *("Permissions-Policy", "Cross-Origin-Embedder-Policy", "Cross-Origin-Opener-Policy", "Content-Security-Policy"),
    *("Referrer-Policy", "X-Frame-Options"),
)


class InItsLanguage:
    """Says the language before anything is written: otherwise each word to translate looks for it again, in vain."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        activate(settings.LANGUAGE_CODE)
        return self.get_response(request)


class ShortHeadersOfFiles:
    """Style sheets and scripts go out with what they need. A picture may be opened by itself, and so keeps all."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.path_info.startswith(settings.STATIC_URL) and request.path_info.endswith((".css", ".js")):
            for name in FOR_DOCUMENTS:
                response.headers.pop(name, None)
        return response


class HeadersAlone:
    """An answer to HEAD has no body. Sent all the same, the server would throw it away and log a warning each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if request.method == "HEAD":
            if isinstance(response, StreamingHttpResponse):
                response.streaming_content = ()
            elif isinstance(response, HttpResponse):
                response.content = b""
        return response


class DatabaseAway:
    """A page that needs the database while it is away: 503, and what to do. No error is mailed for each."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, OperationalError | InterfaceError):
            return None
        log.warning("The database does not answer (%s).", type(exception).__name__)
        headers = {"Cache-Control": "no-store", "Retry-After": "5"}
        return HttpResponse(render_to_string("500.html"), status=503, headers=headers)


class ContentSecurityPolicy(CSPMiddleware):
    """Put together once: it is the same for every page, and none has a nonce. Each time, that took a quarter of what
    goes on around a view."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        super().__init__(get_response)
        self.policy = build_policy()

    def process_request(self, request: HttpRequest) -> None:
        """Nothing asks for a nonce."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if settings.DEBUG:  # Django's own pages about errors go without
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, self.policy)
        return response


class RequestLimits:
    """Refuses what no browser sends before any part of the site reads it: it could only do harm there."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in METHODS:
            return _refuse(gettext("This site answers GET, HEAD and POST only."), 405, Allow=", ".join(METHODS))
        if problem := _length_problem(request.META.get("CONTENT_LENGTH") or "0"):
            return _refuse(problem, 400)
        if _has_nul(request):
            return _refuse(gettext("This address or cookie has a character that nothing here uses."), 400)
        if request.META.get("QUERY_STRING", "").count("&") >= settings.DATA_UPLOAD_MAX_NUMBER_FIELDS:
            # Django would say so wherever the query is first read, which is on the page that says so, too.
            return _refuse(gettext("This address asks for too many things at once."), 400)
        return self.get_response(request)


# The form, and addresses that are keys themselves. Their views say the same; this also reaches what answers in their
# place, such as the redirect to an address that ends with a slash.
PRIVATE = re.compile(r"/(contact|inquiry|forwarded)/")
PRIVATE_HEADERS = {"Cache-Control": "no-store", "X-Robots-Tag": "noindex"}


class PolicyHeaders:
    """The headers that neither Django's nor the CSP's middleware sets. A view's own choice stands."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        headers = HEADERS | PRIVATE_HEADERS if PRIVATE.match(request.path_info) else HEADERS
        for name, value in headers.items():
            response.headers.setdefault(name, value)
        return response


def _length_problem(length: str) -> str | None:
    # int() alone would also take "+5", "1_000" and other scripts' digits.
    if not (length.isascii() and length.isdecimal()) or len(length) > 15:
        return gettext("The length of the request does not make sense.")
    if int(length) > settings.MAX_REQUEST_BYTES:
        megabytes = settings.MAX_REQUEST_BYTES // 2**20
        return gettext("This is too large. Send at most %(megabytes)d megabytes.") % {"megabytes": megabytes}
    return None


def _has_nul(request: HttpRequest) -> bool:
    """PostgreSQL takes no NUL in any text, and a quoted cookie can spell one."""
    query = request.META.get("QUERY_STRING", "")
    return "\0" in request.path or "\0" in query or "%00" in query or any("\0" in v for v in request.COOKIES.values())


def _refuse(sentence: str, status: int, **headers: str) -> HttpResponse:
    return HttpResponse(
        f"{sentence}\n",
        status=status,
        content_type="text/plain; charset=utf-8",
        headers={"Cache-Control": "no-store", **headers},
    )
