"""Who pays us changes no place, no point and no byte, and is said wherever the name stands."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from programs.models import Facility
from programs.services.rankings import make_ranking, publish_ranking
from search.services import public_changed
from tests.programs.ranked import MADE_ON, austin, make_three, published

pytestmark = pytest.mark.django_db

PAGE, FILE = "/cities/austin/ranking/", "/cities/austin/ranking.json"
Relationship = Facility.Relationship


@pytest.mark.parametrize("slug", ["harbor", "elm", "oak"])
@pytest.mark.parametrize("relationship", [Relationship.FLAT_FEE, Relationship.AFFILIATE])
def test_no_score_no_place_and_no_byte_changes(client: Client, slug: str, relationship: str) -> None:
    make_three()
    first = published()
    before = client.get(FILE).content
    Facility.objects.filter(slug=slug).update(relationship=relationship)
    public_changed()
    assert client.get(FILE).content == before
    again = make_ranking(city=austin(), on=MADE_ON)
    columns = ("facility", "position", "score", "reasons")
    assert list(again.rows.values_list(*columns)) == list(first.rows.values_list(*columns))
    assert again.differences == []
    assert again.document == {**first.document, "number": 2}
    publish_ranking(ranking=again)
    assert client.get(FILE).content.replace(b'"number": 2', b'"number": 1') == before


@pytest.mark.parametrize(
    ("relationship", "words"),
    [(Relationship.FLAT_FEE, "Pays this site a flat fee"), (Relationship.AFFILIATE, "Belongs with this site")],
)
def test_the_label_stands_at_the_name(client: Client, relationship: str, words: str) -> None:
    make_three()
    published()
    assert words not in client.get(PAGE).content.decode()
    Facility.objects.filter(slug="oak").update(relationship=relationship)
    public_changed()
    html = client.get(PAGE).content.decode()
    assert html.count(words) == 1
    assert words in html[html.index(">Oak<") :].split("<details>")[0]


def test_every_relationship_has_its_label() -> None:
    for relationship in Relationship:
        label = render_to_string("components/relationship.html", {"facility": Facility(relationship=relationship)})
        assert bool(label.strip()) == (relationship != Relationship.NONE), relationship
