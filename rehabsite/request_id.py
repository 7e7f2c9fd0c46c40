"""One id for all that is written down of a request: the proxy's, if it gives one, otherwise one of our own."""

import re
from collections.abc import Callable
from contextvars import ContextVar
from uuid import uuid4

from django.http import HttpRequest
from django.http.response import HttpResponseBase

HEADER = "HTTP_X_REQUEST_ID"
GOOD = re.compile(r"[A-Za-z0-9-]{8,64}", re.ASCII)
current: ContextVar[str] = ContextVar("request_id", default="")


def known(given: str | None) -> str:
    """What someone sent is written down only if it looks like an id."""
    return given if given and GOOD.fullmatch(given) else ""


class RequestId:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # In META, too: the server's line about the request reads it there.
        request.META[HEADER] = number = known(request.META.get(HEADER)) or uuid4().hex
        token = current.set(number)
        try:
            return self.get_response(request)
        finally:
            current.reset(token)
