"""Where a city's places are, as bars: the same numbers as in the form and in the list, with nobody lost."""

import re
from html import unescape
from typing import NamedTuple

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from facilities.models import Facility
from facilities.services.facilities import delist
from search.services import public_changed
from tests.facilities.ranked import edition, make_facility

pytestmark = pytest.mark.django_db

CITY = "/cities/austin/"


class Bar(NamedTuple):
    zip: str
    places: int
    width: int
    query: str
    chosen: bool


def section(client: Client, query: str = "") -> str:
    """Without what is around it; empty if it is not there."""
    response = client.get(CITY + query)
    assert response.status_code == 200, response.headers.get("Location")
    found = re.search(r'(?s)<section class="where no-print".*?</section>', response.content.decode())
    return found[0] if found else ""


def spoken(html: str) -> str:
    without_drawings = re.sub(r'(?s)<svg aria-hidden="true".*?</svg>', "", html)
    text = unescape(re.sub(r"<[^>]+>", "", without_drawings))
    return re.sub(r"\s+", " ", text).replace(" :", ":").strip()


def bars(html: str) -> list[Bar]:
    found = []
    for href, mark, inside in re.findall(r'(?s)<a href="([^"]*)#results" rel="nofollow"([^>]*)>(.*?)</a>', html):
        said = re.match(r"(\d+): (\d+) places?( \(take this choice back\))?$", spoken(inside))
        width = re.search(r'<rect width="(\d+)"', inside)
        assert said, inside
        assert width, inside
        assert bool(said[3]) == ("aria-current" in mark)
        found.append(Bar(said[1], int(said[2]), int(width[1]), unescape(href), bool(said[3])))
    return found


def counts(html: str) -> dict[str, int]:
    return {bar.zip: bar.places for bar in bars(html)}


def answers(client: Client, query: str) -> dict[str, int]:
    """What the form says of each ZIP code."""
    text = client.get(CITY + query).content.decode()
    return {value: int(count) for value, count in re.findall(r'<option value="(\d{5})"[^>]*>\d+ \((\d+)\)', text)}


def listed(client: Client, query: str) -> int:
    found = re.search(r'id="results" tabindex="-1">\s*(\d+)', client.get(CITY + query).content.decode())
    assert found
    return int(found[1])


@pytest.fixture
def _places() -> None:
    for slug, code, codes in (
        ("harbor", "78702", "MU MD"),
        ("elm", "78704-1234", "BU MD"),
        ("birch", "78704", "BU"),
        ("cedar", "78701", "CBT SF"),
        ("alder", "78704", "MU MD SF"),
    ):
        make_facility(slug, *codes.split(), zip=code)
    make_facility("far", "MU", zip="78799", city=None)
    make_facility("alcohol", "MU", zip="78799", for_opioids=False)


@pytest.mark.usefixtures("_places")
def test_each_zip_code_has_its_number_and_a_bar_to_scale_in_the_order_of_the_codes(client: Client) -> None:
    html = section(client)
    assert [bar[:3] for bar in bars(html)] == [("78701", 1, 1), ("78702", 1, 1), ("78704", 3, 3)]
    assert html.count('viewBox="0 0 3 1"') == 3
    assert "style=" not in html
    assert spoken(html).startswith("Where in and around Austin Places by ZIP code.")
    assert "78701: 1 place 78702: 1 place 78704: 3 places" in spoken(html)


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize(
    "choices",
    ["", "payment=medicaid", "medicine=methadone", "medicine=methadone&payment=medicaid", "phase=medication"],
)
@pytest.mark.parametrize("code", ["", "78701", "78702", "78704"])
def test_bars_form_and_list_say_the_same(client: Client, choices: str, code: str) -> None:
    make_facility("nowhere", "MU", "MD", zip="")
    rest = f"?{choices}" if choices else ""
    both = "&".join(filter(None, [choices, f"zip={code}" if code else ""]))
    query = f"?{both}" if both else ""
    html = section(client, query)
    drawn = counts(html)
    assert drawn == {
        zip_code: count for zip_code, count in answers(client, query).items() if count or zip_code == code
    }
    unknown = re.search(r"ZIP code not reported: (\d+) place", spoken(html))
    assert sum(drawn.values()) + (int(unknown[1]) if unknown else 0) == listed(client, rest)
    assert "fit your other choices" in html if choices else "fit your other choices" not in html
    for bar in bars(html):
        if not bar.chosen:
            assert listed(client, bar.query) == bar.places, "where it leads, and without another turn"


@pytest.mark.usefixtures("_places")
def test_choosing_a_bar_keeps_the_other_choices_and_the_order_and_can_be_taken_back(client: Client) -> None:
    (bar,) = (bar for bar in bars(section(client, "?payment=medicaid&sort=zip")) if bar.zip == "78704")
    assert bar.query == "?payment=medicaid&zip=78704&sort=zip"
    text = client.get(CITY + bar.query).content.decode()
    assert '<meta name="robots" content="noindex, follow">' in text
    assert re.search(r'href="\?payment=medicaid&amp;sort=zip#results">ZIP code: 78704', text)
    chosen = [bar for bar in bars(section(client, bar.query)) if bar.chosen]
    assert [(bar.zip, bar.places, bar.query) for bar in chosen] == [("78704", 2, "?payment=medicaid&sort=zip")]
    (alone,) = (bar for bar in bars(section(client, "?zip=78704")) if bar.chosen)
    assert alone.query == CITY


@pytest.mark.usefixtures("_places")
@pytest.mark.parametrize("code", ["78799", "7870", "78704-1234", "0", "%27", ""])
def test_a_zip_code_that_the_city_has_not_falls_away(client: Client, code: str) -> None:
    response = client.get(f"{CITY}?payment=medicaid&zip={code}")
    assert (response.status_code, response["Location"]) == (302, CITY + "?payment=medicaid")


@pytest.mark.usefixtures("_places")
def test_a_bar_that_would_lead_to_nothing_is_not_drawn_unless_chosen(client: Client) -> None:
    assert counts(section(client, "?payment=cash")) == {"78701": 1, "78704": 1}
    assert counts(section(client, "?payment=cash&zip=78702")) == {"78701": 1, "78702": 0, "78704": 1}
    assert section(client, "?payment=free") == ""


def test_pages_of_one_zip_code_keep_it(client: Client) -> None:
    for number in range(25):
        make_facility(f"place-{number:02}", zip="78702")
    make_facility("other", zip="78701")
    assert 'href="?zip=78702&amp;page=2#results"' in client.get(CITY + "?zip=78702").content.decode()
    assert listed(client, "?zip=78702&page=2") == 25
    assert counts(section(client, "?zip=78702&page=2")) == {"78701": 1, "78702": 25}


def test_where_all_have_one_zip_code_there_is_nothing_to_compare(client: Client) -> None:
    make_facility("elm")
    make_facility("oak")
    assert section(client) == ""
    make_facility("ash", zip="78702")
    public_changed()
    assert counts(section(client)) == {"78701": 2, "78702": 1}


def test_who_reported_no_zip_code_is_counted_and_is_no_answer(client: Client) -> None:
    make_facility("elm")
    make_facility("nowhere", zip="")
    html = section(client)
    assert counts(html) == {"78701": 1}
    assert "ZIP code not reported: 1 place" in spoken(html)
    form = client.get(CITY).content.decode()
    assert form.count('<option value="">') == form.count("<select") - 1


@pytest.mark.parametrize(("codes", "in_view"), [(16, 16), (17, 12), (40, 12)])
def test_of_many_those_with_the_most_stay_in_view_and_nothing_is_lost(
    client: Client, codes: int, in_view: int
) -> None:
    for number in range(codes):
        for place in range(2 if number in (0, codes - 1) else 1):
            make_facility(f"place-{number}-{place}", zip=f"787{number:02}")
    html = section(client)
    view, _fold, folded = html.partition("<details")
    shown, hidden = [bar.zip for bar in bars(view)], [bar.zip for bar in bars(folded)]
    assert len(shown) == in_view
    assert shown == sorted(shown)
    assert hidden == sorted(hidden)
    assert {"78700", f"787{codes - 1:02}"} <= set(shown)
    assert sorted(shown + hidden) == [f"787{number:02}" for number in range(codes)]
    assert sum(counts(html).values()) == codes + 2
    if hidden:
        assert f"{len(hidden)} more ZIP codes, with {len(hidden)} places" in spoken(html)
        again = section(client, f"?zip={hidden[-1]}").partition("<details")[0]
        assert [bar.zip for bar in bars(again) if bar.chosen] == [hidden[-1]], "the chosen one stays in view"
        assert len(bars(again)) == in_view


def test_invented_places_are_not_passed_off_as_real_ones(client: Client) -> None:
    demo = edition("demo", invented=True)
    for slug, code, more in (
        ("elm", "78701", {}),
        ("oak", "78701", {"edition": demo}),
        ("ash", "78702", {"edition": demo}),
        ("fir", "78703", {}),
    ):
        make_facility(slug, "BU", zip=code, **more)  # type: ignore[arg-type]
    said = "78701: 2 places 1 is invented 78702: 1 place invented, for this demo 78703: 1 place"
    for query in ("", "?medicine=buprenorphine"):
        assert said in spoken(section(client, query))
    chosen = "78701: 2 places (take this choice back) 1 is invented 78702: 1 place invented, for this demo"
    assert chosen in spoken(section(client, "?zip=78701"))


def test_where_all_are_invented_the_page_says_so_once(client: Client) -> None:
    for number in range(3):
        make_facility(f"place-{number}", zip=f"7870{number}", edition=edition("demo", invented=True))
    assert "This is demo data" in client.get(CITY).content.decode()
    assert "invented" not in section(client)


@pytest.mark.usefixtures("_places")
def test_a_delisted_place_leaves_its_bar_at_once(client: Client) -> None:
    assert counts(section(client)) == {"78701": 1, "78702": 1, "78704": 3}
    for slug in ("birch", "harbor"):
        delist(facility=Facility.objects.get(slug=slug), because="It closed.")
    assert counts(section(client)) == {"78701": 1, "78704": 2}


def test_bars_ask_the_database_nothing(client: Client) -> None:
    for number in range(60):
        make_facility(f"place-{number}", "MD")
    asked = []
    for drawn in (0, 30):
        for number, facility in enumerate(Facility.objects.all()):
            Facility.objects.filter(pk=facility.pk).update(zip=f"787{number % (drawn or 1):02}")
        public_changed()
        with CaptureQueriesContext(connection) as queries:
            assert len(counts(section(client, "?payment=medicaid"))) == drawn
        asked.append(len(queries))
    assert asked[0] == asked[1]
