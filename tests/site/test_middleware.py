"""What every request keeps to, and what every answer carries."""

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from pytest_django import Settings

from rehabsite.middleware import PolicyHeaders, RequestLimits
from tests.articles.making import make_live


def reached(request: HttpRequest) -> HttpResponse:
    return HttpResponse("reached")


def answer(request: HttpRequest) -> HttpResponse:
    response = RequestLimits(reached)(request)
    assert isinstance(response, HttpResponse)
    return response


def with_length(length: str) -> HttpRequest:
    request = RequestFactory().post("/", {"name": "value"})
    request.META["CONTENT_LENGTH"] = length
    return request


def test_an_ordinary_request_is_let_through() -> None:
    make = RequestFactory()
    for request in (make.get("/?q=a%20b"), make.head("/"), make.post("/", {"a": "b"})):
        assert answer(request).content == b"reached"


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/privacy/", "/robots.txt", "/nowhere/"])
def test_an_answer_to_head_has_the_headers_and_no_body(path: str) -> None:
    # Django's test client would take the body off by itself.
    def answered(method: str) -> tuple[str, bytes]:
        response = WSGIHandler().get_response(RequestFactory().generic(method, path))
        return response["Content-Length"], b"".join(response)

    length, body = answered("GET")
    assert int(length) == len(body) > 0
    assert answered("HEAD") == (length, b"")


@pytest.mark.parametrize("method", ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "CONNECT", "PROPFIND"])
def test_other_methods_are_refused_with_the_list_of_allowed_ones(method: str) -> None:
    response = answer(RequestFactory().generic(method, "/"))
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD, POST"


def test_a_body_at_the_limit_passes_and_one_over_it_is_refused_unread(settings: Settings) -> None:
    settings.MAX_REQUEST_BYTES = 3 * 2**20
    assert answer(with_length(str(3 * 2**20))).status_code == 200
    refused = with_length(str(3 * 2**20 + 1))
    response = answer(refused)
    assert response.status_code == 400
    assert "at most 3 megabytes" in response.content.decode()
    assert refused.read(), "something had read the body"


@pytest.mark.parametrize("length", ["abc", "-1", "+5", "1_0", "1.5", " 1", "٣", "9" * 5000, "0x10"])
def test_a_length_that_is_no_number_is_refused(length: str) -> None:
    response = answer(with_length(length))
    assert response.status_code == 400
    assert response.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("path", ["/%00", "/articles/a%00b/", "/?q=%00", "/?q=a%00b&page=2"])
def test_a_nul_in_the_address_is_refused(path: str) -> None:
    assert answer(RequestFactory().get(path)).status_code == 400


def test_a_nul_spelled_in_a_cookie_is_refused() -> None:
    assert answer(RequestFactory().get("/", HTTP_COOKIE='sessionid="\\000aaaaaaaaaaaa"')).status_code == 400


@pytest.mark.parametrize("path", ["/%ff%fe", "/%ed%a0%80", "/%c0%80", "/..%2f..%2fetc", "/%2500", "/?q=%ff", "//x"])
def test_an_address_that_is_no_text_is_an_ordinary_miss(client: Client, db: None, path: str) -> None:
    assert client.get(path).status_code == (200 if path in ("/?q=%ff", "//x") else 404)


def test_every_answer_denies_what_a_page_could_be_granted(client: Client) -> None:
    for response in (client.get("/healthz"), client.generic("TRACE", "/healthz"), client.get("/%00")):
        assert "camera=()" in response.headers["Permissions-Policy"]
        assert "geolocation=()" in response.headers["Permissions-Policy"]
        assert response.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert response.headers["Cross-Origin-Embedder-Policy"] == "require-corp"
        assert response.headers["Cross-Origin-Opener-Policy"] == "same-origin"
        assert response.headers["Referrer-Policy"] == "same-origin"
        assert response.headers["X-Content-Type-Options"] == "nosniff"
        assert "default-src 'none'" in response.headers["Content-Security-Policy"]


def test_a_views_own_policy_stands() -> None:
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse(headers={"Cross-Origin-Resource-Policy": "same-site"})

    response = PolicyHeaders(view)(RequestFactory().get("/"))
    assert response.headers["Cross-Origin-Resource-Policy"] == "same-site"
    assert "Permissions-Policy" in response.headers


@pytest.mark.django_db
def test_head_gets_the_headers_that_get_gets() -> None:
    def answered(method: str, path: str) -> tuple[int, dict[str, str], bytes]:
        where, _mark, query = path.partition("?")
        response = WSGIHandler().get_response(RequestFactory().generic(method, where, QUERY_STRING=query))
        headers = {name: value for name, value in response.headers.items() if name != "Expires"}  # now
        return response.status_code, headers, b"".join(response)

    make_live()
    for path in (
        *("/", "/articles/", "/articles/naloxone/", "/articles/gone/", "/feed.xml", "/sitemap.xml", "/robots.txt"),
        *("/search/", "/search/?q=naloxone", "/contact/", "/cities/austin/", "/healthz", "/readyz", "/help-now/"),
        *("/admin/login/", "/no/such/page/", "/articles", "/static/css/base.css"),
    ):
        (status, headers, _body), head = answered("GET", path), answered("HEAD", path)
        assert head == (status, headers, b""), path
