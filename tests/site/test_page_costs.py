"""What a page asks of the database and of a reader's connection. A page that costs more needs a reason, said here."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from rehabsite.hot.tidying import tidied
from search.templatetags.once import parts
from tests.demo import seeded
from tests.site.hot.reading import Reader
from tests.site.sitemaps import locations

BYTES = 60_000
# Queries of the page as it is rendered to be kept, with parts that it shares with others. A path stands for its kind.
QUERIES = {
    "/": 6,
    "/articles/": 4,
    "/articles/?page=2": 4,
    "/articles/starting-buprenorphine/": 4,
    "/tags/": 3,
    "/tags/buprenorphine/": 5,
    "/people/anneke-valdor/": 4,
    "/questions/": 4,
    "/glossary/": 2,
    "/phases/": 2,
    "/phases/medication/": 6,
    "/corrections/": 9,
    "/feed.xml": 3,
    "/help/": 0,
    "/privacy/": 0,
    "/about/how-we-check/": 4,
    "/about/staying-private/": 0,
}


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded(django_db_blocker, django_db_setup, tick=False):
        yield


@pytest.mark.django_db
@pytest.mark.parametrize("path", QUERIES)
def test_a_page_asks_the_database_no_more_than_this(path: str) -> None:
    reader = Reader()
    reader.get("/privacy/")  # the day and the connection
    with CaptureQueriesContext(connection) as asked:
        assert reader.get(path).status == 200
    assert len(asked) <= QUERIES[path], [one["sql"][:120] for one in asked]


@pytest.mark.django_db
def test_parts_that_are_rendered_once_say_what_each_page_would_say() -> None:
    """Each page is rendered twice: alone, and after all others have left their parts."""
    reader, client = Reader(room=0), Client()
    paths = [path for path in locations(client) if not path.startswith("/facilities/")]
    paths += ["/near/?place=xyzzyville", "/search/?q=bupe", "/cities/austin/?medicine=methadone"]  # for one person
    assert len(paths) > 60
    alone = {path: tidied(client.get(path).content) for path in paths}
    for _ in range(2):
        for path in reversed(paths):
            assert tidied(reader.get(path).body) == alone[path], path


@pytest.mark.django_db
def test_pages_for_one_person_share_parts_too_and_made_up_addresses_make_none() -> None:
    reader = Reader()
    reader.get("/near/")
    there = dict(parts.texts)
    assert {"top", "nav", "footer"} <= {str(key[0]) for key in there if isinstance(key, tuple)}
    assert reader.get("/made-up/").status == 404
    assert parts.texts == there


@pytest.mark.django_db
def test_no_page_is_heavier_than_this() -> None:
    client = Client()
    sizes = {path: len(tidied(client.get(path).content)) for path in locations(client)}
    assert {path: size for path, size in sizes.items() if size > BYTES} == {}
