"""Whole pages are kept, answered with an ETag, and never served after a change."""

import gzip
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import Any
from unittest.mock import patch
from zoneinfo import ZoneInfo

import brotli
import pytest
import time_machine
from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from articles.models import Article
from rehabsite.hot.asking import rendering
from review.services.publishing import withdraw
from search.services import public_changed, public_version
from tests.articles.making import make_live
from tests.site.hot.reading import Read, Reader

pytestmark = pytest.mark.django_db
ARTICLE = "/articles/naloxone/"


@pytest.fixture
def reader() -> Reader:
    make_live()
    return Reader()


def test_the_second_reader_gets_the_kept_page(reader: Reader) -> None:
    first, second = reader.get(ARTICLE), reader.get(ARTICLE)
    assert first.body == second.body
    assert first.headers.items() == second.headers.items()
    assert second.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    assert reader.renders == 1


def test_it_says_all_that_django_says(reader: Reader) -> None:
    reader.get(ARTICLE)
    kept, told = reader.get(ARTICLE).headers, reader.past_the_shelf(rendering(ARTICLE, "")).headers
    assert told["Content-Security-Policy"]
    assert told["Cache-Control"] is None  # the layer says it, of what is for everyone
    for name, value in told.items():
        if name != "Content-Length":
            assert sorted(kept[name].split("; ")) == sorted(value.split("; "))


def test_who_has_the_page_already_is_told_so(reader: Reader) -> None:
    tag = reader.get(ARTICLE).headers["ETag"]
    again = reader.get(ARTICLE, HTTP_IF_NONE_MATCH=tag)
    assert (again.status, again.body, again.headers["ETag"]) == (304, b"", tag)
    assert again.headers["Vary"] == "Accept-Encoding"


def test_a_head_request_gets_the_headers_of_the_page(reader: Reader) -> None:
    head = reader.get(ARTICLE, method="HEAD")
    whole = reader.get(ARTICLE)
    assert (head.status, head.body) == (200, b"")
    assert head.headers.items() == whole.headers.items()
    assert int(head.headers["Content-Length"]) == len(whole.body)
    assert reader.renders == 1


def test_one_render_serves_all_encodings(reader: Reader) -> None:
    plain = reader.get(ARTICLE)
    packed = reader.get(ARTICLE, HTTP_ACCEPT_ENCODING="gzip, deflate, br")
    zipped = reader.get(ARTICLE, HTTP_ACCEPT_ENCODING="gzip")
    assert packed.headers["Content-Encoding"] == "br"
    assert brotli.decompress(packed.body) == plain.body == gzip.decompress(zipped.body)
    assert len({one.headers["ETag"] for one in (plain, packed, zipped)}) == 3
    assert reader.renders == 1


def test_it_is_compressed_better_when_there_is_time(reader: Reader) -> None:
    quick = reader.get(ARTICLE, HTTP_ACCEPT_ENCODING="br")
    for _ in range(600):
        best = reader.get(ARTICLE, HTTP_ACCEPT_ENCODING="br")
        if best.headers["ETag"] != quick.headers["ETag"]:
            break
        time.sleep(0.1)
    assert len(best.body) < len(quick.body)
    assert brotli.decompress(best.body) == brotli.decompress(quick.body)
    assert reader.get(ARTICLE, HTTP_IF_NONE_MATCH=quick.headers["ETag"]).status == 304
    assert reader.renders == 1


def test_after_any_change_a_page_is_rendered_anew_and_keeps_its_tag_if_it_says_the_same(reader: Reader) -> None:
    tag = reader.get(ARTICLE, HTTP_ACCEPT_ENCODING="br").headers["ETag"]
    public_changed()
    reader.hot.versions.expire()
    assert reader.get(ARTICLE, HTTP_IF_NONE_MATCH=tag).status == 304
    assert reader.renders == 2
    assert len(reader.hot.shelf) == 1


def test_what_is_withdrawn_is_gone_at_once(reader: Reader) -> None:
    assert reader.get(ARTICLE).status == 200
    before = public_version()
    withdraw(subject=Article.objects.get(), by=None, because="Out of date.")
    assert public_version() > before
    reader.hot.versions.expire()
    gone = reader.get(ARTICLE)
    assert (gone.status, gone.headers["ETag"]) == (410, None)


def test_a_page_rendered_during_a_change_is_not_served_after_it(reader: Reader) -> None:
    def slow(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = render(request, *args, **kwargs)  # type: ignore[arg-type]
        withdraw(subject=Article.objects.get(), by=None, because="Out of date.")
        reader.hot.versions.expire()
        return response

    with patch("articles.views.render", side_effect=slow):
        assert reader.get(ARTICLE).status == 200
    assert reader.get(ARTICLE).status == 410


def test_a_new_day_renders_anew(reader: Reader) -> None:
    zone = ZoneInfo("America/Chicago")
    for day, renders in ((1, 1), (2, 2)):
        with time_machine.travel(datetime(2026, 6, day, 12, tzinfo=zone), tick=False):
            reader.hot.versions.expire()
            reader.get(ARTICLE)
            reader.get(ARTICLE)
            assert reader.renders == renders


def test_no_query_makes_a_page_of_its_own(reader: Reader) -> None:
    pages = [reader.get(f"{ARTICLE}?x={n}&utm_source=a") for n in range(20)]
    assert len({page.body for page in pages}) == 1
    assert b"utm_source" not in pages[0].body
    assert reader.renders == 1
    assert reader.get("/articles/?page=1&x=1").body == reader.get("/articles/").body
    assert reader.renders == 2


def test_a_page_that_is_not_there_is_not_found_and_not_kept(reader: Reader) -> None:
    assert [reader.get(f"/articles/?page={page}").status for page in ("2", "x", "%D9%A1", "0")] == [404] * 4
    assert len(reader.hot.shelf) == 0


POISON = {
    "HTTP_COOKIE": "sessionid=poison; csrftoken=poison",
    "HTTP_X_FORWARDED_HOST": "poison.example",
    "HTTP_X_FORWARDED_PREFIX": "/poison",
    "HTTP_X_FORWARDED_PROTO": "poison",
    "HTTP_X_FORWARDED_FOR": "203.0.113.9",
    "HTTP_FORWARDED": "host=poison.example",
    "HTTP_X_ORIGINAL_URL": "/poison/",
    "HTTP_X_REWRITE_URL": "/poison/",
    "HTTP_X_HTTP_METHOD_OVERRIDE": "POST",
    "HTTP_SCRIPT_NAME": "/poison",
    "HTTP_PATH_INFO": "/poison",
    "HTTP_ACCEPT_LANGUAGE": "poison",
    "HTTP_USER_AGENT": "poison",
    "HTTP_REFERER": "https://poison.example/",
    "HTTP_HOST": "localhost",
    "SERVER_NAME": "poison.example",
    "SCRIPT_URL": "/poison/articles/naloxone/",
    "REDIRECT_URL": "/poison/articles/naloxone/",
    "RAW_URI": "/poison/",
}


def test_nothing_but_the_address_gets_into_a_kept_page(reader: Reader) -> None:
    clean = reader.get(ARTICLE).body
    for name, value in POISON.items():
        public_changed()  # so that it is rendered anew, and the parts that pages share, too
        first = Reader()
        poisoned = first.get(ARTICLE, **{name: value})
        assert first.get(ARTICLE).body == Reader().get(ARTICLE).body == poisoned.body == clean, name
        assert "Set-Cookie" not in poisoned.headers


def test_no_page_of_another_path_is_kept_or_served_under_a_prefix(reader: Reader) -> None:
    """As gunicorn tells it when it believes a proxy's SCRIPT_NAME: the path is cut."""
    home = reader.get("/").body
    prefixed = reader.get("/", SCRIPT_NAME="/articles/naloxone")
    assert b"/articles/naloxone/articles/" not in prefixed.body
    assert reader.get(ARTICLE).body != home
    assert reader.get("/").body == home


def test_a_host_that_is_not_ours_is_refused_also_for_kept_pages(reader: Reader) -> None:
    reader.get(ARTICLE)
    assert reader.get(ARTICLE, HTTP_HOST="evil.example").status == 400


@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/contact/", "/search/?q=naloxone", "/nowhere/"])
def test_what_is_not_for_everyone_is_not_kept(path: str, reader: Reader) -> None:
    for _ in range(2):
        assert "public" not in reader.get(path).headers.get("Cache-Control", "")
    assert (reader.renders, len(reader.hot.shelf)) == (2, 0)


@pytest.mark.django_db(transaction=True)
def test_a_herd_is_served_by_one_render() -> None:
    reader, go = Reader(), threading.Event()
    pages: list[Read] = []
    django = reader.django

    def slowly(environ: Any, start_response: Any) -> Any:
        go.wait(20)
        return django(environ, start_response)

    def ask() -> None:
        try:
            pages.append(reader.get("/privacy/"))
        finally:
            connection.close()

    with patch.object(reader, "django", slowly), ThreadPoolExecutor(12) as pool:
        asked = [pool.submit(ask) for _ in range(12)]
        while sum(flight.waiting for flight in list(reader.hot._flights.values())) < 11:
            time.sleep(0.01)
        go.set()
    assert [one.exception() for one in asked] == [None] * 12
    assert [page.status for page in pages] == [200] * 12
    assert reader.renders == 1


def failing() -> Any:
    return patch("rehabsite.hot.version.Versions._read", side_effect=OperationalError("the disk is full"))


def test_kept_pages_are_served_while_the_database_fails(reader: Reader) -> None:
    whole = reader.get(ARTICLE)
    reader.hot.versions.expire()
    with failing():
        assert reader.get(ARTICLE).body == whole.body
        assert reader.get(ARTICLE, HTTP_IF_NONE_MATCH=whole.headers["ETag"]).status == 304
    assert reader.renders == 1


def test_a_database_that_was_never_there_keeps_nothing(reader: Reader) -> None:
    with failing():
        assert reader.get("/help/").status == 200
    assert len(reader.hot.shelf) == 0


def test_help_and_errors_need_no_database(django_assert_num_queries: Any) -> None:
    reader = Reader()
    with django_assert_num_queries(0), failing():
        assert reader.get("/help/").status == 200
        assert reader.get("/help/", HTTP_HOST="evil.example").status == 400


def test_what_is_not_there_is_said_while_nobody_knows_where_old_addresses_lead() -> None:
    with failing(), patch("rehabsite.old_addresses.by_path", side_effect=OperationalError("gone")):
        assert Reader().get("/nowhere/").status == 404
