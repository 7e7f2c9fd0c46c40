"""Where a request comes from."""

from collections.abc import Sequence
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest

Address = IPv4Address | IPv6Address
UNKNOWN = "0.0.0.0"  # noqa: S104 (no server listens there)


def client_address(request: HttpRequest) -> str:
    """The visitor's address, always one that a database takes. `UNKNOWN` when the server has none (a Unix socket).

    Only a trusted proxy is believed about who is behind it, and then only its own word: the rightmost hop that
    is no proxy of ours. What is further left was sent by the visitor, who may write there what they like.
    """
    peer = _address(request.META.get("REMOTE_ADDR", ""))
    if peer is None:
        return UNKNOWN
    trusted = _networks(tuple(settings.TRUSTED_PROXIES))
    for hop in reversed(request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")):
        if not _is_in(peer, trusted) or (before := _address(hop)) is None:
            break
        peer = before
    return str(peer)


def network_of(address: str, *, around: bool = False) -> str:
    """Where one visitor may well have all the addresses: of IPv6 a /64, of IPv4 the one address. `around`: what one
    customer can have at most, and neighbors share elsewhere: a /48 and a /24."""
    known = _address(address)
    if known is None:
        return address
    v6, v4 = (48, 24) if around else (64, 32)
    length = v6 if isinstance(known, IPv6Address) else v4
    return str(ip_network((known, length), strict=False)) if length < known.max_prefixlen else str(known)


def _is_in(address: Address, networks: Sequence[IPv4Network | IPv6Network]) -> bool:
    return any(address in network for network in networks)


@lru_cache
def _networks(names: tuple[str, ...]) -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(ip_network(name) for name in names)


def _address(text: str) -> Address | None:
    """Without a port, brackets or zone. An IPv4 address that was written as IPv6 is the same visitor's."""
    text = text.strip()
    if text.startswith("["):
        inside, closed, _ = text[1:].partition("]")
        text = inside if closed else ""
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ip_address(text.partition("%")[0])
    except ValueError:
        return None
    return getattr(address, "ipv4_mapped", None) or address
