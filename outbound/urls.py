"""Reading a web address strictly.

What is written oddly is refused, not guessed at: two programs may guess differently.
"""

import re
from collections.abc import Container
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address
from urllib.parse import quote, urlsplit

from outbound.addresses import why_not
from outbound.errors import NotAsked

PORTS = {"http": 80, "https": 443}
SCHEMES = frozenset(PORTS)
# Of the public internet's web servers. Others speak other protocols, which a request could be smuggled into.
USUAL_PORTS = frozenset({80, 443, 8080, 8443})
LONGEST = 8000

_UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")
_AUTHORITY = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^\[\]:@%]+)(?::([0-9]{1,5}))?")
_NAME = re.compile(r"(?:[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
# Browsers and resolvers take such a name for an IPv4 address: 2130706433, 0x7f.1, 127.1.
_NUMBER = re.compile(r"(?:^|\.)(?:[0-9]+|0x[0-9a-f]*)$")


@dataclass(frozen=True)
class Target:
    """`host` is a name in ASCII, or an address in its one usual spelling, without brackets."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def is_address(self) -> bool:
        return ":" in self.host or bool(_NUMBER.search(self.host))

    @property
    def host_header(self) -> str:
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == PORTS[self.scheme] else f"{host}:{self.port}"


def read(url: str, *, schemes: Container[str] = SCHEMES, ports: Container[int] = USUAL_PORTS) -> Target:
    """Raises NotAsked. A fragment is left out: it is never sent."""
    try:
        if _UNSEEN.search(url) or len(url) > LONGEST:
            raise ValueError
        parts = urlsplit(url)
        authority = _AUTHORITY.fullmatch(parts.netloc)
        if parts.scheme not in PORTS or parts.scheme not in schemes or authority is None:
            raise ValueError
        port = int(authority[2] or PORTS[parts.scheme])
        if port not in ports:
            raise ValueError
        return Target(parts.scheme, _host(authority[1]), port, _path(parts.path, parts.query))
    except ValueError:
        raise NotAsked("address") from None


def may_be_asked(url: str, *, schemes: Container[str] = SCHEMES) -> bool:
    """As far as it can be said without looking its name up."""
    try:
        target = read(url, schemes=schemes)
    except NotAsked:
        return False
    return not (target.is_address and why_not(target.host))


def _host(text: str) -> str:
    if text.startswith("["):
        return str(IPv6Address(text[1:-1]))
    name = text.encode("idna").decode("ascii").lower()
    if _NUMBER.search(name):
        return str(IPv4Address(name))
    if "." not in name:
        raise NotAsked("private", "one-label")  # localhost, or a machine of the own network
    if len(name) > 253 or not _NAME.fullmatch(name):
        raise ValueError
    return name


def _path(path: str, query: str) -> str:
    text = (path or "/") + (f"?{query}" if query else "")
    return quote(text, safe="/%:@!$&'()*+,;=~?[]")
