"""Which addresses are on the public internet: each range at its first, middle and last address, and its neighbors."""

from ipaddress import IPv6Address, ip_address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outbound.addresses import PUBLIC_IPV6, RANGES, why_not

NETWORKS = [(ip_network(text), reason) for reason, texts in RANGES.items() for text in texts]
# As an attacker would list them, not as our table does.
REFUSED = {
    **dict.fromkeys(["127.0.0.1", "127.8.8.8", "127.255.255.255", "::1"], "loopback"),
    **dict.fromkeys(["0.0.0.0", "0.1.2.3", "::"], "unspecified"),
    **dict.fromkeys(
        ["10.1.2.3", "172.16.0.1", "172.31.255.255", "192.168.1.1", "fc00::1", "fd00:ec2::254"], "private"
    ),
    **dict.fromkeys(["100.64.0.1", "100.100.100.200", "100.127.255.255"], "shared"),
    **dict.fromkeys(
        ["169.254.169.254", "fe80::1", "fe80::1%eth0", "2606:4700:4700::1111%eth0", "febf::1"], "link-local"
    ),
    **dict.fromkeys(["fec0::1", "feff::1"], "site-local"),
    **dict.fromkeys(["224.0.0.1", "239.255.255.255", "ff02::1", "ff0e::1"], "multicast"),
    **dict.fromkeys(["198.18.0.1", "198.19.255.255", "2001:2::1"], "benchmark"),
    **dict.fromkeys(["192.0.2.1", "198.51.100.1", "203.0.113.1", "2001:db8::1", "3fff::1"], "documentation"),
    **dict.fromkeys(["::ffff:127.0.0.1", "::ffff:8.8.8.8", "::ffff:7f00:1"], "ipv4-mapped"),
    **dict.fromkeys(["::127.0.0.1", "::8.8.8.8", "::7f00:1"], "ipv4-compatible"),
    **dict.fromkeys(["::ffff:0:127.0.0.1"], "ipv4-translated"),
    **dict.fromkeys(["64:ff9b::7f00:1", "64:ff9b::8.8.8.8", "64:ff9b:1::10.0.0.1", "64:ff9b:1:ffff::1"], "nat64"),
    **dict.fromkeys(["2002:7f00:1::1", "2002:808:808::1", "192.88.99.1"], "6to4"),
    **dict.fromkeys(["2001:0:7f00:1::1", "2001::1"], "teredo"),
    **dict.fromkeys(["192.0.0.192", "192.52.193.1", "2001:20::1", "2001:10::1", "2001:1::1"], "protocol"),
    **dict.fromkeys(["240.0.0.1", "255.255.255.255", "3ffe::1", "5f00::1", "4000::1", "fe00::1", "1::1"], "reserved"),
    **dict.fromkeys(["192.175.48.1", "192.31.196.1", "100::1", "100:0:0:1::1", "2620:4f:8000::1"], "sink"),
    "168.63.129.16": "cloud",
    **dict.fromkeys(
        ["", "localhost", "127.1", "0x7f.0.0.1", "0177.0.0.1", "2130706433", "1.2.3.4.5", "[::1]"], "unreadable"
    ),
}
PUBLIC = [
    *("8.8.8.8", "93.184.215.14", "1.1.1.1", "9.255.255.255", "11.0.0.0", "100.63.255.255", "100.128.0.0"),
    *("126.255.255.255", "128.0.0.0", "169.253.255.255", "169.255.0.0", "172.15.255.255", "172.32.0.0"),
    *("192.0.1.0", "192.0.3.0", "192.167.255.255", "192.169.0.0", "198.17.255.255", "198.20.0.0", "223.255.255.255"),
    *("2606:4700:4700::1111", "2001:4860:4860::8888", "2001:200::1", "2a00:1450::1", "2003::1", "3ffd::1"),
]


@pytest.mark.parametrize(("address", "reason"), REFUSED.items())
def test_what_is_not_on_the_public_internet_has_a_reason(address: str, reason: str) -> None:
    assert why_not(address) == reason


@pytest.mark.parametrize("address", PUBLIC)
def test_what_is_has_none(address: str) -> None:
    assert why_not(address) is None


@pytest.mark.parametrize("network", [network for network, _reason in NETWORKS], ids=str)
def test_a_range_is_refused_from_its_first_address_to_its_last(network: object) -> None:
    assert isinstance(network, type(ip_network("::/0")) | type(ip_network("0.0.0.0/0")))
    for number in (0, network.num_addresses // 2, network.num_addresses - 1):
        assert why_not(str(network[number])), network[number]


@given(st.ip_addresses())
def test_each_address_is_refused_exactly_where_a_range_says_so(address: object) -> None:
    one = ip_address(str(address))
    listed = any(one in network for network, _reason in NETWORKS)
    outside = isinstance(one, IPv6Address) and one not in PUBLIC_IPV6
    assert bool(why_not(str(one))) == (listed or outside)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_gets_through_in_the_clothes_of_ipv6(inside: object) -> None:
    number = int(ip_address(str(inside)))
    carriers = [
        number,
        0xFFFF << 32 | number,
        0xFFFF << 48 | number,
        0x64FF9B << 96 | number,
        0x64FF9B0001 << 80 | number,
        0x2002 << 112 | number << 80 | 1,
        0x20010000 << 96 | number ^ 0xFFFFFFFF,
    ]
    assert all(why_not(str(IPv6Address(carried))) for carried in carriers)


@given(st.ip_addresses())
def test_what_python_calls_private_is_never_public_here(address: object) -> None:
    one = ip_address(str(address))
    if one.is_private or one.is_loopback or one.is_link_local or one.is_multicast or one.is_unspecified:
        assert why_not(str(one))


@given(st.text(max_size=50))
def test_no_text_breaks_it(text: str) -> None:
    why_not(text)
