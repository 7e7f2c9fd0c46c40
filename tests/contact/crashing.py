"""The site's own settings, with a part that crashes when it is asked to: see `test_served_discretion`."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from rehabsite.settings import *  # noqa: F403
from rehabsite.settings import MIDDLEWARE as OURS

MIDDLEWARE = [*OURS, "tests.contact.crashing.Crash"]


class Crash:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if "X-Crash" in request.headers:
            raise ValueError(f"{request.get_full_path()} {request.POST} {request.META}")
        return self.get_response(request)
