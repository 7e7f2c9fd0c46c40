"""Handing JSON to a facility's webhook. The address comes from a form, so this reaches the public internet alone.

`docs/reference/webhook.md` says how a facility checks the signature.
"""

import hmac
import json
import socket
import ssl
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from http.client import HTTPException, HTTPSConnection, InvalidURL
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import SplitResult, urlsplit

from contact.delivery.limit import Limit
from contact.delivery.problems import Failed

Place = tuple[socket.AddressFamily, tuple[Any, ...]]
# All of IPv6 that is given out for the internet. Within it, two ranges are only another way to write IPv4.
PUBLIC_IPV6 = IPv6Network("2000::/3")
LATER = {408, 425, 429}


@dataclass(frozen=True)
class Call:
    """`key` is the same whenever this is sent again."""

    url: str
    secret: str
    key: str
    body: Mapping[str, str]


def send(call: Call, go: Callable[[], None], *, limit: Limit, timeout: float) -> None:
    """Returns once the facility answered that it has it. `go` is asked when it listens, and may raise to stop it.

    Raises Failed, also where the facility may have it and could not say so.
    """
    try:
        status = _post(call, go, limit, timeout)
    except ssl.SSLCertVerificationError:  # before ValueError, which it also is
        raise Failed("hook-certificate") from None
    except (InvalidURL, ValueError):
        raise Failed("hook-address") from None
    except (OSError, HTTPException):
        raise Failed("too-slow" if limit.is_over else "hook-away") from None
    if not 200 <= status < 300:
        raise Failed(_code(status))


def _code(status: int) -> str:
    if 300 <= status < 400:
        return "hook-redirect"
    return "hook-refused" if 400 <= status < 500 and status not in LATER else "hook-later"


def sign(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, "sha256").hexdigest()


def _post(call: Call, go: Callable[[], None], limit: Limit, timeout: float) -> int:
    url = _split(call.url)
    host, port = str(url.hostname), url.port or 443
    trusting = ssl.create_default_context()
    connection = HTTPSConnection(host, port, context=trusting)
    try:
        # Given its socket, it neither resolves the name once more nor asks a proxy.
        connection.sock = trusting.wrap_socket(_connect(host, port, limit, timeout), server_hostname=host)
        go()
        body = json.dumps(call.body).encode()
        connection.request("POST", _target(url), body, _headers(call, body))
        status = connection.getresponse().status
        limit.left(timeout)  # an answer that was cut off is none
        return status
    finally:
        connection.close()


def _split(text: str) -> SplitResult:
    url = urlsplit(text)
    if url.scheme != "https" or not url.hostname or "@" in url.netloc:
        raise ValueError
    return url


def _target(url: SplitResult) -> str:
    return (url.path or "/") + (f"?{url.query}" if url.query else "")


def _headers(call: Call, body: bytes) -> dict[str, str]:
    timestamp = str(int(time.time()))
    return {
        "Connection": "close",
        "Content-Type": "application/json",
        "Idempotency-Key": call.key,
        "User-Agent": "Rehabsite",
        "Webhook-Timestamp": timestamp,
        "Webhook-Signature": f"v1={sign(call.secret, timestamp, body)}",
    }


def _connect(host: str, port: int, limit: Limit, timeout: float) -> socket.socket:
    """To an address that was looked at. The certificate must still be the name's."""
    family, address = public_place(host, port)
    plain = socket.socket(family, socket.SOCK_STREAM)
    try:
        plain.settimeout(limit.left(timeout))
        plain.connect(address)
        limit.watch(plain)
    except OSError:
        plain.close()
        raise
    return plain


def public_place(host: str, port: int) -> Place:
    """The first of a name's addresses. Raises Failed if any of them is not public: nobody has use for such a name."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    if not all(is_public(str(address[0])) for *_, address in found):
        raise Failed("hook-address")
    family, _type, _protocol, _name, address = found[0]
    return family, address


def is_public(text: str) -> bool:
    address = ip_address(text)
    if isinstance(address, IPv6Address):
        ways_to_ipv4 = address.sixtofour or address.teredo or address.ipv4_mapped
        return address in PUBLIC_IPV6 and address.is_global and not ways_to_ipv4
    return address.is_global and not (address.is_multicast or address.is_reserved)
