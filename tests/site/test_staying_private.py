"""The page on staying private is plain, and true of the code."""

import re

import pytest
from django.test import Client
from django.utils.html import strip_tags

from articles.readability import grade

pytestmark = pytest.mark.django_db


def main(client: Client, path: str) -> str:
    return client.get(path).content.decode().split("<main", 1)[1].split("</main>", 1)[0]


@pytest.mark.parametrize("path", ["/about/staying-private/", "/help/"])
def test_it_can_be_read_with_eight_years_of_school(client: Client, path: str) -> None:
    lines = re.split(r"</(?:p|li|h\d|dd|dt)>", main(client, path).partition("</h1>")[2])
    text = "\n".join(re.sub(r"\s+", " ", strip_tags(line)).strip() for line in lines)
    found = grade(text)
    assert found is not None
    assert found <= 8


@pytest.mark.parametrize("path", ["/", "/privacy/", "/nowhere/"])
def test_it_is_found_from_the_foot_and_beside_the_exit_of_each_page(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    exit_part = html.split('class="wrap exit"', 1)[1].split("</aside>", 1)[0]
    assert 'href="/about/staying-private/#exit"' in exit_part
    assert 'href="/about/staying-private/"' in html.split("<footer", 1)[1]
    assert 'id="exit"' in main(client, "/about/staying-private/")


def test_what_one_searches_for_and_narrows_by_is_in_the_address_as_it_says(client: Client) -> None:
    """GET forms: should one become POST, the page has to change."""
    for path, field in (("/search/", 'name="q"'), ("/cities/austin/?medicine=methadone", "")):
        html = client.get(path).content.decode()
        assert field in html
        assert 'method="post"' not in html


def test_it_claims_no_cookie_and_there_is_none(client: Client) -> None:
    said = re.sub(r"\s+", " ", main(client, "/about/staying-private/"))
    assert "We set no cookie and store nothing on your device." in said
    for path in ("/", "/help/", "/about/staying-private/", "/search/?q=help"):
        assert not client.get(path).cookies
