"""Caches in front of the site, such as nginx with `deploy/nginx.conf`.

They show what they keep while the site is away. So what was withdrawn is asked for again through each of them, at once
and past its copy, and the new answer takes the copy's place. `FRONT_SECONDS` says for how long a copy is fresh.
"""

import logging
from collections.abc import Callable, Iterable, Sequence
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

Environ = dict[str, Any]
Application = Callable[[Environ, Callable[..., Any]], Iterable[bytes]]

ENCODINGS = ("br", "gzip", "")
SECONDS = 2.0
MOST = 200  # addresses at once; an import that delists more leaves the rest to FRONT_SECONDS
HEADER = "X-Accel-Expires"
log = logging.getLogger("rehabsite.fronts")


def refetch(urls: Sequence[str]) -> None:
    """After COMMIT, and before anyone is told that it is done. A front that does not answer is told in the log."""
    if len(urls) > MOST:
        log.warning("Only %s of %s addresses are asked for again through the fronts.", MOST, len(urls))
    for front in settings.FRONTS:
        try:
            _refetch(front, urls[:MOST])
        except (OSError, HTTPException) as error:
            name = type(error).__name__
            log.error("A front did not take what was withdrawn (%s): it may show it while the site is down.", name)


def _refetch(front: str, urls: Sequence[str]) -> None:
    where = urlsplit(front)
    kind = HTTPSConnection if where.scheme == "https" else HTTPConnection
    connection = kind(where.hostname or "", where.port, timeout=SECONDS)
    try:
        for url in urls:
            for encoding in ENCODINGS:
                connection.request("GET", url, headers={"Accept-Encoding": encoding})
                answer = connection.getresponse()
                answer.read()
                if answer.status >= 500:
                    raise HTTPException(answer.status)
    finally:
        connection.close()


class Fronts:
    """Lets a front keep whatever the answer to such a request is: that a page is gone, too."""

    def __init__(self, site: Application, ask_anew: Callable[[], None]) -> None:
        """`ask_anew` makes the site forget which version it last saw: another process may just have withdrawn."""
        self.site, self.ask_anew = site, ask_anew

    def __call__(self, environ: Environ, start_response: Callable[..., Any]) -> Iterable[bytes]:
        if "HTTP_X_REFETCH" not in environ:
            return self.site(environ, start_response)

        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [(name, value) for name, value in headers if name != HEADER]
            if status < "500":
                kept.append((HEADER, str(max(settings.FRONT_SECONDS, 1))))
            return start_response(status, kept, *rest)

        self.ask_anew()
        return self.site(environ, start)
