"""Who pays us changes no place, no point and no byte, and is said wherever the name stands."""

import re
from collections.abc import Callable
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.template.loader import render_to_string
from django.test import Client
from django.urls import URLPattern, get_resolver
from pytest_django import Settings

from contact.crypto.sealing import make_pair
from facilities.kinds import FACILITIES
from facilities.models import Facility
from facilities.services.rankings import leave_out, make_ranking, publish_ranking
from search.services import public_changed, rebuild
from tests.articles.making import make_live
from tests.conftest import StaffClient
from tests.facilities.placed import fill_some, place
from tests.facilities.ranked import MADE_ON, austin, make_three, published
from tests.programs.proposed import published as make_program_live

pytestmark = pytest.mark.django_db

FILE = "/cities/austin/ranking.json"
Relationship = Facility.Relationship
PAYS, BELONGS = "Quillfeather", "Zephyrine"
LABELS = {PAYS: "Pays this site a flat fee", BELONGS: "Affiliated with this site"}
NEAR = 100  # characters: an address or a heading may be between a name and its label, no other name

# Every kind of page, by the name of its address.
PAGES = {
    "home": ["/"],
    "accessibility": ["/accessibility/"],
    "more": ["/more/"],
    "who-pays": ["/about/who-pays/"],
    "medicines": ["/medicines/"],
    "paying": ["/paying/"],
    "families": ["/families/"],
    "how-we-check": ["/about/how-we-check/"],
    "health-data": ["/privacy/health-data/"],
    "privacy": ["/privacy/"],
    "contact": ["/contact/"],
    "contact-facility": ["/contact/quill/", "/contact/zephyr/"],
    "glossary": ["/glossary/"],
    "help-now": ["/help/"],
    "staying-private": ["/about/staying-private/"],
    "near": ["/near/", "/near/?place=78701", "/near/?place=austin", "/near/?place=xyzzy"],
    "list": ["/list/", "/list/?p=quill&p=zephyr"],
    "states": ["/states/"],
    "state": ["/states/tx/"],
    "town": ["/states/nm/sunland-park/"],
    "search": ["/search/?q=quillfeather", "/search/?q=zephyrine&kind=facility", "/search/?q=mornings", "/search/"],
    "articles": ["/articles/"],
    "article": ["/articles/naloxone/"],
    "tags": ["/tags/"],
    "tag": ["/tags/methadone/"],
    "person": ["/people/rita-reviewer/"],
    "questions": ["/questions/"],
    "corrections": ["/corrections/"],
    "phases": ["/phases/"],
    "phase": ["/phases/medication/"],
    "programs": ["/programs/"],
    "program": ["/programs/quill-mornings/"],
    "cities": ["/cities/"],
    "city": ["/cities/austin/", "/cities/austin/?medicine=methadone"],
    "city-sheet": ["/cities/austin/sheet/"],
    "ranking": ["/cities/austin/ranking/"],
    "ranking-version": ["/cities/austin/ranking/1/", "/cities/austin/ranking/2/"],
    "ranking-method": ["/rankings/method/"],
    "facility": ["/facilities/quill/", "/facilities/zephyr/"],
    "facility-report": ["/facilities/quill/report/"],
    "facility-reported": ["/facilities/quill/report/sent/"],
}
SHOWS = {
    *("search", "program", "city", "city-sheet", "near", "town", "list", "ranking", "ranking-version"),
    *("facility", "facility-report", "facility-reported", "contact-facility", "who-pays"),
}
# For machines, or for staff. The data of a ranking says on purpose nothing of who pays this site.
NO_PAGES = {
    *(
        "sitemap",
        "sitemap-file",
        "security",
        "robots",
        "healthz",
        "metrics",
        "readyz",
        "feed",
        "preview",
        "picture",
        "card",
        "ranking-json",
        "ranking-file",
    ),
    *("markdownx_markdownify", "markdownx_upload", "markdownx_describe", "markdownx_paste"),
}
# Each person's own: tests/contact/test_private_pages.py.
PRIVATE = {"inquiry", "inquiry-facilities", "inquiry-withdraw", "inquiry-delete", "forwarded"}


@pytest.mark.parametrize("slug", ["harbor", "elm", "oak"])
@pytest.mark.parametrize("relationship", [Relationship.FLAT_FEE, Relationship.AFFILIATE])
def test_no_score_no_place_and_no_byte_changes(client: Client, slug: str, relationship: str) -> None:
    make_three()
    first = published()
    before = client.get(FILE).content
    Facility.objects.filter(slug=slug).update(relationship=relationship)
    public_changed()
    assert client.get(FILE).content == before
    again = make_ranking(by=None, city=austin(), on=MADE_ON)
    columns = ("facility", "position", "score", "reasons")
    assert list(again.rows.values_list(*columns)) == list(first.rows.values_list(*columns))
    assert again.differences == []
    assert again.document == {**first.document, "number": 2}
    publish_ranking(by=None, ranking=again)
    assert client.get(FILE).content.replace(b'"number": 2', b'"number": 1') == before


@pytest.fixture
def _named(db: None, settings: Settings) -> None:
    """Two whose names are on every kind of page: in places, among changes and those left out, at a program."""
    settings.INQUIRY_PUBLIC_KEY = make_pair()[0]
    fill_some()
    make_three()
    place("quill", "78701", "MU", name=PAYS, city=austin())
    place("zephyr", "78702", "MU", "BU", name=BELONGS, city=austin())
    # The town of the second lies in a city: here is one that does not.
    Facility.objects.filter(slug="zephyr").update(town="nm/sunland-park")
    make_program_live("quill-mornings", facility=Facility.objects.get(slug="quill"))
    make_live("naloxone", tags=("Methadone",))
    rebuild(FACILITIES)
    published()
    Facility.objects.filter(slug="quill").update(codes=["BU", "MU", "NOE"])
    leave_out(by=None, facility=Facility.objects.get(slug="zephyr"), reason="It moves.")
    published()


def set_relationship(editor: Client, slug: str, relationship: str) -> None:
    address = f"/admin/facilities/facility/{Facility.objects.get(slug=slug).pk}/change/"
    assert editor.post(address, {"relationship": relationship, "last_confirmed_on": ""}).status_code == 302


def text_of(html: str) -> str:
    """What a reader sees, or hears."""
    body = re.sub(r"(?s)<script.*?</script>|<[^>]+>", " ", html.partition("<body")[2])
    return re.sub(r"\s+", " ", unescape(body))


def unlabelled(text: str, name: str, label: str) -> list[str]:
    """Where the name stands without its label."""
    places = [found.end() for found in re.finditer(name, text)]
    return [text[place - len(name) :][:NEAR] for place in places if label not in text[place:][:NEAR]]


def addresses() -> set[str]:
    """The names of all addresses but those of the admin."""
    found, waiting = set(), list(get_resolver().url_patterns)
    for pattern in waiting:
        if isinstance(pattern, URLPattern):
            found |= {pattern.name} if pattern.name else set()
        elif pattern.app_name != "admin":
            waiting += pattern.url_patterns
    return found


def test_every_address_is_looked_at() -> None:
    """Whoever adds a page says here where it is. If it shows a facility's name, it comes under `SHOWS` too."""
    assert addresses() == set(PAGES) | NO_PAGES | PRIVATE
    assert set(PAGES) >= SHOWS


@pytest.mark.usefixtures("_named")
def test_the_label_stands_wherever_the_name_stands(client: Client, staff: Callable[..., StaffClient]) -> None:
    pages = [(name, path) for name, paths in PAGES.items() for path in paths]
    for _name, path in pages:
        assert not [label for label in LABELS.values() if label in client.get(path).content.decode()], path
    editor = staff(superuser=True)
    set_relationship(editor, "quill", Relationship.FLAT_FEE)
    set_relationship(editor, "zephyr", Relationship.AFFILIATE)
    seen = set()
    for name, path in pages:
        response = client.get(path)
        assert response.status_code == 200, path
        text = text_of(response.content.decode())
        for facility, label in LABELS.items():
            seen |= {(name, facility)} if facility in text else set()
            assert not unlabelled(text, facility, label), path
    assert {name for name, _facility in seen} == SHOWS
    assert ("ranking", BELONGS) in seen, "left out, and among the changes"
    set_relationship(editor, "quill", Relationship.NONE)
    for _name, path in pages:
        assert LABELS[PAYS] not in client.get(path).content.decode(), path


@pytest.mark.usefixtures("_named")
def test_a_program_of_a_facility_that_pays_is_labelled_as_well(client: Client) -> None:
    Facility.objects.filter(slug="quill").update(relationship=Relationship.FLAT_FEE)
    public_changed()
    for path in ("/programs/", "/programs/quill-mornings/", "/cities/austin/", "/search/?q=mornings"):
        text = text_of(client.get(path).content.decode())
        assert "Quill Mornings" in text
        assert not unlabelled(text, "Quill Mornings", LABELS[PAYS]), path


def test_a_template_that_prints_a_facilitys_name_includes_the_label() -> None:
    """The ways in which names are printed. They are known by these words, so keep to them."""
    folder = Path(django_settings.BASE_DIR) / "templates"
    label = re.compile(r'{% include "components/(relationship|invented_place)\.html"[^%]*%}')
    ways = re.compile(
        r"\bname[12]\b|\bcard\.where\b|\bone\.at\b|\bfacility_name }}|\btold\.name\b|\bitem\.title\b"
        r"|[=\s.]facility\s*(\||}}|%}| \w+=)"
    )
    printing = set()
    for path in folder.rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        if "admin" not in path.relative_to(folder).parts and ways.search(label.sub("", text)):
            printing.add(path.name)
            assert '"components/relationship.html"' in text, f"{path.name} prints names without saying who pays us"
    assert {"facility.html", "facility_cards.html", "report.html", "items.html", "ranking_place.html"} <= printing


def test_every_relationship_has_its_label() -> None:
    for relationship in Relationship:
        label = render_to_string("components/relationship.html", {"facility": Facility(relationship=relationship)})
        assert bool(label.strip()) == (relationship != Relationship.NONE), relationship
