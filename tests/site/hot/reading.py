"""A reader of the site through the layer that stands before Django, checked for what WSGI demands."""

from dataclasses import dataclass
from http.client import HTTPMessage
from io import BytesIO
from typing import Any, cast
from wsgiref.util import setup_testing_defaults
from wsgiref.validate import validator

from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from rehabsite.hot import Hot

ROOM = 4 * 2**20


@dataclass
class Read:
    status: int
    headers: HTTPMessage
    body: bytes


class Reader:
    """`renders` counts how often Django was asked."""

    def __init__(self, room: int = ROOM) -> None:
        self.renders = 0
        self.django = WSGIHandler()
        self.hot = Hot(self._counted, room)

    def _counted(self, environ: dict[str, Any], start_response: Any) -> Any:
        self.renders += 1
        return self.django(environ, start_response)

    def get(self, address: str, method: str = "GET", **more: str) -> Read:
        """`more` are parts of the environment, such as HTTP_COOKIE."""
        path, _, query = address.partition("?")
        environ: dict[str, Any] = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "SCRIPT_NAME": "",
        }
        setup_testing_defaults(environ)
        environ |= {"HTTP_HOST": "127.0.0.1", "wsgi.input": BytesIO(), **more}
        return self._read(validator(self.hot), environ)

    def past_the_shelf(self, environ: dict[str, Any]) -> Read:
        """As Django itself answers."""
        return self._read(self.django, environ)

    def _read(self, application: Any, environ: dict[str, Any]) -> Read:
        told: list[Any] = []
        for signal in (request_started, request_finished):  # the test's transaction is in the connection
            signal.disconnect(close_old_connections)
        try:
            answer: Any = application(environ, cast(Any, lambda *said: told.extend(said)))
            body = b"".join(answer)
            answer.close()
        finally:
            for signal in (request_started, request_finished):
                signal.connect(close_old_connections)
        headers = HTTPMessage()
        for name, value in told[1]:
            headers[name] = value
        return Read(int(told[0][:3]), headers, body)
