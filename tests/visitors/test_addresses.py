"""Where a request comes from, when it may lie about it."""

import pytest
from django.test import RequestFactory
from pytest_django import Settings

from visitors.addresses import client_address

VISITOR = "203.0.113.9"


@pytest.fixture(autouse=True)
def _proxies(settings: Settings) -> None:
    settings.TRUSTED_PROXIES = ["10.0.0.0/24", "2001:db8:1::/48", "192.0.2.1"]


def asked(peer: str, forwarded: str | None = None) -> str:
    headers = {"REMOTE_ADDR": peer}
    if forwarded is not None:
        headers["HTTP_X_FORWARDED_FOR"] = forwarded
    return client_address(RequestFactory().get("/", **headers))  # type: ignore[arg-type]


def test_a_visitor_without_a_proxy_is_the_peer() -> None:
    assert asked(VISITOR) == VISITOR


def test_a_visitor_cannot_forge_an_address() -> None:
    assert asked(VISITOR, "198.51.100.1") == VISITOR
    assert asked(VISITOR, "10.0.0.1") == VISITOR


def test_a_trusted_proxy_is_believed_about_the_hop_before_it() -> None:
    assert asked("10.0.0.7", VISITOR) == VISITOR
    assert asked("2001:db8:1::5", VISITOR) == VISITOR


def test_what_a_visitor_wrote_left_of_the_proxies_hop_is_not_believed() -> None:
    assert asked("10.0.0.7", f"198.51.100.1, 10.0.0.3, {VISITOR}") == VISITOR


def test_hops_of_several_trusted_proxies_are_passed_over() -> None:
    assert asked("10.0.0.7", f"198.51.100.1, {VISITOR}, 192.0.2.1, 10.0.0.3") == VISITOR


def test_when_every_hop_is_a_proxy_the_furthest_is_the_visitor() -> None:
    assert asked("10.0.0.7", "10.0.0.4, 10.0.0.3") == "10.0.0.4"


@pytest.mark.parametrize(
    "forwarded", ["", ",", "unknown", "_hidden", "1.2.3.4.5", "٣", "9" * 5000, "'; --", "[::1", "\0"]
)
def test_a_proxy_that_says_nothing_sensible_is_itself_the_visitor(forwarded: str) -> None:
    assert asked("10.0.0.7", forwarded) == "10.0.0.7"


def test_junk_left_of_a_good_hop_changes_nothing() -> None:
    assert asked("10.0.0.7", f"junk, {VISITOR}") == VISITOR


@pytest.mark.parametrize(
    ("hop", "address"),
    [
        ("203.0.113.9:4711", VISITOR),
        ("[2001:db8::9]:4711", "2001:db8::9"),
        ("[2001:db8::9]", "2001:db8::9"),
        ("2001:DB8:0::9", "2001:db8::9"),
        ("fe80::1%eth0", "fe80::1"),
        ("::ffff:203.0.113.9", VISITOR),
    ],
)
def test_ports_brackets_zones_and_mapped_addresses_are_one_visitor(hop: str, address: str) -> None:
    assert asked("10.0.0.7", hop) == address


def test_a_proxy_seen_as_a_mapped_address_is_still_trusted() -> None:
    assert asked("::ffff:10.0.0.7", VISITOR) == VISITOR


@pytest.mark.parametrize("peer", ["", "unix:", "garbage"])
def test_no_peer_gives_an_address_that_a_database_takes(peer: str) -> None:
    assert asked(peer, VISITOR) == "0.0.0.0"
