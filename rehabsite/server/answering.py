"""How gunicorn writes an answer: headers that were looked at once are not looked at again, and all goes out in one."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from gunicorn import util
from gunicorn.http import wsgi

Header = tuple[str, str]


@lru_cache(maxsize=256)
def shared(header: Header) -> Header:
    """The same, kept once: most headers are those of every page, and took a third of what a page takes in memory."""
    return header


class Checked(list[Header]):
    """Headers of a kept page. Gunicorn looks at each name and value with two patterns, and that took longer than all
    else in answering from memory. No one may change the list afterwards.
    """

    length: int | None

    def __init__(self, headers: Iterable[Header]) -> None:
        """Raises what gunicorn raises for a header that may not be sent."""
        tried = wsgi.Response(None, None, None)
        tried.process_headers(headers)
        super().__init__(map(shared, tried.headers))
        self.length = tried.response_length


class Response(wsgi.Response):  # type: ignore[misc]  # gunicorn has no types
    headers_sent: bool

    def default_headers(self) -> list[str]:
        """Without the server's name: no reader needs it, and each answer would carry it."""
        return [line for line in super().default_headers() if not line.startswith("Server:")]

    def process_headers(self, headers: Iterable[Header]) -> None:
        if type(headers) is Checked:
            self.headers, self.response_length = headers, headers.length
        else:
            super().process_headers(headers)

    def write(self, data: Any) -> None:
        """Headers and the first part of the body in one call of the system, and in one packet if it is short."""
        if self.headers_sent or self.chunked or self._omits_body or type(data) is not bytes:
            super().write(data)
            return
        if self.response_length is not None:
            data = data[: self.response_length]
        lines = [*self.default_headers(), *[f"{name}: {value}\r\n" for name, value in self.headers], "\r\n"]
        self.headers_sent, self.sent = True, len(data)
        util.write(self.sock, "".join(lines).encode("latin-1") + data)


def told(start_response: object, headers: Checked) -> list[Header]:
    """The headers as that server takes them: others may ask for a list that is nothing but a list."""
    return headers if isinstance(getattr(start_response, "__self__", None), Response) else list(headers)


def install() -> None:
    wsgi.Response = Response
