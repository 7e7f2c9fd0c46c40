"""No address, query, identifier or header that anyone can send is answered with an error of the server.

The addresses come from the URL conf, so that a new one is asked as well; those that take a part get parts that no row
has, in every shape that a database may choke on.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import product
from typing import Any
from urllib.parse import quote

import pytest
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.conftest import StaffClient

UUID = "00000000-0000-4000-8000-000000000000"
IDS = (
    "0",
    "1",
    "-1",
    "9" * 19,
    "9" * 400,
    UUID,
    "x",
    "1.5",
    "1e9",
    "None",
    "a_5F",
    "é",
    "٣",
    "'",
    "%",
    "../1",
    "a" * 300,
)
PART = re.compile(r"<[^>]+>|\(\?P<\w+>[^)]*\)\??")
QUERIES = [
    "q=%27",
    "q=" + "x" * 3000,
    "q=%F0%28%8C%28",
    "p=x",
    "p=-1",
    "p=999999999999999999999",
    "o=99",
    "o=-1.2.x",
    "o=" + "1." * 400,
    "all=1",
    "e=1",
    "page=0",
    "page=x",
    "page=" + "9" * 40,
    "id__exact=x",
    "id=" + "9" * 40,
    "id__in=" + ",".join("1" * 2000),
    "pk=x",
    "_to_field=x",
    "_popup=x",
    "facility=x",
    "facility=" + "9" * 40,
    "ids=x",
    "_changelist_filters=%00x"[:22],
    "inquiry__id__exact=x",
    "user__password__startswith=a",
    "state=x",
    "city=x",
    "place=%27",
    "waits=x",
    "whose=x",
    "month=13",
    "year=x",
    "day=2026-02-31",
    "date=x",
    "from=x",
    "version=x",
    "against=" + "9" * 40,
    "app_label=x",
    "app_label=contact&model_name=x&field_name=x&term=x",
    "&" * 900,
    "=",
    "%",
    "%zz",
    "a[]=1",
    "a=1;b=2",
    "+=1",
]
HEADERS = [
    {"Cookie": 'sessionid="\\000"; csrftoken=é'},
    {"Accept-Encoding": "br;q=x, *;q=0"},
    {"If-None-Match": '"' * 500},
    {"If-Modified-Since": "yesterday"},
    {"Range": "bytes=9-1"},
    {"Accept-Language": "x" * 3000},
    {"Referer": "http://[::1"},
    {"Origin": "null"},
    {"X-Forwarded-For": "x, ,::, 999.1.1.1"},
    {"Content-Type": "multipart/form-data"},
    {"X-Requested-With": "XMLHttpRequest", "Accept": "\x01"},
    {"Sec-Fetch-Site": "x"},
    {"User-Agent": ""},
]


def patterns(found: list[URLPattern | URLResolver], before: str = "") -> Iterator[str]:
    for one in found:
        here = before + re.sub(r"^\^|\\Z$|\$$", "", str(one.pattern))
        if isinstance(one, URLResolver):
            yield from patterns(one.url_patterns, here)
        else:
            yield f"/{here}"


ROUTES = sorted(set(patterns(get_resolver().url_patterns)))
WITH_PARTS = [route for route in ROUTES if PART.search(route) and "(?P<url>" not in route]
WITHOUT = [route for route in ROUTES if not PART.search(route)]


def with_part(route: str, part: str) -> str:
    return PART.sub(lambda _match: quote(part, safe="/%"), route)


@pytest.fixture
def visitor() -> Client:
    return Client(raise_request_exception=False, headers={"Sec-Fetch-Site": "same-origin"})


@pytest.fixture
def root(staff: Callable[..., StaffClient]) -> StaffClient:
    """Someone who may do everything."""
    client = staff(superuser=True)
    client.raise_request_exception = False
    return client


def errors(ways: Iterable[tuple[Callable[..., Any], str]], **headers: str) -> list[str]:
    """What the server got wrong. 503 is an answer: the form says so when it is closed."""
    found = []
    for way, path in ways:
        status = way(path, headers=headers).status_code
        if status >= 500 and status != 503:
            found.append(f"{way.__name__} {path[:200]}: {status}")
    return found


@pytest.mark.django_db
class TestNobodyGetsAnErrorOfTheServer:
    def test_by_an_identifier_that_no_row_has(self, visitor: Client, root: StaffClient) -> None:
        assert len(WITH_PARTS) > 60
        for number, route in enumerate(WITH_PARTS):
            client = root if "/admin/" in route else visitor
            # Each shape is asked of a fifth of the addresses, and each address for a fifth of the shapes.
            parts = [part for place, part in enumerate(IDS) if place % 5 == number % 5]
            assert errors((client.get, with_part(route, part)) for part in parts) == []
            assert errors([(client.post, with_part(route, parts[0]))]) == []

    def test_by_a_query(self, visitor: Client, root: StaffClient) -> None:
        for number, route in enumerate(WITHOUT):
            client = root if "/admin/" in route else visitor
            asked = [query for place, query in enumerate(QUERIES) if place % 9 == number % 9]
            assert errors((client.get, f"{route}?{query}") for query in asked) == []

    def test_by_a_header(self, visitor: Client, root: StaffClient) -> None:
        # Short pages: headers are read on the way to them.
        pages = [(visitor, "/tags/"), (visitor, "/contact/"), (root, "/admin/password_change/")]
        for (client, route), headers in product(pages, HEADERS):
            assert errors([(client.get, route), (client.post, route)], **headers) == []

    def test_where_a_page_of_the_admin_leads_to_a_row_that_there_is_not(self, root: StaffClient) -> None:
        """Of every type: Django's own view of it knows keys that are numbers alone."""
        types = [ContentType.objects.get_for_model(model).pk for model in admin.site._registry]
        paths = [
            f"/admin/r/{kind}/{part}/" for kind, part in product([*types, 0, "9" * 40], ("1", "x", UUID, "9" * 40))
        ]
        assert errors((root.get, path) for path in paths) == []

    def test_by_a_number_that_no_database_has_room_for(self, root: StaffClient) -> None:
        """A key to another row, in any list of the admin."""
        for model, page in admin.site._registry.items():
            keys = [field.name for field in model._meta.fields if field.many_to_one]
            label = f"{model._meta.app_label}_{model._meta.model_name}"
            list_of = reverse(f"admin:{label}_changelist")
            assert errors((root.get, f"{list_of}?{key}={'9' * 40}") for key in [*keys, "id"]) == [], page
