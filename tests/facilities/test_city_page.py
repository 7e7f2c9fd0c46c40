"""A city's page: its facilities, narrowed by the address alone."""

import re
from datetime import date

import pytest
from django.test import Client

from facilities.counts import facilities_by_phase
from facilities.models import Facility
from facilities.services.facilities import delist
from search.services import public_changed
from tests.facilities.ranked import edition, make_facility

pytestmark = pytest.mark.django_db

CITY = "/cities/austin/"


@pytest.fixture
def _places() -> None:
    make_facility("harbor", "MU", "BU", "MD", "SP", "DT", "ODTX", last_confirmed_on=date(2026, 1, 5))
    make_facility("elm", "BU", "MD", "OP", last_confirmed_on=date(2026, 3, 1))
    make_facility("birch", "CBT", "RELP", "ACC", "SF")
    for slug, code in (("harbor", "78702"), ("elm", "78704-1234")):
        Facility.objects.filter(slug=slug).update(zip=code)
    make_facility("closed", "MU", delisted_on=date(2026, 1, 1), delisted_because="It closed.")
    make_facility("alcohol", "MU", "NOOP", for_opioids=False)
    make_facility("far", "MU", city=None)


def names(client: Client, query: str = "") -> list[str]:
    response = client.get(CITY + query)
    assert response.status_code == 200, response.headers.get("Location")
    return re.findall(r'<h3><a href="/facilities/([^/]+)/"', response.content.decode())


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["birch", "elm", "harbor"]),
        ("?medicine=methadone", ["harbor"]),
        ("?payment=medicaid", ["elm", "harbor"]),
        ("?payment=medicaid&language=spanish", ["harbor"]),
        ("?phase=relapse-prevention", ["birch"]),
        ("?zip=78704", ["elm"]),
        ("?payment=free", []),
        ("?sort=zip", ["birch", "harbor", "elm"]),
        ("?sort=confirmed", ["elm", "harbor", "birch"]),
        ("?sort=reported", ["birch", "harbor", "elm"]),
        ("?payment=medicaid&sort=confirmed", ["elm", "harbor"]),
    ],
)
def test_it_shows_what_was_asked_for(client: Client, query: str, found: list[str]) -> None:
    assert names(client, query) == found


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "tidy"),
    [
        ("?payment=&medicine=&sort=name", ""),
        ("?payment=medicaid&payment=cash", "?payment=medicaid"),
        ("?language=spanish&payment=medicaid", "?payment=medicaid&language=spanish"),
        ("?payment=%27%22%3E%3Cscript%3E", ""),
        ("?utm_source=x&fbclid=y", ""),
        ("?page=99", ""),
        ("?page=1", ""),
        ("?page=%D9%A2", ""),
        ("?sort=__class__", ""),
        ("?" + "a" * 5000, ""),
        ("?payment=%FF%FE", ""),
    ],
)
def test_what_means_nothing_falls_away(client: Client, query: str, tidy: str) -> None:
    response = client.get(CITY + query)
    assert (response.status_code, response["Location"]) == (302, CITY + tidy)
    assert client.get(CITY + tidy).status_code == 200


@pytest.mark.usefixtures("_places")
def test_counts_stand_beside_the_choices_given_the_others(client: Client) -> None:
    text = client.get(CITY + "?payment=medicaid").content.decode()
    assert '<option value="methadone">Methadone, on site (1)</option>' in text
    assert '<option value="buprenorphine">Buprenorphine, on site (2)</option>' in text
    assert '<option value="medicaid" selected>Medicaid (2)</option>' in text
    assert '<option value="cash">Cash or self-payment (1)</option>' in text
    assert text.count('<option value="">Not sure, or any</option>') == text.count("<select") - 1


@pytest.mark.usefixtures("_places")
def test_the_count_is_the_heading_to_which_the_form_leads(client: Client) -> None:
    text = re.sub(r"\s+", " ", client.get(CITY + "?payment=medicaid").content.decode())
    assert 'action="/cities/austin/#results"' in text
    assert re.search(r'<h2 id="results" tabindex="-1"> 2 of 3 places fit', text)


@pytest.mark.usefixtures("_places")
def test_nothing_found_says_which_choice_to_drop(client: Client) -> None:
    text = re.sub(r"\s+", " ", client.get(CITY + "?medicine=methadone&payment=cash").content.decode())
    assert "Without “Methadone, on site”: 1 place" in text
    assert 'href="?medicine=methadone#results"' in text
    assert "That does not mean that there is none" in text
    assert 'href="tel:+18006624357"' in text


@pytest.mark.usefixtures("_places")
def test_search_engines_know_the_whole_list_alone(client: Client) -> None:
    whole, narrowed = client.get(CITY).content.decode(), client.get(CITY + "?payment=medicaid").content.decode()
    canonical = '<link rel="canonical" href="http://127.0.0.1:8000/cities/austin/">'
    assert canonical in whole
    assert "noindex" not in whole
    assert canonical in narrowed
    assert '<meta name="robots" content="noindex, follow">' in narrowed


def test_long_lists_have_pages_that_keep_the_choices(client: Client) -> None:
    for number in range(45):
        make_facility(f"place-{number:02}", "MD", *(["SP"] if number < 25 else []))
    assert len(names(client)) == 20
    assert names(client, "?page=3") == [f"place-{number}" for number in range(40, 45)]
    assert names(client, "?language=spanish&page=2") == [f"place-{number}" for number in range(20, 25)]
    text = client.get(CITY + "?language=spanish").content.decode()
    assert 'href="?language=spanish&amp;page=2#results"' in text
    assert (
        'rel="prev"\n         href="?language=spanish#results"'
        in client.get(CITY + "?language=spanish&page=2").content.decode()
    )
    second = client.get(CITY + "?language=spanish&page=2").content.decode()
    assert '<link rel="canonical" href="http://127.0.0.1:8000/cities/austin/">' in second
    assert "(page 2)" in client.get(CITY + "?page=2").content.decode()


def test_who_pays_is_marked_and_stands_no_higher(client: Client) -> None:
    make_facility("alder", "BU")
    make_facility("zinnia", "BU", relationship=Facility.Relationship.FLAT_FEE)
    for query in ("", "?sort=reported", "?sort=zip", "?sort=confirmed"):
        assert names(client, query) == ["alder", "zinnia"]
    assert client.get(CITY).content.decode().count("Pays this site a flat fee") == 1


def test_invented_facilities_are_announced(client: Client) -> None:
    make_facility("elm", "BU")
    assert "This is demo data" not in client.get(CITY).content.decode()
    Facility.objects.update(edition=edition("demo", invented=True))
    public_changed()
    text = client.get(CITY + "?medicine=buprenorphine").content.decode()
    assert "This is demo data" in text
    assert "invented place" not in text


def test_among_real_facilities_each_invented_one_is_marked(client: Client) -> None:
    make_facility("elm", "BU", "MD")
    make_facility("oak", "BU", edition=edition("demo", invented=True))
    for query in ("", "?medicine=buprenorphine"):
        text = re.sub(r"\s+", " ", client.get(CITY + query).content.decode())
        assert "This is demo data" not in text
        assert text.count("invented place") == 1
        assert "invented place" in text[text.index(">Oak<") :]
        assert "As reported to SAMHSA, 2023 (survey of 2022)." in text
        assert "As if reported to SAMHSA: invented for this demo." in text
    assert "invented" not in client.get(CITY + "?payment=medicaid").content.decode()


@pytest.mark.parametrize(
    ("real", "invented", "words"),
    [(2, 0, None), (0, 2, "invented, for this demo"), (1, 1, "1 is invented"), (1, 2, "2 are invented")],
)
@pytest.mark.parametrize("path", ["/cities/", "/phases/medication/"])
def test_counts_say_how_many_are_invented(
    client: Client, path: str, real: int, invented: int, words: str | None
) -> None:
    for number in range(real):
        make_facility(f"real-{number}", "MU")
    for number in range(invented):
        make_facility(f"demo-{number}", "MU", edition=edition("demo", invented=True))
    pills = re.findall(r'<span class="pill">\s*(.*?invented.*?)\s*</span>', client.get(path).content.decode())
    assert pills == ([words] if words else [])


def test_a_place_without_a_phone_says_so_in_the_list(client: Client) -> None:
    make_facility("elm", "BU")
    assert "No phone number reported" in client.get(CITY).content.decode()
    Facility.objects.update(phone="512-555-0101")
    public_changed()
    assert "No phone number reported" not in client.get(CITY).content.decode()


def test_a_city_without_facilities_asks_nothing(client: Client) -> None:
    text = client.get(CITY).content.decode()
    assert "<form" not in text
    assert "Ways to find care" in text


def test_it_asks_the_database_as_often_for_many_facilities(
    client: Client, django_assert_max_num_queries: object
) -> None:
    for number in range(30):
        make_facility(f"place-{number:02}", "MD", "BU")
    with django_assert_max_num_queries(9):  # type: ignore[operator]
        assert len(names(client, "?payment=medicaid")) == 20


@pytest.mark.usefixtures("_places")
def test_the_list_of_cities_counts_their_facilities(client: Client) -> None:
    text = re.sub(r"\s+", " ", client.get("/cities/").content.decode())
    assert "3 places for treatment" in text


@pytest.mark.usefixtures("_places")
def test_phases_are_counted_by_city() -> None:
    for phase, count in (("medication", 2), ("detoxification", 1)):
        assert [(c.slug, n) for c, n in facilities_by_phase(phase)] == [("austin", count), ("los-angeles", 0)]


@pytest.mark.usefixtures("_places")
def test_a_delisted_facility_is_gone_from_every_list_at_once(client: Client) -> None:
    assert names(client, "?payment=medicaid") == ["elm", "harbor"]
    delist(facility=Facility.objects.get(slug="elm"), because="It closed.")
    assert names(client, "?payment=medicaid") == ["harbor"]
    assert "2 places in and around Austin" in re.sub(r"\s+", " ", client.get(CITY).content.decode())
