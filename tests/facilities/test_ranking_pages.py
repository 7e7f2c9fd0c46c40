"""A city's comparison, as readers see it."""

import json
import re
from datetime import timedelta
from hashlib import sha256

import pytest
from django.test import Client
from django.utils.html import strip_tags

from facilities.models import Facility, Ranking
from facilities.ranking import METHOD, problems, read
from facilities.services.demo import load_facilities, load_rankings
from facilities.services.rankings import leave_out, make_ranking, publish_ranking
from search.services import public_changed
from tests.facilities.ranked import MADE_ON, austin, edition, make_facility, make_three, published

pytestmark = pytest.mark.django_db

PAGE, FILE = "/cities/austin/ranking/", "/cities/austin/ranking.json"


def text(client: Client, path: str = PAGE) -> str:
    response = client.get(path)
    assert response.status_code == 200, path
    return re.sub(r"\s+", " ", strip_tags(response.content.decode()))


def test_it_works(client: Client) -> None:
    make_three()
    published()
    page = text(client)
    assert "Places for opioid treatment in Austin, compared" in page
    assert "Version 1" in page
    assert "as reported to SAMHSA, a United States government agency, in its survey of 2022" in page
    assert "May 1, 2026" in page
    assert "1st 50 points Harbor" in page
    assert "best" not in page.replace("It does not say which place is best, or best for you.", "")


def test_it_leads_on_to_the_phone_numbers(client: Client) -> None:
    make_three()
    Facility.objects.filter(slug="harbor").update(phone="512-555-0100", codes=["VAMC"])
    published()
    page = client.get(PAGE).content.decode()
    assert 'href="/cities/austin/#results"' in page
    assert 'href="tel:+15125550100"' in page
    assert "Veterans only" in page


def test_a_tie_is_shown_as_a_tie(client: Client) -> None:
    make_three()
    published()
    page = text(client)
    assert page.count("2nd, tied 21 points") == 1
    assert "3rd" not in page
    assert page.index("Elm") < page.index("Oak")


def test_each_row_opens_to_why(client: Client) -> None:
    make_facility("harbor", "MU", "NOE")
    make_facility("oak", "NMOA")
    published()
    harbor, oak = (strip_tags(part) for part in client.get(PAGE).content.decode().split("<details>")[1:3])
    for part, said in (
        (harbor, "Methadone on site reported +15 points"),
        (oak, "Methadone on site reported as not used"),
    ):
        assert said in re.sub(r"\s+", " ", part)
    assert "Buprenorphine on site not reported 0 points" in re.sub(r"\s+", " ", harbor)
    assert "Medication 15 of 40" in re.sub(r"\s+", " ", harbor)


def test_only_listed_facilities_for_opioids_of_the_city_are_in_it(client: Client) -> None:
    make_three()
    make_facility("alcohol-only", "MU", name="Alcohol Only", for_opioids=False)
    make_facility("closed", "MU", name="Closed Door", delisted_on=MADE_ON, delisted_because="It closed.")
    make_facility("far-away", "MU", name="Far Away", city=None)
    published()
    page = text(client)
    assert "Harbor" in page
    for name in ("Alcohol Only", "Closed Door", "Far Away"):
        assert name not in page


def test_who_is_left_out_is_named_with_the_reason(client: Client) -> None:
    make_three()
    leave_out(by=None, facility=Facility.objects.get(slug="oak"), reason="It told us that it closes in June.")
    published()
    assert "Oak: It told us that it closes in June." in text(client)
    assert [row["slug"] for row in client.get(FILE).json()["rows"]] == ["harbor", "elm"]


def test_the_file_holds_all_inputs_and_verifies(client: Client) -> None:
    make_three()
    published()
    response = client.get(FILE)
    assert response.headers["Content-Type"] == "application/json"
    assert list(problems(read(response.content))) == []
    document = response.json()
    assert document["criteria"] == METHOD.criteria()
    assert next(one for one in document["facilities"] if one["slug"] == "oak")["codes"] == ["BU", "SS", "TELE"]
    assert response.content == client.get("/cities/austin/ranking/1.json").content
    assert f"SHA-256 {sha256(response.content).hexdigest()}" in text(client)


def test_a_published_ranking_stays_when_the_listings_and_the_method_change(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_three()
    published()
    before, file = text(client), client.get(FILE).content
    Facility.objects.filter(slug="harbor").update(codes=["NOE"], name1="Another name", edition=edition("2024"))
    make_facility("new", "MU", "BU", "NOE")
    monkeypatch.setattr("facilities.services.rankings.METHOD", None)
    monkeypatch.setattr("facilities.ranking.scoring.rank", None)
    public_changed()
    assert text(client) == before
    assert client.get(FILE).content == file


def test_a_new_version_shows_its_differences_and_the_earlier_one_keeps_its_address(client: Client) -> None:
    make_three()
    published()
    first = client.get(FILE).content
    Facility.objects.filter(slug="oak").update(codes=["BU", "SS", "MU"])
    make_facility("new", "NU")
    second = make_ranking(by=None, city=austin(), on=MADE_ON + timedelta(days=30))
    assert "Version of the list 1 " in text(client), "a draft is for editors"
    assert client.get("/cities/austin/ranking/2/").status_code == 404
    assert client.get("/cities/austin/ranking/2.json").status_code == 404
    publish_ranking(by=None, ranking=second, on=MADE_ON + timedelta(days=30))
    page = text(client)
    assert "Oak: points from 21 to 36." in page
    assert "Elm: rank from 2 to 3." in page
    assert "New: new, at rank 4." in page
    earlier = text(client, "/cities/austin/ranking/1/")
    assert "This is an earlier version, kept as it was." in earlier
    assert "What changed" not in earlier
    assert client.get("/cities/austin/ranking/1.json").content == first != client.get(FILE).content


def test_a_facility_that_is_no_longer_for_opioids_is_not_linked(client: Client) -> None:
    make_three()
    published()
    Facility.objects.filter(slug="harbor").update(for_opioids=False)
    public_changed()
    html = client.get(PAGE).content.decode()
    assert "no longer listed" in html
    assert "/facilities/harbor/" not in html
    assert "/facilities/oak/" in html


def test_long_lists_are_paged_and_the_places_go_on(client: Client) -> None:
    for number in range(17):
        make_facility(f"f{number:02}", *(["BU"] if number < 8 else []))
    published()
    first, second = text(client), text(client, f"{PAGE}?page=2")
    assert ("F09" in first, "F10" in first) == (True, False)
    assert ("F09" in second, "F10" in second) == (False, True)
    assert "9th, tied 0 points" in first
    assert "9th, tied 0 points" in second
    for page in ("3", "0", "x", "9" * 50):
        assert client.get(f"{PAGE}?page={page}").status_code == 404


def test_the_data_block_has_no_rating(client: Client) -> None:
    make_three()
    published()
    html = client.get(PAGE).content.decode()
    blocks = [json.loads(block) for block in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    (listed,) = (block for block in blocks if block["@type"] == "ItemList")
    assert [(one["position"], one["name"]) for one in listed["itemListElement"]] == [
        (1, "Harbor"),
        (2, "Elm"),
        (2, "Oak"),
    ]
    assert "rating" not in html.casefold()


def test_demo_data_says_so(client: Client) -> None:
    make_facility("harbor", "MU", edition=edition("Demo", invented=True))
    published()
    assert "These places and their phone numbers do not exist." in text(client)


def test_invented_places_are_not_compared_with_real_ones(client: Client) -> None:
    make_facility("elm", "MU")
    make_facility("harbor", "MU", "BU", edition=edition("Demo", invented=True))
    published()
    page = text(client).partition("Skip to the text")[2]
    assert "This is demo data" not in page
    assert "Elm" in page
    assert "Harbor" not in page


def test_without_a_published_ranking_there_is_no_page(client: Client) -> None:
    make_three()
    make_ranking(by=None, city=austin(), on=MADE_ON)
    assert client.get(PAGE).status_code == 404
    assert client.get(FILE).status_code == 404
    assert client.get("/cities/nowhere/ranking/").status_code == 404
    for number in ("0", "7", "9" * 30):
        assert client.get(f"{PAGE}{number}/").status_code == 404


def test_the_method_page_is_the_table_that_the_code_uses(client: Client) -> None:
    make_three()
    published()
    html = client.get("/rankings/method/").content.decode()
    cells = re.findall(r'<th scope="row" class="fact">(.*?)</th>\s*<td>(\d+)</td>', html, re.DOTALL)
    assert [(" ".join(strip_tags(said).split()), int(points)) for said, points in cells] == [
        (f"{criterion.label} {criterion.counts} {', '.join(criterion.codes)}".strip(), criterion.points)
        for group in METHOD.groups
        for criterion in group.criteria
    ]
    assert PAGE in html
    assert "lacking it never lowers a place" in html


def test_names_from_the_directory_are_text(client: Client) -> None:
    make_facility("harbor", "MU", name="</script><img src=x onerror=alert(1)>")
    leave_out(by=None, facility=make_facility("oak", name="<b>Oak</b>"), reason="<i>closed</i>")
    published()
    html = client.get(PAGE).content.decode()
    assert "<img src=x" not in html
    assert "<b>Oak" not in html
    assert "<i>closed" not in html


def test_a_page_costs_few_queries_however_long(client: Client, django_assert_max_num_queries: object) -> None:
    for number in range(30):
        make_facility(f"f{number:02}", "BU")
    published()
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        client.get(PAGE)
    assert Ranking.objects.count() == 1


def test_the_demo_shows_a_ranking_of_each_city_with_a_second_version(client: Client) -> None:
    load_facilities()
    load_rankings()
    for slug in ("austin", "los-angeles"):
        page = text(client, f"/cities/{slug}/ranking/")
        assert "do not exist" in page
        assert "tied" in page
        assert re.search("Pays this site a flat fee|Affiliated with this site", page)
    page = text(client)
    assert "Cedar Whistle Treatment: left out now" in page
    assert client.get("/cities/austin/ranking/1/").status_code == 200
