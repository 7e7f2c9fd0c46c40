"""Whole pages are kept, answered with an ETag, and never served after a change."""

import gzip
from unittest.mock import patch

import brotli
import pytest
import time_machine
from django.test import Client

from rehabsite.pagecache import _encoding
from review.services.publishing import withdraw
from search.services import public_version
from tests.articles.making import make_live

pytestmark = pytest.mark.django_db


def test_the_second_reader_gets_the_kept_page(client: Client) -> None:
    make_live()
    first = client.get("/articles/naloxone/")
    with patch("articles.views.render", side_effect=AssertionError("rendered again")):
        second = client.get("/articles/naloxone/")
    assert second.content == first.content
    assert second["Cache-Control"] == "public, max-age=0, must-revalidate"


def test_who_has_the_page_already_is_told_so(client: Client) -> None:
    etag = client.get("/articles/")["ETag"]
    again = client.get("/articles/", headers={"if-none-match": etag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_makes_the_old_page_unreachable(client: Client) -> None:
    article = make_live()
    etag = client.get("/articles/")["ETag"]
    before = public_version()
    withdraw(subject=article, by=None, because="Out of date.")
    assert public_version() > before
    assert client.get("/articles/", headers={"if-none-match": etag}).status_code == 200
    assert client.get("/articles/naloxone/").status_code == 410


def test_a_page_rendered_during_a_change_is_not_served_after_it(client: Client) -> None:
    article = make_live()

    def slow_reader(*args: object, **kwargs: object) -> object:
        from django.shortcuts import render

        response = render(*args, **kwargs)  # type: ignore[arg-type]
        withdraw(subject=article, by=None, because="Out of date.")
        return response

    with patch("articles.views.render", side_effect=slow_reader):
        assert client.get("/articles/naloxone/").status_code == 200
    assert client.get("/articles/naloxone/").status_code == 410


def test_a_new_day_renders_anew(client: Client) -> None:
    with time_machine.travel("2026-06-01 12:00", tick=False):
        client.get("/articles/")
    with (
        time_machine.travel("2026-06-02 12:00", tick=False),
        patch("articles.views.render", side_effect=RuntimeError("rendered")),
        pytest.raises(RuntimeError),
    ):
        client.get("/articles/")


def test_pages_are_compressed_as_the_reader_asks(client: Client) -> None:
    plain = client.get("/privacy/").content
    packed = client.get("/privacy/", headers={"accept-encoding": "gzip, deflate, br"})
    assert packed["Content-Encoding"] == "br"
    assert brotli.decompress(packed.content) == plain
    zipped = client.get("/privacy/", headers={"accept-encoding": "gzip"})
    assert gzip.decompress(zipped.content) == plain
    assert "Accept-Encoding" in packed["Vary"]
    assert packed["ETag"] != zipped["ETag"]


@pytest.mark.parametrize(
    ("accepted", "ours"),
    [("br", "br"), ("gzip, br;q=0", "gzip"), ("", ""), ("identity", ""), ("br;q=0.0", ""), ("*", ""), ("BR", "br")],
)
def test_only_an_encoding_that_was_named_is_used(accepted: str, ours: str) -> None:
    assert _encoding(accepted) == ours


def test_unknown_queries_fill_no_cache(client: Client) -> None:
    assert "ETag" not in client.get("/articles/?x=1").headers
    assert "ETag" in client.get("/articles/?page=1").headers


def test_a_head_request_gets_the_headers_of_the_page(client: Client) -> None:
    client.get("/privacy/")
    head = client.head("/privacy/")
    assert head.status_code == 200
    assert head["ETag"]
    assert head.content == b""


@pytest.mark.parametrize("path", ["/admin/login/", "/healthz", "/readyz"])
def test_what_is_not_for_everyone_is_not_kept(client: Client, path: str) -> None:
    assert "public" not in client.get(path).headers.get("Cache-Control", "")


def test_a_kept_page_answers_only_to_our_own_names(client: Client) -> None:
    assert client.get("/privacy/").status_code == 200
    assert client.get("/privacy/", headers={"host": "evil.example"}).status_code == 400
