"""A facility's page: what was reported, whose word it is, and what to do before going."""

import json
import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from facilities.models import Facility
from facilities.phones import dial
from facilities.service_codes import CODES, SAID
from facilities.services.facilities import delist
from tests.facilities.ranked import edition, make_facility
from tests.site.sitemaps import locations

pytestmark = pytest.mark.django_db


def page(client: Client, slug: str = "harbor") -> str:
    response = client.get(f"/facilities/{slug}/")
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", html))


def clinic(html: str) -> dict[str, Any]:
    blocks = [json.loads(found) for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', html)]
    found: dict[str, Any] = next(block for block in blocks if block["@type"] == "MedicalClinic")
    return found


def test_each_phase_says_in_words_what_was_reported(client: Client) -> None:
    make_facility("harbor", "DT", "ODTX", "MOA", "CBT", "MOTI", "NOE")
    text = text_of(page(client))
    assert re.search(r"Detoxification Yes Detoxification \(withdrawal management\) · Opioid detoxification", text)
    assert re.search(r"Medication\b[^·]*? Partly Accepts people whose medication is prescribed elsewhere", text)
    assert "Yes Cognitive behavioral therapy (CBT) · Motivational interviewing" in text
    assert "Aftercare Not reported It told SAMHSA nothing about this. That is not a no." in text
    assert "Relapse prevention Partly Naloxone and overdose education" in text


def test_medicines_have_three_values_and_unknown_is_not_no(client: Client) -> None:
    make_facility("harbor", "BU", "MOA")
    make_facility("elm", "NMOA")
    make_facility("oak", "CBT")
    text = text_of(page(client))
    assert "Buprenorphine On site Naltrexone Not given here; accepts people who get it elsewhere" in text
    assert "Methadone Reported as not used" in text_of(page(client, "elm"))
    assert "Methadone Not reported" in text_of(page(client, "oak"))
    assert "As reported to SAMHSA, 2023 (survey of 2022)." in page(client)


def test_payment_comes_before_all_other_services(client: Client) -> None:
    make_facility("harbor", "MD", "MC", "SS", "NP", "PI", "SF", "BU", "PW", "SP", "CARF", "OP", "ADLT")
    text = text_of(page(client).partition("<main")[2])
    told = ["Medicaid", "Medicare", "Sliding fee", "Free", "Private insurance", "Cash", "Medicines for opioid"]
    rest = ["The five phases", "26 to 64", "Pregnant women", "Spanish", "Outpatient", "CARF"]
    places = [text.index(words) for words in told + rest]
    assert places == sorted(places)


@pytest.mark.parametrize(
    ("text", "href"),
    [
        ("251-847-2223", "tel:+12518472223"),
        ("251-847-2223 x287", "tel:+12518472223,287"),
        ("(251) 847-2223 ext. 12", "tel:+12518472223,12"),
        ("1-251-847-2223", "tel:+12518472223"),
        ("813-630HOPE", "tel:+18136304673"),
        ("866-YESYWCA", "tel:+18669379922"),
        ("847-2223", ""),
        ("ask at the door", ""),
        ("251-847-2223 x1 x2", ""),
        ('251-847-2223" onclick=', ""),
    ],
)
def test_phones_are_made_to_dial(text: str, href: str) -> None:
    assert dial(text) == (text, href)


def test_every_number_stands_once_and_what_cannot_be_dialled_is_no_link(client: Client) -> None:
    make_facility("harbor", phone="512-555-0101 x7", intake1="512-555-0101 x7", intake2="call <us>")
    html = page(client)
    assert html.count('href="tel:+15125550101,7"') == 1
    assert "call &lt;us&gt;" in html
    assert 'href=""' not in html


def test_the_address_and_website_are_there(client: Client) -> None:
    make_facility("harbor", website="https://harbor.example/")
    html = page(client)
    assert "1 Main Street" in html
    assert "Austin, TX 78701" in html
    assert '<a href="https://harbor.example/" rel="external nofollow noreferrer">' in html


def test_it_says_what_to_ask_before_going(client: Client) -> None:
    make_facility("harbor")
    assert "Call before you go" in page(client)


def test_it_says_whose_word_it_is_and_how_old(client: Client) -> None:
    make_facility("harbor", last_confirmed_on=date(2026, 3, 1))
    make_facility("oak")
    assert re.search(r"Last confirmed by us, by phone March 1, 2026", text_of(page(client)))
    assert re.search(r"Edition 2023 Asked in 2022", text_of(page(client)))
    assert "Last confirmed by us, by phone Not yet" in text_of(page(client, "oak"))


def test_a_paid_relationship_is_named(client: Client) -> None:
    make_facility("harbor", relationship=Facility.Relationship.FLAT_FEE)
    make_facility("oak")
    assert "Pays this site a flat fee" in page(client)
    assert "pill-paid" not in page(client, "oak")


def test_contradictions_are_given_as_reported(client: Client) -> None:
    make_facility("harbor", "BU", "NMOA", contradictions=["medication-and-none", "gone-from-the-program"])
    text = text_of(page(client))
    assert "It says that it uses no medication for opioid use disorder, but lists medication." in text
    assert "As reported to SAMHSA, 2023 (survey of 2022). We cannot tell which is right. Ask by phone." in text


def test_a_place_without_a_phone_leads_to_the_helpline(client: Client) -> None:
    make_facility("harbor", "BU")
    assert "Not reported. SAMHSA’s helpline may know it: 1-800-662-4357" in text_of(page(client))
    make_facility("oak", "BU", phone="512-555-0101")
    assert "may know it" not in page(client, "oak")


def test_what_nobody_reported_takes_one_line_and_no_heading(client: Client) -> None:
    make_facility("harbor", "BU", "SP")
    html = page(client)
    assert "<h3>Languages</h3>" in html
    assert "<h3>Ages accepted</h3>" not in html
    assert "Ages accepted: not reported" in html


def test_a_delisted_facility_keeps_its_page_and_says_why(client: Client) -> None:
    facility = make_facility("harbor", "BU")
    assert "no longer list" not in page(client)
    delist(by=None, facility=facility, because="The building <burned> down.", on=date(2026, 2, 3))
    html = page(client)
    assert "We no longer list this place, since Feb. 3, 2026" in html
    assert "The building &lt;burned&gt; down." in html
    assert '<a class="action" href="/cities/austin/">See places in Austin</a>' in html
    assert "Call this place" not in html
    assert "MedicalClinic" not in html
    assert "/facilities/harbor/" not in locations(client)
    assert "harbor" not in client.get("/cities/austin/").content.decode()


@pytest.mark.parametrize("path", ["", "report/", "report/sent/"])
def test_a_facility_not_for_opioids_has_no_page(client: Client, path: str) -> None:
    make_facility("harbor", "NOOP", for_opioids=False)
    assert client.get(f"/facilities/harbor/{path}").status_code == 404
    assert client.get(f"/facilities/none/{path}").status_code == 404


def test_an_invented_facility_says_so(client: Client) -> None:
    make_facility("harbor", edition=edition("Demo", invented=True))
    html = page(client)
    assert "This place and its phone numbers do not exist." in html
    assert clinic(html)["description"] == "Demo data: this place does not exist."


def test_machines_are_told_what_people_see_and_no_rating(client: Client) -> None:
    make_facility("harbor", "BU", "MD", "ACC", name="</script><b>Harbor", phone="512-555-0101")
    html = page(client)
    told = clinic(html)
    assert told["name"] == "</script><b>Harbor"
    assert "</script><b>" not in html
    assert told["url"] == "http://127.0.0.1:8000/facilities/harbor/"
    assert told["address"]["postalCode"] == "78701"
    assert told["telephone"] == "512-555-0101"
    assert told["paymentAccepted"] == "Medicaid"
    assert [service["name"] for service in told["availableService"]][-1] == "Aftercare"
    assert "rating" not in html.lower()


def test_the_sitemap_lists_every_listed_facility(client: Client) -> None:
    make_facility("harbor")
    make_facility("far", city=None)
    delist(by=None, facility=make_facility("gone"), because="It closed.")
    sitemap = locations(client)
    assert "/facilities/harbor/" in sitemap
    assert "/facilities/far/" in sitemap
    assert "/facilities/gone/" not in sitemap
    assert client.get("/facilities/gone/").status_code == 200


def test_every_code_of_a_phase_has_plain_words() -> None:
    silent = {code for code, (_phase, role) in CODES.items() if role in ("negative", "other")}
    assert set(CODES) - silent == set(SAID)
