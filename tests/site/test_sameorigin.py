"""Forms without a token are taken from this site's pages alone."""

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path
from django.views.decorators.csrf import csrf_exempt
from pytest_django import Settings

from rehabsite import urls

pytestmark = [pytest.mark.urls(__name__), pytest.mark.django_db]


@csrf_exempt
def exempt(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


def guarded(request: HttpRequest) -> HttpResponse:
    return HttpResponse("taken")


urlpatterns = [path("exempt/", exempt), path("guarded/", guarded), *urls.urlpatterns]


@pytest.fixture(autouse=True)
def _site(settings: Settings) -> None:
    settings.SITE_URL = "https://care.example.org"
    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False


HOME, EVIL = "https://care.example.org", "https://care.example.org.evil.example"


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec-fetch-site": "same-origin"}, 200),
        ({"sec-fetch-site": "same-origin", "origin": "null"}, 200),
        ({"sec-fetch-site": "same-site"}, 403),
        ({"sec-fetch-site": "cross-site", "origin": HOME, "referer": f"{HOME}/"}, 403),
        ({"sec-fetch-site": "none", "origin": HOME}, 403),
        ({"sec-fetch-site": "anything"}, 403),
        ({"origin": HOME}, 200),
        ({"origin": HOME.upper()}, 403),
        ({"origin": "http://care.example.org"}, 403),
        ({"origin": f"{HOME}:8443"}, 403),
        ({"origin": "null", "referer": f"{HOME}/"}, 403),
        ({"origin": EVIL}, 403),
        ({"referer": f"{HOME}/facilities/harbor/report/"}, 200),
        ({"referer": EVIL}, 403),
        ({"referer": f"{EVIL}/?{HOME}/"}, 403),
        ({"referer": HOME}, 403),
        ({}, 403),
    ],
)
def test_a_form_is_taken_by_the_best_word_on_where_it_came_from(headers: dict[str, str], status: int) -> None:
    response = Client(enforce_csrf_checks=True).post("/exempt/", headers=headers)
    assert response.status_code == status
    if status == 403:
        assert "Nothing was stored." in response.content.decode()
        assert response["Cache-Control"] == "no-store"


def test_reading_needs_no_word() -> None:
    assert Client().get("/exempt/", headers={"sec-fetch-site": "cross-site"}).status_code == 200


def test_a_view_with_a_token_is_left_to_django() -> None:
    tokenless, checked = Client(), Client(enforce_csrf_checks=True)
    assert tokenless.post("/guarded/", headers={"sec-fetch-site": "cross-site"}).status_code == 200
    assert checked.post("/guarded/", headers={"sec-fetch-site": "same-origin"}).status_code == 403
