"""A city's page: its facilities, narrowed by the address alone."""

import re
from datetime import date

import pytest
from django.test import Client

from facilities.finder.counts import facilities_by_phase
from facilities.models import City, DirectoryEdition, Facility
from facilities.services.facilities import delist
from search.services import public_changed
from tests.facilities.placed import fill_some, place
from tests.facilities.ranked import austin, edition, make_facility
from tests.site.sitemaps import locations

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
    return re.findall(r'<h3 id="place-[^"]+"><a href="/facilities/([^/]+)/"', response.content.decode())


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["birch", "elm", "harbor"]),
        ("?medicine=methadone", ["harbor"]),
        ("?payment=medicaid", ["elm", "harbor"]),
        ("?payment=medicaid&language=spanish", ["harbor"]),
        ("?phase=relapse-prevention", ["birch"]),
        ("?medicine=methadone&medicine=buprenorphine", ["elm", "harbor"]),
        ("?payment=medicaid&payment=cash", ["birch", "elm", "harbor"]),
        ("?payment=free", []),
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
        ("?payment=cash&payment=medicaid&payment=cash", "?payment=medicaid&payment=cash"),
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
    assert counts(client.get(CITY + "?payment=medicaid").content.decode()) >= {
        ("methadone", False, 1),
        ("buprenorphine", False, 2),
        ("medicaid", True, 2),
        ("cash", False, 1),
    }


def counts(text: str) -> set[tuple[str, bool, int]]:
    """Of each box its value, whether it is ticked, and the number next to it."""
    boxes = re.findall(
        r'<input type="checkbox" name="[a-z]+" value="([a-z-]+)"( checked)?>.*?<span class="count">(\d+)<', text
    )
    return {(value, bool(checked), int(number)) for value, checked, number in boxes}


@pytest.mark.usefixtures("_places")
def test_the_count_is_the_heading_to_which_the_form_leads(client: Client) -> None:
    text = re.sub(r"\s+", " ", client.get(CITY + "?payment=medicaid").content.decode())
    assert 'action="/cities/austin/#results"' in text
    assert re.search(r'<h2 id="results" tabindex="-1"> 2 of 3 places fit', text)


@pytest.mark.usefixtures("_places")
def test_nothing_found_says_which_choice_to_drop(client: Client) -> None:
    text = re.sub(r"\s+", " ", client.get(CITY + "?medicine=methadone&payment=cash").content.decode())
    assert re.search(r'href="\?payment=cash#results">Without “methadone”</a> <span [^>]*> 1 place <', text)
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
    assert 'form="choices" name="page" value="2"' in client.get(CITY + "?language=spanish").content.decode()
    second = client.get(CITY + "?language=spanish&page=2").content.decode()
    assert 'form="choices" name="page" value="1"' in second
    assert re.search(r'name="language" value="spanish" checked', second)
    assert '<link rel="canonical" href="http://127.0.0.1:8000/cities/austin/">' in second
    assert "(page 2)" in client.get(CITY + "?page=2").content.decode()


@pytest.mark.parametrize("path", [CITY, "/states/tx/austin/"])
def test_picks_survive_pages_and_are_kept_for_nobody_else(path: str, client: Client) -> None:
    fill_some()
    if path != CITY:
        city = austin()
        city.hidden = True
        city.save()
    for number in range(25):
        place(f"place-{number:02}", "78701", "MD", "BU", city=austin())
    page = client.get(f"{path}?p=place-03&p=place-22")
    text = page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert page["X-Robots-Tag"] == "noindex"
    assert re.findall(r'name="p" value="([^"]+)"[^>]* checked', text) == ["place-03"]
    assert '<input type="hidden" name="p" value="place-22">' in text
    assert "2 places on your list" in text
    assert "no-store" not in client.get(path).get("Cache-Control", "")


def test_a_sheet_to_print_has_all_places_and_keeps_the_choices(client: Client) -> None:
    for number in range(45):
        make_facility(f"place-{number:02}", "MD", *(["SP"] if number < 25 else []), phone="512-555-0100")
    assert client.get(f"{CITY}sheet/").content.decode().count("512-555-0100</b>") == 45
    text = client.get(f"{CITY}sheet/?language=spanish").content.decode()
    assert text.count("512-555-0100</b>") == 25
    assert "<b>Spanish</b>" in text
    assert 'content="noindex, follow"' in text


def test_who_pays_is_marked_and_stands_no_higher(client: Client) -> None:
    make_facility("alder", "BU")
    make_facility("zinnia", "BU", relationship=Facility.Relationship.FLAT_FEE)
    for query in ("", "?sort=reported", "?sort=confirmed"):
        assert names(client, query) == ["alder", "zinnia"]
    assert client.get(CITY).content.decode().count("Pays this site a flat fee") == 1


def test_invented_facilities_are_announced(client: Client) -> None:
    make_facility("elm", "BU")
    assert "This is demo data" not in client.get(CITY).content.decode()
    Facility.objects.update(edition=edition("demo", invented=True))
    DirectoryEdition.objects.filter(invented=False).delete()
    public_changed()
    text = client.get(CITY + "?medicine=buprenorphine").content.decode()
    assert "This is demo data" in text
    assert "invented place" not in text


def test_beside_real_facilities_no_invented_one_is_shown_or_counted(client: Client) -> None:
    make_facility("oak", "BU", edition=edition("demo", invented=True))
    assert names(client) == ["oak"]
    make_facility("elm", "BU", "MD")
    public_changed()
    assert names(client) == ["elm"]
    assert names(client, "?medicine=buprenorphine") == ["elm"]
    text = client.get(CITY).content.decode()
    assert "Reported to SAMHSA in 2022" in text
    assert "demo data" not in text


@pytest.mark.parametrize(
    ("real", "invented", "words"),
    [(2, 0, None), (0, 2, "invented, for this demo"), (1, 1, None)],
)
@pytest.mark.parametrize("path", ["/cities/", "/phases/medication/"])
def test_counts_say_that_all_are_invented(
    client: Client, path: str, real: int, invented: int, words: str | None
) -> None:
    for number in range(real):
        make_facility(f"real-{number}", "MU")
    for number in range(invented):
        make_facility(f"demo-{number}", "MU", edition=edition("demo", invented=True))
    text = client.get(path).content.decode()
    assert re.findall(r'<span class="pill">\s*(.*?invented.*?)\s*</span>', text) == ([words] if words else [])
    assert f"{real or invented} " in text


def test_a_place_without_a_phone_says_so_in_the_list(client: Client) -> None:
    make_facility("elm", "BU")
    assert "No phone number reported" in client.get(CITY).content.decode()
    Facility.objects.update(phone="512-555-0101")
    public_changed()
    assert "No phone number reported" not in client.get(CITY).content.decode()


def test_a_city_without_facilities_asks_nothing(client: Client) -> None:
    text = client.get(CITY).content.decode()
    assert 'action="/near/"' in text
    assert 'type="checkbox"' not in text
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
        found = [(one.city.slug, one.reporting) for one in facilities_by_phase(phase)]
        assert found == [("austin", count), ("los-angeles", 0)]


@pytest.mark.usefixtures("_places")
def test_a_delisted_facility_is_gone_from_every_list_at_once(client: Client) -> None:
    assert names(client, "?payment=medicaid") == ["elm", "harbor"]
    delist(by=None, facility=Facility.objects.get(slug="elm"), because="It closed.")
    assert names(client, "?payment=medicaid") == ["harbor"]
    assert "2 places in and around Austin" in re.sub(r"\s+", " ", client.get(CITY).content.decode())


@pytest.mark.usefixtures("_places")
def test_a_list_by_zip_code_has_become_a_look_around_it(client: Client) -> None:
    response = client.get(CITY + "?zip=78704&payment=medicaid&payment=cash&sort=zip")
    assert (response.status_code, response["Location"]) == (
        302,
        "/near/?place=78704&payment=medicaid&payment=cash",
    )


def test_a_hidden_city_is_gone_and_the_towns_list_stands_for_it(client: Client) -> None:
    fill_some()
    place("harbor", "78701", "BU", city=austin())
    City.objects.filter(slug="austin").update(hidden=True)
    assert "/cities/austin/" not in client.get("/cities/").content.decode()
    response = client.get(CITY)
    assert (response.status_code, response["Location"]) == (302, "/states/tx/austin/")
    assert client.get("/states/tx/austin/").status_code == 200
    assert "/cities/austin/" not in locations(client)
    assert "/cities/austin/" not in client.get("/").content.decode()
