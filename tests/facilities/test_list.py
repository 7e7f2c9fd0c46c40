"""My list: it lives in its address, and goes along wherever a reader looks next."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from urllib.parse import parse_qs, unquote, urlsplit

import pytest
from django.test import Client
from pytest_django import DjangoDbBlocker

from facilities.finder.picks import LONGEST_BODY, MOST
from facilities.models import Facility
from tests.facilities.placed import place, some_places
from tests.site.test_pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _places(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with some_places(django_db_blocker, django_db_setup):
        place("kite", "79901", "MU", "BU", "MD", name="Paper Kite", phone="915-555-0117")
        place("lantern", "79902", "BU", "SF", name="Blue Lantern", phone="915-555-0118", intake1="915-555-0128")
        yield


def page(client: Client, query: str, path: str = "/list/") -> str:
    response = client.get(f"{path}?{query}")
    assert response.status_code == 200
    assert response["Cache-Control"] == "no-store"
    assert not response.cookies
    return response.content.decode()


def test_it_works(client: Client) -> None:
    text = page(client, "place=79902&within=25&p=kite&p=lantern")
    assert "My list: 2 places" in text
    assert 'href="/near/?within=25&amp;place=79902&amp;p=kite&amp;p=lantern#results"' in text
    assert text.index("Blue Lantern") < text.index("Paper Kite"), "the nearest first"
    assert "In this ZIP code" in text
    assert {"tel:+19155550117", "tel:+19155550128", "tel:+19155550118"} <= set(Page(text).links)
    assert 'content="noindex"' in text
    assert not Page(text).inline


def test_without_a_place_they_stand_as_picked(client: Client) -> None:
    text = page(client, "p=kite&p=lantern")
    assert text.index("Paper Kite") < text.index("Blue Lantern")
    assert "From " not in re.findall(r"<dt>(.*?)</dt>", text)


def test_it_stays_out_of_search_engines(client: Client) -> None:
    assert client.get("/list/?p=kite")["X-Robots-Tag"] == "noindex"
    assert "Disallow: /list/?" in client.get("/robots.txt").content.decode()


def test_what_is_sent_has_names_and_numbers_and_no_place_of_the_reader(client: Client) -> None:
    links = [unescape(href) for href in Page(page(client, "place=79902&p=kite&p=lantern")).links]
    [text] = [href for href in links if href.startswith("sms:")]
    [mail] = [href for href in links if href.startswith("mailto:")]
    for href in (text, mail):
        body = unquote(href.partition("body=")[2])
        assert "Paper Kite: Phone 915-555-0117" in body
        assert "New patients 915-555-0128" in body
        assert "79902" not in body
        assert "+" not in href
        assert "\r\n" in body
    assert text.startswith("sms:?&body=")


def test_a_long_list_is_sent_as_far_as_links_go(client: Client) -> None:
    for number in range(MOST):
        place(f"long-{number}", "79901", name="Á" * 90 + str(number))
    query = "&".join(f"p=long-{number}" for number in range(MOST))
    [mail] = [href for href in Page(page(client, query)).links if href.startswith("mailto:")]
    assert len(mail) < LONGEST_BODY + 100


def test_one_is_taken_off(client: Client) -> None:
    links = [unescape(href) for href in Page(page(client, "place=79902&medicine=methadone&p=kite&p=lantern")).links]
    offs = [parse_qs(href[1:]) for href in links if href.startswith("?")]
    assert {"place": ["79902"], "medicine": ["methadone"], "p": ["lantern"]} in offs


def test_unknown_and_delisted_ones_are_named(client: Client) -> None:
    Facility.objects.filter(slug="kite").update(delisted_on="2026-01-01", delisted_because="Closed.")
    text = page(client, "p=kite&p=never-was&p=lantern")
    assert "My list: 1 place\n" in text
    gone = text[text.index("No longer on the list") :]
    assert '<a href="/facilities/kite/">Paper Kite</a>' in gone
    assert "We do not know a place by this address: never-was" in gone


def test_a_list_has_an_end(client: Client) -> None:
    text = page(client, "&".join(f"p=no-{number}" for number in range(MOST + 2)))
    assert "2 more were left out" in text
    assert text.count("We do not know a place") == MOST


@pytest.mark.parametrize("query", ["", "p=", "p=%3Cb%3E&place=%00", "p=a&p=a", "place=zzz&p=kite", "p=" + "x" * 500])
def test_any_address_is_answered(client: Client, query: str) -> None:
    assert client.get(f"/list/?{query}").status_code == (400 if "%00" in query else 200)


def test_picks_go_along_to_a_page_a_choice_and_a_new_place(client: Client) -> None:
    for number in range(25):
        place(f"more-{number:02}", "79901", "BU", name=f"More {number:02}")
    text = page(client, "place=79901&p=more-00&p=lantern", "/near/")
    box = r'<input type="checkbox" name="p" value="([^"]+)" aria-describedby="[^"]+" form="choices"( checked)?>'
    boxes = dict(re.findall(box, text))
    assert boxes["more-00"] == " checked"
    assert boxes["more-01"] == ""
    form = text[text.index('<form id="choices"') :]
    assert '<input type="hidden" name="p" value="lantern">' in form, "it is on the next page"
    assert 'form="choices" name="page" value="2"' in text
    assert 'form="choices" formaction="/list/"' in text
    wider = [unescape(href) for href in Page(text).links if "within=" in href]
    assert all(parse_qs(urlsplit(href).query)["p"] == ["more-00", "lantern"] for href in wider)


@pytest.mark.parametrize("path", ["/near/?place=79901", "/states/tx/el-paso/"])
def test_lists_have_boxes(client: Client, path: str) -> None:
    text = client.get(path).content.decode()
    assert '<input type="checkbox" name="p" value="kite"' in text
    assert "See my list" in text
