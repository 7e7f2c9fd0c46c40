"""One request to an address that someone outside gave us.

It goes to the public internet alone, to the very address that was looked at, without a proxy. It carries no cookie,
and nothing of this site but what the caller put in. A redirect is not followed: a caller who wants to asks again.
"""

import re
import ssl
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote

from outbound.connecting import INTERNET, Reach, connect
from outbound.deadline import Deadline
from outbound.errors import NoAnswer
from outbound.urls import SCHEMES, Target, read
from outbound.wire import Wire


@dataclass(frozen=True)
class Request:
    """`most` says how many bytes of the answer's body are wanted. What comes after them is left unread."""

    method: str
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    most: int = 0
    schemes: Container[str] = SCHEMES


@dataclass(frozen=True)
class Response:
    """`location` may be relative, and may be anything: it was written by the other side."""

    status: int
    location: str
    body: bytes


def ask(
    request: Request,
    *,
    deadline: Deadline,
    patience: float = 10.0,
    reach: Reach = INTERNET,
    ready: Callable[[], object] = lambda: None,
) -> Response:
    """`patience` is how long each step may take, and `deadline` when all of them have to be done.

    `ready` is called when the other side listens and nothing has been said yet. What it raises comes through, and
    nothing is sent. Otherwise this raises NotAsked and NoAnswer, and nothing else for what the other side does.
    """
    target = read(request.url, schemes=request.schemes, ports=reach.ports)
    with _named(deadline, "silent"):
        sock = connect(target, reach, deadline, patience)
    with closing(sock):
        ready()
        with _named(deadline, "broken-off"):
            return _exchange(request, target, Wire(sock, deadline, patience))


@contextmanager
def _named(deadline: Deadline, unexpected: str) -> Iterator[None]:
    try:
        yield
    except ssl.SSLCertVerificationError:
        raise NoAnswer("certificate") from None
    except ssl.SSLError:
        raise NoAnswer("encryption") from None
    except TimeoutError:
        raise NoAnswer("late" if deadline.is_over else "silent") from None
    except (OSError, HTTPException):
        raise NoAnswer(unexpected) from None


def _exchange(request: Request, target: Target, wire: Wire) -> Response:
    connection = HTTPConnection(target.host, target.port)
    connection.sock = wire
    headers = {"Host": target.host_header, "Connection": "close", **request.headers}
    connection.request(request.method, target.path, request.body, headers)
    with connection.getresponse() as response:
        wire.head_is_read(body=request.most)
        location = _as_browsers_read(response.headers.get("Location", ""))
        return Response(response.status, location, _body(response, request))


def _body(response: HTTPResponse, request: Request) -> bytes:
    try:
        return response.read(request.most) if request.most else b""
    except (ValueError, OverflowError):  # a chunk of less than no length, which `http.client` takes at its word
        raise NoAnswer("broken-off") from None


def _as_browsers_read(location: str) -> str:
    with suppress(UnicodeError):  # it is no UTF-8, so it is taken as it stands
        location = location.encode("latin-1").decode()
    return re.sub(r'[\x00-\x20\x7f"<>\\^`{|}]', lambda sign: quote(sign[0]), location.strip())
