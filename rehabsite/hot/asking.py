"""What is asked for: whether a page of it may be kept, under which key, and what of the request it is made from."""

import re
import sys
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve

from search.kept import kept_query
from search.templatetags.once import GENERATION

Environ = dict[str, Any]
PAGE = re.compile(r"page=[1-9][0-9]{0,6}", re.ASCII)
ELSEWHERE = ("/static/", "/media/", "/admin/")  # not worth looking up
NO_PAGE = "page=0"  # no list has it, so it is not found


def is_ordinary(environ: Mapping[str, Any]) -> bool:
    """A reader's plain request under a name of ours. All others are Django's matter, which has answers for them."""
    if environ.get("SCRIPT_NAME") or environ.get("CONTENT_LENGTH") not in (None, "", "0"):
        return False
    if "?" in environ["PATH_INFO"]:  # it was "%3F", and its key would be that of another page with a query
        return False
    if "HTTP_TRANSFER_ENCODING" in environ or not is_our_name(environ.get("HTTP_HOST", "")):
        return False
    return not settings.SECURE_SSL_REDIRECT or _is_secure(environ)


@lru_cache(maxsize=256)
def is_our_name(host: str) -> bool:
    domain, _port = split_domain_port(host)
    return bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)


def _is_secure(environ: Mapping[str, Any]) -> bool:
    """As Django decides it."""
    if settings.SECURE_PROXY_SSL_HEADER:
        header, wanted = settings.SECURE_PROXY_SSL_HEADER
        if (said := environ.get(header)) is not None:
            return bool(said.split(",", 1)[0].strip() == wanted)
    return bool(environ.get("wsgi.url_scheme") == "https")


def known_names(path: str) -> frozenset[str] | None:
    """What the page at this path reads of its query. None: no such page is kept."""
    if path.startswith(ELSEWHERE):
        return None
    try:
        return kept_query(resolve(path.encode("latin-1").decode()).func)
    except (Resolver404, UnicodeError):
        return None


def known_part(query: str, names: frozenset[str]) -> str:
    """The query without what the page does not know, as it was written. The first page has one address."""
    if not names or not query:
        return ""
    pieces = [piece for piece in query.split("&") if piece.partition("=")[0] in names]
    pages = [piece for piece in pieces if piece.startswith("page=") or piece == "page"]
    rest = [piece for piece in pieces if piece not in pages]
    if pages and pages[-1] != "page=1":
        rest.append(pages[-1] if PAGE.fullmatch(pages[-1]) else NO_PAGE)
    return "&".join(rest)


def rendering(path: str, query: str, generation: object = None) -> Environ:
    """A request as no one in particular would make it. Nothing of a reader's own is in it."""
    host, scheme = _name_to_render_under(), "https" if settings.SECURE_SSL_REDIRECT else "http"
    return {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": path,
        "QUERY_STRING": query,
        "SERVER_NAME": host,
        "SERVER_PORT": "443" if scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": host,
        GENERATION: generation,
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr,
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }


@lru_cache
def _name_to_render_under() -> str:
    """The site's own, unless the operator lets readers use others only."""
    own = urlsplit(settings.SITE_URL).hostname or ""
    names = (own, *(name.lstrip(".") for name in settings.ALLOWED_HOSTS))
    return next((name for name in names if is_our_name(name)), own)
