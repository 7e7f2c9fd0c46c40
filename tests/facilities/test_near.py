"""Care near a ZIP code or a town, as a reader asks for it."""

import re
from collections.abc import Callable, Iterator
from html import unescape
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoDbBlocker

from facilities.models import DirectoryEdition
from tests.facilities.placed import place, some_places
from tests.facilities.ranked import edition

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _some_places(django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with some_places(django_db_blocker, django_db_setup):
        yield


def ask(client: Client, typed: str, query: str = "") -> str:
    response = client.get(f"/near/?place={typed}{query}")
    assert response.status_code == 200, response.headers.get("Location")
    assert response["Cache-Control"] == "no-store"
    return re.sub(r"\s+", " ", unescape(response.content.decode()))


def names(text: str) -> list[str]:
    return re.findall(r'<h3 id="place-[^"]+"><a href="/facilities/([^/]+)/"', text)


def heading(text: str) -> str:
    found = re.search(r"<h1>(.*?)</h1>", text)
    assert found
    title = re.search(r"<title>(.*?)</title>", text)
    assert title
    assert title[1].startswith(found[1]), "the tab says what the heading says"
    return found[1]


def test_the_nearest_come_first_across_the_state_line(client: Client) -> None:
    place("border", "88063", "BU", "MD")
    place("far", "78701", "BU")
    place("next", "79902", "BU")
    place("here", "79901", "BU", "MD")
    text = ask(client, "79901")
    assert heading(text) == "Care near El Paso, TX 79901"
    assert "Straight-line miles from the middle of 79901." in text
    assert names(text) == ["here", "next", "border"]
    assert "<b>In this ZIP code</b> ·" in text
    assert "<b>About 2 miles</b> ·" in text
    assert text.index("Texas Medicaid rarely pays there") < text.index('"/facilities/border/"')
    assert "The next place is in New Mexico." in text
    assert "New Mexico Medicaid" in text


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("79901", "Care near El Paso, TX 79901"),
        ("79901-1234", "Care near El Paso, TX 79901"),
        ("799", "Care near ZIP codes that begin with 799"),
        ("El Paso", "Care near El Paso, TX"),
        ("el paso tx", "Care near El Paso, TX"),
        ("El Paso, Texas", "Care near El Paso, TX"),
        ("st louis", "Care near St. Louis, MO"),
        ("Saint Louis, Mo.", "Care near St. Louis, MO"),
        ("Ft. Worth", "Care near Fort Worth, TX"),
        ("Espanola, N.M.", "Care near Española, NM"),
        ("NYC", "Care near New York, NY"),
        ("L.A.", "Care near Los Angeles, CA"),
        ("portland me", "Care near Portland, ME"),
        ("the bronx", "Care near Bronx, NY"),
        ("New York City, NY", "Care near New York, NY"),
        ("El Paso County, TX", "Care near El Paso County, TX"),
        ("79913", "79913 is for PO boxes. Care near El Paso, TX"),
        ("10043", "10043 belongs to one organization. Care near New York, NY"),
        ("77352", "77352 is not on our map. Care near Livingston, TX"),
        ("79999", "We do not know 79999. Care near ZIP codes that begin with 799"),
        ("09012", "09012 is a military address"),
        ("Springfield", "Which Springfield?"),
        ("mt vernon", "Which Mount Vernon?"),
        ("washington", "Which Washington?"),
        ("portland", "Which Portland?"),
        ("near me", "Where are you?"),
        ("911", "Call 911"),
        ("call 911", "Call 911"),
        ("988", "Call or text 988"),
        ("samhsa hotline", "Call now"),
        ("xyzzyville", "We cannot find “xyzzyville”"),
        ("methadone near me", "We cannot find “methadone near me”"),
        ("12", "We cannot find “12”"),
        ("123456", "We cannot find “123456”"),
        ("ok", "We cannot find “ok”"),
        ("<script>", "We cannot find “<script>”"),
    ],
)
def test_what_was_typed_is_understood_or_the_heading_says_why_not(client: Client, typed: str, words: str) -> None:
    place("here", "79901", "BU")
    for zip_code in ("63101", "76102", "87532", "10001", "90012", "04101", "77352"):
        place(f"in-{zip_code}", zip_code, "BU")
    text = ask(client, typed.replace(" ", "+"))
    assert heading(text) == words
    assert "invalid" not in text
    assert f'value="{typed}"' in text, "what was typed stays"


@pytest.mark.parametrize(
    ("typed", "href"),
    [
        ("9-1-1", "tel:911"),
        ("9 8 8", "tel:988"),
        ("suicide hotline", "tel:988"),
        ("the helpline number", "tel:+18006624357"),
        ("poison control", "tel:+18002221222"),
    ],
)
def test_whoever_typed_a_line_finds_it_first(client: Client, typed: str, href: str) -> None:
    text = ask(client, typed)
    first = text[text.index("</h1>") :]
    assert first.index(f'href="{href}"') == first.index('href="tel:')


@pytest.mark.parametrize("typed", ["79999", "79913", "77352", "09012", "xyzzyville", "ok"])
def test_whoever_typed_what_is_no_place_hears_of_other_ways(client: Client, typed: str) -> None:
    place("here", "79901", "BU")
    text = ask(client, typed)
    assert "FindTreatment.gov" in text
    assert 'href="tel:+18006624357"' in text


def test_a_slip_is_offered_and_not_taken_for_what_was_meant(client: Client) -> None:
    text = ask(client, "Albuqerque")
    assert not names(text)
    assert 'href="?place=Albuquerque%2C+NM"' in unescape(text)


def test_a_state_has_its_own_page(client: Client) -> None:
    response = client.get("/near/?place=Texas")
    assert (response.status_code, response["Location"]) == (302, "/states/tx/")


def test_new_york_may_be_the_city_or_the_state(client: Client) -> None:
    text = ask(client, "New+York")
    assert heading(text) == "Which New York?"
    assert 'href="/states/ny/"' in text
    assert 'href="?place=New+York%2C+NY"' in text


def test_namesakes_are_listed_by_population_with_what_is_near(client: Client) -> None:
    place("missouri", "65806", "BU")
    text = ask(client, "springfield", "&payment=none&within=50")
    shown = re.findall(r">(Springfield, [A-Z]\w+)</a> <span [^>]*> (\d+) places? <", text)
    assert shown[:4] == [
        ("Springfield, Missouri", "1"),
        ("Springfield, Massachusetts", "0"),
        ("Springfield, Illinois", "0"),
        ("Springfield, Oregon", "0"),
    ]
    assert "place=Springfield%2C+MO&within=50&payment=none" in text, "choices are carried on"


def test_one_town_that_outweighs_its_namesakes_opens_and_the_others_are_a_step_away(client: Client) -> None:
    place("here", "89101", "BU")
    text = ask(client, "las+vegas", "&payment=medicaid")
    assert heading(text) == "No place fits near Las Vegas, NV"
    assert re.search(r'href="\?place=las\+vegas&which=1&payment=medicaid">Not Las Vegas, Nevada\?', text)
    assert heading(ask(client, "las+vegas", "&which=1")) == "Which Las Vegas?"


@pytest.mark.parametrize(("count", "ring", "grew"), [(5, 5, False), (4, 50, True)])
def test_the_ring_grows_until_five_fit(client: Client, count: int, ring: int, grew: bool) -> None:
    for number in range(count):
        place(f"here-{number}", "79901", "BU")
    where = {"latitude": 31.76 + 0.5, "longitude": -106.48}
    place("off", "79902", "BU", **where)
    text = ask(client, "79901")
    assert f"within {ring} miles" in text
    assert ("We looked farther until five fit." in text) == grew


def test_places_for_veterans_alone_do_not_count_unless_asked(client: Client) -> None:
    for number in range(5):
        place(f"veterans-{number}", "79901", "BU", "VAMC")
    assert "5 places within 250 miles" in ask(client, "79901")
    assert "5 places within 5 miles" in ask(client, "79901", "&group=veterans")
    assert "Veterans only" in ask(client, "79901")


def test_the_ring_may_be_chosen_and_the_next_one_says_its_number(client: Client) -> None:
    place("here", "79901", "BU")
    place("off", "79902", "BU", latitude=31.9, longitude=-106.48)
    text = ask(client, "79901", "&within=5")
    assert names(text) == ["here"]
    assert re.search(r'href="\?place=79901&within=10#results"> Look within 10 miles \(2 places\)', text)
    for wrong in ("7", "-5", "1e9", "5.0", ""):
        assert names(ask(client, "79901", f"&within={wrong}")) == ["here", "off"]


def test_choices_narrow_and_count_within_the_ring(client: Client) -> None:
    place("methadone", "79901", "MU", "MD")
    place("bupe", "79901", "BU", "SS")
    place("other", "79902", "NU", "FSA")
    place("far", "78701", "MU", "SS")
    query = "&within=25&medicine=methadone&medicine=buprenorphine"
    text = ask(client, "79901", query)
    assert sorted(names(text)) == ["bupe", "methadone"]
    assert "Methadone or buprenorphine" in text
    text = ask(client, "79901", query + "&payment=none")
    assert names(text) == ["bupe"]
    assert "✓ sliding fee" in text
    assert re.search(r'name="payment" value="none" checked>.*?"count">1<', text)
    assert re.search(r'name="medicine" value="naltrexone">.*?"count">1<', text)


def test_where_nothing_fits_it_says_which_choice_to_drop(client: Client) -> None:
    place("bupe", "79901", "BU")
    place("free", "79902", "NU", "NP")
    text = ask(client, "79901", "&medicine=methadone&payment=none")
    assert heading(text) == "No place fits near El Paso, TX 79901"
    assert "<b>methadone</b>, <b>no insurance</b>" in text
    assert re.search(r">Without “methadone”</a> <span [^>]*> 1 place, about 2 miles away", text)
    assert "Without “no insurance”" not in text, "that would find nothing"
    assert re.search(
        r">Without “methadone”, “no insurance”</a> <span [^>]*> 2 places, the nearest about 1 mile away", text
    )
    assert "FindTreatment.gov" in text


def test_a_chosen_ring_without_any_leads_to_the_next_that_has_some(client: Client) -> None:
    place("off", "79902", "BU", latitude=32.6, longitude=-106.48)
    text = ask(client, "79901", "&within=5")
    assert not names(text)
    first = re.search(r'href="\?place=79901&within=(\d+)#results"> Look within \d+ miles \((\d) place\)', text)
    assert first
    assert first.groups() == ("100", "1")


def test_far_from_everything_it_says_so_and_offers_telehealth(client: Client) -> None:
    place("video", "59247", "BU", "TELE")
    text = ask(client, "59247")
    assert "1 place within 250 miles" in text
    assert "There are no others" in text
    assert "1 place reports telehealth" in text
    assert "Ask a person: 1-800-662-4357" in text


def test_ties_are_broken_by_the_town_then_name_then_number(client: Client) -> None:
    same = {"latitude": 31.7584, "longitude": -106.4783}
    place("b-other-town", "88063", "BU", name="Alder", **same)
    for slug, name in (("c", "Birch"), ("d", "Birch"), ("a", "Cedar")):
        place(slug, "79901", "BU", name=name, **same)
    assert names(ask(client, "79901")) == ["c", "d", "a", "b-other-town"]


def test_pages_of_a_long_list_hold_everyone_once(client: Client) -> None:
    for number in range(45):
        place(f"p-{number:02}", "79901", "BU", name=f"Place {number:02}")
    found = [name for page in ("", "&page=2", "&page=3") for name in names(ask(client, "79901", "&within=25" + page))]
    assert found == [f"p-{number:02}" for number in range(45)]
    text = ask(client, "79901", "&within=25&medicine=buprenorphine&page=2")
    assert 'form="choices" name="page" value="3"' in text
    assert "(page 2)" in text


def test_invented_places_answer_only_where_there_are_no_others(client: Client) -> None:
    demo = edition("Demo", invented=True)
    place("invented", "79901", "BU", edition=demo)
    text = ask(client, "79901")
    assert names(text) == ["invented"]
    assert "These places and their phone numbers do not exist." in text
    place("real", "79902", "BU")
    text = ask(client, "79901")
    assert names(text) == ["real"]
    assert "demo data" not in text
    assert DirectoryEdition.objects.filter(invented=True).exists()


def test_nothing_typed_is_a_page_with_the_field(client: Client) -> None:
    response = client.get("/near/")
    assert response.status_code == 200
    assert 'name="place"' in response.content.decode()
    assert "no-store" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize(
    "query",
    [
        "place=79901",
        "place=el+paso",
        "place=79901&within=5",
        "place=79901&medicine=methadone&payment=none",
        "place=springfield",
        "place=springfeld",
        "place=Boone+County",
    ],
)
@pytest.mark.parametrize("many", [0, 40])
def test_a_page_asks_the_database_six_times_at_most(client: Client, query: str, many: int) -> None:
    for number in range(many):
        place(f"p-{number}", "79901", "BU")
    client.get(f"/near/?{query}")
    with CaptureQueriesContext(connection) as asked:
        client.get(f"/near/?{query}")
    assert len(asked) <= 6, [one["sql"] for one in asked]


def test_twenty_cards_are_small(client: Client) -> None:
    import brotli

    codes = "SA DT OP OIT RES MU BU NU OTP MOA CBT MOTI RELP MD MC SS PA PI SF SI MI FSA SAMF FEM MALE YAD ADLT SP AH"
    for number in range(30):
        more: dict[str, Any] = {"phone": f"915-555-01{number:02}", "intake1": f"915-555-02{number:02} x{number}"}
        place(f"long-name-of-a-place-{number}-el-paso", "79901", *codes.split(), name2="Outpatient Clinic", **more)
    body = client.get("/near/?place=79901&payment=none&medicine=methadone").content
    assert body.count(b'class="facility"') == 20
    assert len(brotli.compress(body, quality=5)) <= 9_000


@pytest.mark.parametrize("typed", ["79901", "el paso", "xyzzyville", "springfield", "09012"])
def test_no_engine_indexes_what_was_typed(client: Client, typed: str) -> None:
    text = client.get("/near/", {"place": typed}).content.decode()
    assert '<meta name="robots" content="noindex">' in text
    assert "canonical" not in text
