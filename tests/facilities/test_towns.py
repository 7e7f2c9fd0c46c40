"""States and towns: every place that has one for treatment."""

import re
from collections.abc import Callable, Iterator

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from facilities.models import City
from search.services import public_changed
from tests.facilities.placed import place, some_places
from tests.facilities.ranked import edition
from tests.site.sitemaps import locations

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _some_places(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with some_places(django_db_blocker, django_db_setup):
        place("harbor", "79901", "BU", "MD")
        place("elm", "79902", "MU")
        place("oak", "88063", "NU")
        place("austin", "78701", "NU")
        place("gone", "88063", "NU", delisted_on="2026-01-01", delisted_because="It closed.")
        yield


def text(client: Client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200, response.headers.get("Location")
    return re.sub(r"\s+", " ", response.content.decode())


def test_states_say_how_many_places_they_have(client: Client) -> None:
    page = text(client, "/states/")
    assert re.search(r'href="/states/tx/">Texas</a> <span [^>]*>3<', page)
    assert re.search(r'href="/states/nm/">New Mexico</a> <span [^>]*>1<', page)
    assert "/states/vt/" not in page
    assert "GeoNames" in page


def test_a_state_has_its_towns_and_what_its_medicaid_is_called(client: Client) -> None:
    page = text(client, "/states/tx/")
    assert re.search(r'href="/states/tx/el-paso/">El Paso</a> <span [^>]*>2<', page)
    assert 'href="/cities/austin/"' in page
    assert "/states/tx/austin/" not in page, "the city's page stands for it"
    assert "is called <b>Turquoise Care</b>" in text(client, "/states/nm/")
    assert "no place for opioid treatment in Vermont" in text(client, "/states/vt/")


def test_a_town_has_its_places_by_name(client: Client) -> None:
    page = text(client, "/states/tx/el-paso/")
    assert re.findall(r'<h3 id="place-[^"]+"><a href="/facilities/([^/]+)/"', page) == ["elm", "harbor"]
    assert "Nearest first, and around El Paso" in page
    assert 'href="/near/?place=El+Paso%2C+TX"' in page
    assert re.findall(
        r'<h3 id="place-[^"]+"><a href="/facilities/([^/]+)/"', text(client, "/states/nm/sunland-park/")
    ) == ["oak"]


@pytest.mark.parametrize("path", ["/states/xx/", "/states/TX/", "/states/tx/nowhere/", "/states/ae/el-paso/"])
def test_what_is_no_state_and_no_town_is_not_there(client: Client, path: str) -> None:
    assert client.get(path).status_code == 404


def test_a_town_without_places_leads_to_what_is_near(client: Client) -> None:
    response = client.get("/states/or/portland/")
    assert (response.status_code, response["Location"]) == (302, "/near/?place=Portland%2C+OR")


def test_a_town_leads_to_the_editors_city_until_it_is_hidden(client: Client) -> None:
    response = client.get("/states/tx/austin/")
    assert (response.status_code, response["Location"]) == (301, "/cities/austin/")
    assert response["Cache-Control"] == "no-cache", "no browser may keep it for good"
    City.objects.update(hidden=True)
    public_changed()
    assert "/facilities/austin/" in text(client, "/states/tx/austin/")


def test_the_sitemap_has_states_and_towns_with_places(client: Client) -> None:
    assert sorted(address for address in locations(client) if address.startswith("/states/")) == [
        "/states/",
        "/states/nm/",
        "/states/nm/sunland-park/",
        "/states/tx/",
        "/states/tx/el-paso/",
    ]


def test_invented_places_are_in_no_town_beside_real_ones(client: Client) -> None:
    place("invented", "87532", "BU", edition=edition("Demo", invented=True))
    assert "/states/nm/espanola/" not in text(client, "/states/nm/")


@pytest.mark.parametrize("path", ["/states/", "/states/tx/", "/states/tx/el-paso/"])
def test_a_page_asks_the_database_six_times_at_most(client: Client, path: str) -> None:
    for number in range(30):
        place(f"p-{number}", "79901", "BU")
    public_changed()
    with CaptureQueriesContext(connection) as asked:
        text(client, path)
    assert len(asked) <= 6, [one["sql"] for one in asked]
