"""How an address has to be written."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from outbound.errors import NotAsked
from outbound.urls import Target, may_be_asked, read
from tests.codes import refused

WRONG = [
    *("", "/in", "hook.example.org", "//hook.example.org/", "https:", "https:///in", "https:/hook.example.org/"),
    *("ftp://hook.example.org/", "file:///etc/passwd", "javascript:alert(1)", "gopher://hook.example.org/"),
    # A user name, which some programs take for the host, and others not.
    *("https://user:word@hook.example.org/", "https://user@hook.example.org/", "https://@hook.example.org/"),
    *("https://8.8.8.8@127.0.0.1/", "https://hook.example.org%40127.0.0.1/", "https://hook.example.org\\@127.0.0.1/"),
    # Ports.
    *("https://hook.example.org:99999/", "https://hook.example.org:0/", "https://hook.example.org:25/"),
    *("https://hook.example.org:6379/", "https://hook.example.org:/", "https://hook.example.org:+443/"),
    *("https://hook.example.org:443:443/", "https://hook.example.org:４４３/"),
    # IPv4 in spellings that a resolver or a browser understands.
    *("http://2130706433/", "http://0x7f000001/", "http://0x7f.1/", "http://127.1/", "http://0177.0.0.1/"),
    *("http://127.0.0.1./", "http://017700000001/", "http://127.0.0.0x1/", "http://a.0x/", "http://127.0.0.1.5/"),
    *("http://127.0.0.256/", "http://127.000.000.001/"),
    # IPv6 with a zone, without its end, with more after it.
    *("http://[fe80::1%25eth0]/", "http://[fe80::1%eth0]/", "http://[::1/", "http://::1/", "http://[::1]x.example/"),
    *("http://[v1.a]/", "http://[]/", "http://[::1]:x/"),
    # Names.
    *("https://hook.example.org./", "https://.example.org/", "https://hook..org/", "https://-hook.example.org/"),
    *(f"https://{'a' * 64}.example.org/", f"https://{'a.' * 130}org/", "https://ho*ok.example.org/"),
    "https://hook%2eexample.org/",
    # What no one sees, and what would be a second header.
    *("https://hook.example.org/a b", " https://hook.example.org/", "https://hook.example.org/a\r\nX-More: 1"),
    *("https://hook.example.org/\0", "https://hook.example.org/\tb", "https://hook.example.org\n/"),
    f"https://hook.example.org/{'a' * 9000}",
]
# What looks like something other than it is, once it is in its usual spelling.
DISGUISED = [
    "http://１２７.０.０.１/",
    "http://127。0。0。1/",
    "http://①②⑦.0.0.1/",
    "http://[::1]/",
    "http://[0:0::1]/",
]


@pytest.mark.parametrize("url", WRONG)
def test_what_is_written_oddly_is_refused(url: str) -> None:
    with pytest.raises(NotAsked) as raised:
        read(url)
    assert raised.value.code == "address"


@pytest.mark.parametrize("url", ["http://localhost/", "https://intranet/", "http://LOCALHOST:8080/"])
def test_a_name_of_one_word_belongs_to_the_own_network(url: str) -> None:
    with pytest.raises(NotAsked) as raised:
        read(url)
    assert (raised.value.code, raised.value.reason) == ("private", "one-label")


@pytest.mark.parametrize("url", DISGUISED)
def test_a_disguised_address_is_read_as_what_it_is(url: str) -> None:
    assert read(url).host in ("127.0.0.1", "::1")
    assert not may_be_asked(url)


@pytest.mark.parametrize(
    ("url", "target"),
    [
        ("https://hook.example.org", Target("https", "hook.example.org", 443, "/")),
        ("HTTPS://Hook.Example.ORG:8443/A?b=1#c", Target("https", "hook.example.org", 8443, "/A?b=1")),
        ("http://bücher.example/ä?ö=ü", Target("http", "xn--bcher-kva.example", 80, "/%C3%A4?%C3%B6=%C3%BC")),
        ("http://8.8.8.8:8080/%20", Target("http", "8.8.8.8", 8080, "/%20")),
        ("http://[2606:4700:4700:0::1111]/", Target("http", "2606:4700:4700::1111", 80, "/")),
        ("https://a_b.example.org?x", Target("https", "a_b.example.org", 443, "/?x")),
    ],
)
def test_what_is_written_well_is_read(url: str, target: Target) -> None:
    assert read(url) == target
    assert may_be_asked(url)


@pytest.mark.parametrize(
    ("url", "header"),
    [
        ("https://hook.example.org:443/", "hook.example.org"),
        ("http://hook.example.org:443/", "hook.example.org:443"),
        ("http://[2606::1]:8080/", "[2606::1]:8080"),
    ],
)
def test_the_host_header_names_the_port_if_it_is_not_the_usual_one(url: str, header: str) -> None:
    assert read(url).host_header == header


def test_schemes_can_be_narrowed() -> None:
    with refused("address"):
        read("http://hook.example.org/", schemes=("https",))
    assert not may_be_asked("http://hook.example.org/", schemes=("https",))


HOSTS = st.one_of(
    st.text(max_size=60),
    st.lists(st.sampled_from(["hook", "Ünï", ".", "-", "org", ":80", "[2606::1]", "8.8.8.8", "@", "%41"])).map(
        "".join
    ),
)


@given(HOSTS, st.text(max_size=40))
@example("ünï.Example.org:8080", "ä b/%C3?x=ä#y")
def test_whatever_is_written_is_refused_or_read_and_reads_the_same_again(host: str, path: str) -> None:
    try:
        target = read(f"http://{host}/{path}")
    except NotAsked:
        return
    assert target.host.isascii()
    assert target.path.isascii()
    assert read(f"http://{target.host_header}{target.path}") == target
