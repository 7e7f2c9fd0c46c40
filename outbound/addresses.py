"""Which network addresses are on the public internet.

The ranges are written out, since what `ipaddress` calls global differs between versions of Python, and includes
multicast and ways to write an IPv4 address. Sources: IANA's registries of special-purpose addresses for IPv4 and IPv6,
its IPv6 address space, and for "cloud" what the provider publishes.
"""

from collections.abc import Iterable
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

RANGES = {
    "unspecified": ("0.0.0.0/8", "::/128"),
    "loopback": ("127.0.0.0/8", "::1/128"),
    "private": ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "fc00::/7"),
    "shared": ("100.64.0.0/10",),
    "link-local": ("169.254.0.0/16", "fe80::/10"),
    "site-local": ("fec0::/10",),
    "multicast": ("224.0.0.0/4", "ff00::/8"),
    "benchmark": ("198.18.0.0/15", "2001:2::/48"),
    "documentation": ("192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"),
    "ipv4-mapped": ("::ffff:0:0/96",),
    "ipv4-translated": ("::ffff:0:0:0/96",),
    "ipv4-compatible": ("::/96",),
    "nat64": ("64:ff9b::/96", "64:ff9b:1::/48"),
    "6to4": ("2002::/16", "192.88.99.0/24"),
    "teredo": ("2001::/32",),
    "cloud": ("168.63.129.16/32",),  # inside Azure, the machine's own host
    "protocol": ("192.0.0.0/24", "192.52.193.0/24", "2001::/23"),
    "sink": ("192.31.196.0/24", "192.175.48.0/24", "2620:4f:8000::/48", "100::/64", "100:0:0:1::/64"),
    "reserved": ("240.0.0.0/4", "3ffe::/16"),
}
PUBLIC_IPV6 = IPv6Network("2000::/3")


def _narrowest_first(names: Iterable[tuple[str, tuple[str, ...]]]) -> list[tuple[IPv4Network | IPv6Network, str]]:
    listed = [(ip_network(text), reason) for reason, texts in names for text in texts]
    return sorted(listed, key=lambda one: -one[0].prefixlen)


_LISTED = _narrowest_first(RANGES.items())


def why_not(text: str) -> str | None:
    """The reason not to send anything to this address. None if it is on the public internet.

    Addresses that carry another one inside are refused whole, whatever they carry.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return "unreadable"
    if "%" in text:
        return "link-local"  # a zone has a meaning on this machine alone
    for network, reason in _LISTED:
        if address in network:
            return reason
    return None if address.version == 4 or address in PUBLIC_IPV6 else "reserved"
