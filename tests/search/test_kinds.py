"""What the registry of kinds refuses, and that every kind is found where it must be."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from articles.kinds import ARTICLES
from search.entries import Entry
from search.kinds import BadKind, Kind, all_kinds, register, searched
from search.links import note
from search.services import put_many


def kind(**more: Any) -> Kind:
    options = {"name": "leaflet", "one": "Leaflet", "many": "Leaflets", "public": ARTICLES.public, "order": 1}
    return Kind(**{**options, **more})


@pytest.mark.parametrize("name", ["", "two words", "Leaflet", "leaf-let", 'a" OR "b'])
def test_a_name_is_one_word(name: str) -> None:
    with pytest.raises(BadKind):
        kind(name=name)


@pytest.mark.parametrize("more", [{"due": "next_review_due"}, {"feed_item": dict}], ids=["due", "feed"])
def test_what_needs_another_part_is_refused_without_it(more: dict[str, Callable[..., Any] | str]) -> None:
    with pytest.raises(BadKind):
        kind(**more)


def test_links_are_refused_of_a_kind_that_no_page_of_the_admin_puts_right() -> None:
    with pytest.raises(BadKind):
        note("tag", {"1": ["https://example.org/"]})


def test_a_second_of_a_name_is_refused() -> None:
    with pytest.raises(BadKind):
        register(kind(name="article"))


def test_each_kind_has_a_page_a_desk_and_its_own_order_where_it_says_so() -> None:
    orders = [one.order for one in all_kinds()]
    assert orders == sorted(set(orders))
    for one in all_kinds():
        if one.has_pages:
            assert one.address("a-slug").startswith("/")
        if one.desk:
            assert one.desk_address(1) == reverse(f"admin:{one.desk}_change", args=[1])


@pytest.mark.django_db
def test_the_columns_that_a_kind_names_are_there() -> None:
    for one in all_kinds():
        columns = [one.title, one.slug, one.due, one.changed, *one.signers]
        list(one.public().order_by().values_list(*filter(None, columns))[:1])


@pytest.mark.django_db
def test_readers_can_narrow_a_search_to_each_kind_that_is_searched(client: Client) -> None:
    for one in searched():
        put_many([Entry(one.name, "1", "/", "zebra")])
        page = client.get("/search/", {"q": "zebra", "kind": one.name})
        assert str(one.many) in page.content.decode()
