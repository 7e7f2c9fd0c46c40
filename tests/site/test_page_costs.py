"""What a page asks of the database and of a reader's connection. A page that costs more needs a reason, said here."""

from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import get_resolver, resolve
from pytest_django import DjangoDbBlocker, Settings

from facilities.models import Town
from rehabsite.hot.tidying import tidied
from search.templatetags.once import parts
from tests.bench.fill import add
from tests.demo import seeded
from tests.site.hot.reading import Reader
from tests.site.hot.test_asking import views
from tests.site.sitemaps import locations

BYTES = 60_000
TOWN = "/states/tx/…/"
# Queries of a page as it is rendered to be kept, with parts that it shares with others, for each kind of address.
QUERIES = {
    "/": 6,
    "/articles/": 3,
    "/articles/?page=2": 3,
    "/articles/starting-buprenorphine/": 4,
    "/tags/": 3,
    "/tags/buprenorphine/": 5,
    "/people/anneke-valdor/": 4,
    "/questions/": 4,
    "/glossary/": 2,
    "/phases/": 1,
    "/phases/medication/": 6,
    "/programs/": 1,
    "/programs/blue-kettle-first-year/": 4,
    "/corrections/": 9,
    "/feed.xml": 2,
    "/sitemap.xml": 2,
    "/sitemap/article-0.xml": 1,
    "/sitemap/town-0.xml": 1,
    "/states/": 1,
    "/states/tx/": 3,
    TOWN: 6,
    "/near/": 1,
    "/near/?place=78701": 4,
    "/list/?p=blue-kettle-opioid-treatment-program-austin": 4,
    "/cities/": 2,
    "/cities/austin/": 6,
    "/cities/austin/?medicine=methadone&page=1": 4,
    "/cities/austin/sheet/": 3,
    "/cities/austin/ranking/": 6,
    "/cities/austin/ranking/1/": 6,
    "/cities/austin/ranking.json": 2,
    "/cities/austin/ranking/1.json": 2,
    "/rankings/method/": 1,
    "/facilities/blue-kettle-opioid-treatment-program-austin/": 5,
    "/facilities/blue-kettle-opioid-treatment-program-austin/report/": 1,
    "/facilities/blue-kettle-opioid-treatment-program-austin/report/sent/": 1,
    "/search/?q=buprenorphine": 9,
    "/contact/": 2,
    "/contact/blue-kettle-opioid-treatment-program-austin/": 3,
    "/medicines/": 6,
    "/paying/": 6,
    "/families/": 6,
    **dict.fromkeys(("/help/", "/more/", "/privacy/", "/privacy/health-data/", "/accessibility/", "/robots.txt"), 0),
    **dict.fromkeys(("/about/how-we-check/", "/about/staying-private/", "/about/who-pays/"), 1),
}
# Where what the database does grows with the site, since it reads all that it counts or names: why, and by how many
# steps at most for each article, question and place more. One place of twenty is in a city.
GROWING = {
    "/states/": ("counts every place", 18),
    "/states/tx/": ("names every town with a place", 12),
    "/cities/": ("counts the places of every city", 2),
    "/cities/austin/": ("counts by choices all places of the city", 1),
    "/cities/austin/?medicine=methadone&page=1": ("the same", 1),
    "/cities/austin/sheet/": ("the same", 2),
    "/phases/medication/": ("looks at the newest of its topics, and counts the places of cities", 16),
    "/near/?place=78701": ("measures to each place near by", 9),
    "/sitemap/article-0.xml": ("up to 5,000 addresses", 23),
    "/sitemap/town-0.xml": ("up to 5,000 addresses", 2),
    "/search/?q=buprenorphine": ("see test_search", 1),
}
NO_PAGES = {
    *("inquiry", "inquiry-facilities", "inquiry-withdraw", "inquiry-delete", "forwarded", None),  # behind a seal
    *("preview", "card", "picture", "security", "metrics", "healthz", "readyz"),
    *("markdownx_markdownify", "markdownx_paste", "markdownx_describe", "markdownx_upload"),
}
AT_FIRST, MORE, SLACK = {"articles": 60, "questions": 260, "facilities": 120}, 200, 30


@pytest.fixture(scope="module", autouse=True)
def _demo(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with seeded(django_db_blocker, django_db_setup, tick=False):
        add(articles=0, questions=0, facilities=4)  # the demo's own are all in cities
        yield


def test_each_kind_of_address_has_its_limit() -> None:
    limited = {resolve(path.partition("?")[0].replace("…", "-")).url_name for path in QUERIES}
    assert {name for name, _view in views(get_resolver().url_patterns)} - NO_PAGES == limited


@pytest.mark.django_db
def test_a_page_asks_the_database_no_more_than_this(settings: Settings) -> None:
    settings.CONSUMER_HEALTH_POLICY = True
    reader, over = Reader(), {}
    reader.get("/privacy/")  # the day and the connection
    for path, most in QUERIES.items():
        with CaptureQueriesContext(connection) as asked:
            assert reader.get(found(path)).status == 200, path
        if len(asked) > most:
            over[path] = (len(asked), [one["sql"][:120] for one in asked])
    assert over == {}


@pytest.mark.django_db
def test_what_the_database_does_for_a_page_does_not_grow_with_the_site(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Steps of SQLite's machine, which no other process makes more. Lists count to a limit: here it is low."""
    if connection.vendor != "sqlite":
        return  # the same queries; PostgreSQL says nothing of its steps
    settings.CONSUMER_HEALTH_POLICY = True
    monkeypatch.setattr("search.lists.COUNTED_PAGES", 2)
    monkeypatch.setattr("articles.listing.COUNTED", 2)
    monkeypatch.setattr("tests.bench.fill.TAGS", 4)  # so that each has more than one page at first
    paths = ["/tags/topic-0/", "/people/person-0/", *QUERIES]
    add(**AT_FIRST)
    before = {path: steps(path) for path in paths}
    add(articles=MORE, questions=MORE, facilities=MORE)
    after = {path: steps(path) for path in paths}
    most = {path: before[path] + MORE * each for path, (_reason, each) in GROWING.items()}
    limits = {path: most.get(path, 1.2 * before[path]) + SLACK for path in paths}
    assert {path: (before[path], after[path]) for path in paths if after[path] > limits[path]} == {}


def found(path: str) -> str:
    town = Town.objects.with_pages().order_by("pk").first() if path == TOWN else None
    return town.get_absolute_url() if town else path


def steps(path: str) -> int:
    made = [0]

    def step() -> None:
        made[0] += 1

    reader, path = Reader(room=0), found(path)
    reader.get(path)
    connection.connection.set_progress_handler(step, 1)
    assert reader.get(path).status == 200, path
    connection.connection.set_progress_handler(None, 0)
    return made[0]


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
    reader = Reader()
    pages = {path: reader.get(path) for path in {*locations(Client()), *map(found, QUERIES)}}
    html = {path: read.body for path, read in pages.items() if read.headers["Content-Type"].startswith("text/html")}
    assert len(html) > 100
    assert {path: len(tidied(body)) for path, body in html.items() if len(tidied(body)) > BYTES} == {}
