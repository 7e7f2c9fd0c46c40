"""A leaflet, everywhere where a kind of page is. `tests/site/test_new_kind.py` runs this with its own settings."""

from collections.abc import Callable
from datetime import date

import pytest
import time_machine
from django.test import Client

from articles.calendar import events
from search.links import holders, troubles
from search.models import Link
from search.queries import find
from tests.conftest import StaffClient
from tests.kinds.leaflets.models import Leaflet
from tests.kinds.leaflets.services import publish

PAGE = "/leaflets/cold-weather/"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def leaflet() -> Leaflet:
    made: Leaflet = Leaflet.objects.create(
        slug="cold-weather", title="Cold weather", text="Blankets and zebras.", more_at="https://example.org/cold"
    )
    Leaflet.objects.create(slug="draft", title="Draft", text="Zebras too.", more_at="https://example.org/draft")
    publish(leaflet=made, on=date(2026, 11, 2), next_review_due=date(2027, 1, 14))
    return made


@pytest.mark.parametrize("address", ["/", "/sitemap/leaflet-0.xml", "/feed.xml"])
def test_readers_find_its_address(client: Client, address: str) -> None:
    text = b"".join(client.get(address)).decode()
    assert PAGE in text
    assert "/leaflets/draft/" not in text


def test_it_has_a_page(client: Client) -> None:
    assert "Blankets and zebras." in client.get(PAGE).content.decode()
    assert client.get("/leaflets/draft/").status_code == 404


def test_search_finds_it_and_narrows_to_its_kind(client: Client) -> None:
    assert [item.url for item in find("zebra").items] == [PAGE]
    assert "Leaflets" in client.get("/search/", {"q": "zebra", "kind": "leaflet"}).content.decode()


def test_its_review_stands_in_the_calendar(staff: Callable[..., StaffClient]) -> None:
    with time_machine.travel("2026-12-10T12:00:00-06:00"):
        assert [(event.title, event.what) for event in events(date(2027, 1, 1))] == [("Cold weather", "leaflet")]
        page = staff("editor").get("/admin/calendar/?month=2027-01")
    assert "Leaflet" in page.content.decode()


def test_its_links_are_reported_with_where_to_change_them(leaflet: Leaflet) -> None:
    assert not Link.objects.filter(href="https://example.org/draft").exists()
    link = Link.objects.get(href="https://example.org/cold")
    (holder,) = holders([link], most=10)[link.pk]
    assert holder.address == f"/admin/leaflets/leaflet/{leaflet.pk}/change/"


def test_an_article_may_link_to_it() -> None:
    assert troubles([PAGE]) == {}
    assert troubles(["/leaflets/draft/", "/leaflets/none/"]).keys() == {"/leaflets/draft/", "/leaflets/none/"}
