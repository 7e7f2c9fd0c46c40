"""Old addresses lead to where their pages are now: asked where there is no page, and before a query is dropped."""

from collections.abc import Callable

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponsePermanentRedirect
from django.http.response import HttpResponseBase

from rehabsite.middleware import PRIVATE
from search.redirects import asked, by_path, by_query

SECONDS = 3600  # a browser that kept it for good would never see that an editor changed it


class OldAddresses:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD") or request.path_info.startswith("/admin/"):
            return self.get_response(request)
        path, query = request.path_info, request.META.get("QUERY_STRING", "")
        if asked(path, query) and (to := _found(lambda: by_query(path, query))):
            return _lead(to)
        response = self.get_response(request)
        # No one can measure whether a link that is a key was ever one.
        if PRIVATE.match(path):
            return response
        if response.status_code == 404 and (to := _found(lambda: by_path(path))):
            return _lead(to)
        return response


def _found(ask: Callable[[], str]) -> str:
    """Nothing while the database is away: the page that says what is not there needs none."""
    try:
        return ask()
    except DatabaseError:
        return ""


def _lead(to: str) -> HttpResponseBase:
    return HttpResponsePermanentRedirect(to, headers={"Cache-Control": f"public, max-age={SECONDS}"})
