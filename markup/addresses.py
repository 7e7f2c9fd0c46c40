"""Which addresses a text may link to. Everything else stays words: it never becomes a link."""

import re
from html import unescape

MAX_ADDRESS = 1_000

_HREF = re.compile(r'<a href="([^"]+)"')
_WEB = re.compile(r"https?://([a-z0-9.-]+)(?::([0-9]{1,5}))?(?:[/?#].*)?", re.IGNORECASE | re.ASCII)
_MAIL = re.compile(r"mailto:[^@\s]+@[^@\s]+", re.IGNORECASE)
_PHONE = re.compile(r"tel:\+?[0-9][0-9().;=a-z-]*", re.IGNORECASE | re.ASCII)
# `//host` and `/\host` are other sites to a browser.
_OWN = re.compile(r"(?:/(?![/\\]).*|#.+|/)")


def is_allowed(href: str) -> bool:
    """Web, mail and phone addresses, and our own pages by `/path` or `#part`.

    A bare `www.example.org` is refused: a browser takes it for a page of ours.
    """
    if len(href) > MAX_ADDRESS:
        return False
    web = _WEB.fullmatch(href)
    if web:
        return _is_host(web[1]) and int(web[2] or 0) < 65_536
    return bool(_OWN.fullmatch(href) or _MAIL.fullmatch(href) or _PHONE.fullmatch(href))


def is_external(href: str) -> bool:
    return href[:4].lower() == "http"


def _is_host(host: str) -> bool:
    labels = host.rstrip(".").split(".")
    if not all(labels) or not labels[-1][0].isalpha() and not _is_ipv4(labels):
        return False
    try:
        host.encode("ascii").decode("idna")
    except UnicodeError:
        return False
    return True


def _is_ipv4(labels: list[str]) -> bool:
    return len(labels) == 4 and all(label.isdigit() and len(label) < 4 and int(label) < 256 for label in labels)


def hrefs(html: str) -> list[str]:
    """What a rendered text links to, in its order."""
    return [unescape(href) for href in _HREF.findall(html)]
