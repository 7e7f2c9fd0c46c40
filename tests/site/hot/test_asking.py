"""Which addresses have a page that is kept, and under which key."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import URLPattern, URLResolver, get_resolver
from pytest_django import Settings

from rehabsite.hot.asking import is_ordinary, known_names, known_part, rendering
from search.kept import kept_query
from search.templatetags.once import GENERATION

# Whoever adds an address for readers marks its view with `kept`, or says here why its pages are not kept.
NEVER_KEPT = {
    "search": "what someone typed",
    "contact": "a form of your own",
    "contact-facility": "a form of your own",
    "inquiry": "one person's",
    "inquiry-facilities": "one person's",
    "inquiry-withdraw": "one person's",
    "inquiry-delete": "one person's",
    "forwarded": "one facility's",
    "preview": "whoever has the link",
    "card": "a file",
    "picture": "a file",
    "near": "what someone typed",
    "list": "what someone picked",
    "healthz": "asked again each time",
    "readyz": "asked again each time",
    "metrics": "asked again each time",
    "security": "says until when it holds",
    "markdownx_markdownify": "staff's",
    "markdownx_upload": "staff's",
    "markdownx_paste": "staff's",
    "markdownx_describe": "staff's",
    None: "answers like a link that opens nothing",
}


def views(patterns: list[URLPattern | URLResolver]) -> Iterator[tuple[str | None, Any]]:
    for one in patterns:
        if isinstance(one, URLPattern):
            yield one.name, one.callback
        elif one.namespace != "admin":
            yield from views(one.url_patterns)


def test_each_address_is_kept_or_says_why_not() -> None:
    found = dict(views(get_resolver().url_patterns))
    assert {name for name, view in found.items() if kept_query(view) is None} == set(NEVER_KEPT)


@pytest.mark.parametrize(
    "path", ["/nowhere/", "/articles", "//articles/", "/\xff/", "/admin/", "/static/css/site.css"]
)
def test_an_address_without_a_page_is_not_kept(path: str) -> None:
    assert known_names(path) is None


@pytest.mark.parametrize(
    ("query", "part"),
    [
        ("", ""),
        ("x=1", ""),
        ("page=2", "page=2"),
        ("page=1", ""),
        ("utm_source=a&page=2&x", "page=2"),
        ("a=1&x=2&page=2&a=3", "a=1&a=3&page=2"),
        ("page=2&page=3", "page=3"),
        ("page=02", "page=0"),
        ("page=%32", "page=0"),
        ("page=%D9%A2", "page=0"),
        ("page=2;x=1", "page=0"),
        ("page=12345678", "page=0"),
        ("page", "page=0"),
        ("page=", "page=0"),
        ("%70age=2", ""),
        ("b=2&a&c&a", "a&a"),
    ],
)
def test_of_a_query_stays_what_the_page_knows(query: str, part: str) -> None:
    assert known_part(query, frozenset({"page", "a"})) == part


PLAIN = {
    "REQUEST_METHOD": "GET",
    "PATH_INFO": "/",
    "SCRIPT_NAME": "",
    "HTTP_HOST": "127.0.0.1",
    "wsgi.url_scheme": "http",
}


@pytest.mark.parametrize(
    ("more", "ordinary"),
    [
        ({}, True),
        ({"HTTP_HOST": "127.0.0.1:8000"}, True),
        ({"HTTP_HOST": "evil.example"}, False),
        ({"HTTP_HOST": ""}, False),
        ({"HTTP_HOST": "127.0.0.1@evil.example"}, False),
        ({"SCRIPT_NAME": "/articles"}, False),
        ({"PATH_INFO": "/articles/?page=2"}, False),
        ({"CONTENT_LENGTH": "0"}, True),
        ({"CONTENT_LENGTH": "5"}, False),
        ({"HTTP_TRANSFER_ENCODING": "chunked"}, False),
        ({"HTTP_COOKIE": "sessionid=1", "HTTP_X_FORWARDED_HOST": "evil.example"}, True),
    ],
)
def test_only_plain_requests_get_kept_pages(more: dict[str, str], ordinary: bool) -> None:
    assert is_ordinary(PLAIN | more) is ordinary


@pytest.mark.parametrize(
    ("header", "more", "ordinary"),
    [
        (None, {}, False),
        (None, {"wsgi.url_scheme": "https"}, True),
        (None, {"HTTP_X_FORWARDED_PROTO": "https"}, False),
        (("HTTP_X_FORWARDED_PROTO", "https"), {"HTTP_X_FORWARDED_PROTO": "https"}, True),
        (("HTTP_X_FORWARDED_PROTO", "https"), {"HTTP_X_FORWARDED_PROTO": "http", "wsgi.url_scheme": "https"}, False),
        (("HTTP_X_FORWARDED_PROTO", "https"), {"HTTP_X_FORWARDED_PROTO": "https, http"}, True),
    ],
)
def test_where_https_is_wanted_nothing_else_is_answered(
    header: tuple[str, str] | None, more: dict[str, str], ordinary: bool, settings: Settings
) -> None:
    settings.SECURE_SSL_REDIRECT, settings.SECURE_PROXY_SSL_HEADER = True, header
    assert is_ordinary(PLAIN | more) is ordinary


def test_a_page_is_rendered_from_its_address_alone() -> None:
    asked = rendering("/articles/", "page=2", (1, 2))
    asked = {name: value for name, value in asked.items() if not name.startswith("wsgi.")}
    assert asked == {
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": "/articles/",
        "QUERY_STRING": "page=2",
        "SERVER_NAME": "127.0.0.1",
        "SERVER_PORT": "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "HTTP_HOST": "127.0.0.1",
        GENERATION: (1, 2),
    }
