"""Described programs, as readers see them."""

from datetime import date

import pytest
from django.test import Client

from programs.models import Program, ProgramRevision
from review.services.publishing import publish, withdraw
from search.models import Document
from search.services import public_changed
from tests.facilities.ranked import make_facility
from tests.facilities.test_import_editions import HERON, bring
from tests.programs.proposed import make_program, published, reviewed

pytestmark = pytest.mark.django_db


def page(client: Client, program: Program) -> str:
    response = client.get(program.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def test_it_tells_setting_city_and_all_five_phases_in_order(client: Client) -> None:
    text = page(client, published(setting="opioid-treatment-program"))
    for words in ("Opioid treatment program", "Austin, TX", "Adults.", "In short."):
        assert words in text
    names = ("Detoxification", "Medication", "Therapy", "Aftercare", "Relapse prevention")
    places = [text.index(f">{name}</a> </h3>") for name in names]
    assert places == sorted(places)
    assert "<strong>Not part of this program.</strong> Methadone needs none." in text
    assert "<em>medication</em>" in text


def test_a_measure_is_said_or_not_measured(client: Client) -> None:
    program = make_program()
    publish(revision=reviewed(program, in_care_6_months="60 of 100"), by=None)
    text = page(client, program)
    assert "60 of 100" in text
    assert text.count("Not measured") == 3
    assert "No plan is described" in text


def test_it_leads_on_to_its_place_or_else_to_its_city(client: Client) -> None:
    step = '<a class="action" href="{}">'
    assert step.format("/facilities/oak/") in page(client, published(facility=make_facility("oak", "MU")))
    assert step.format("/cities/austin/") in page(client, published("other"))


def test_readers_find_only_published_programs(client: Client) -> None:
    program, draft = published(), make_program("draft")
    reviewed(draft)
    listing = client.get("/programs/").content.decode()
    assert program.get_absolute_url() in listing
    assert draft.get_absolute_url() not in listing
    assert client.get(draft.get_absolute_url()).status_code == 404
    assert program.get_absolute_url() in client.get("/cities/austin/").content.decode()
    withdraw(subject=program, by=None, because="It has closed.")
    gone = client.get(program.get_absolute_url())
    assert (gone.status_code, "It has closed." in gone.content.decode()) == (410, True)
    assert program.get_absolute_url() not in client.get("/programs/").content.decode()
    assert program.get_absolute_url() not in client.get("/cities/austin/").content.decode()


def test_a_facility_is_linked_unless_it_is_not_for_opioids(client: Client) -> None:
    there = make_facility("harbor", "MU", name="Harbor House")
    text = page(client, published(facility=there))
    assert there.get_absolute_url() in text
    elsewhere = make_facility("alcohol", "AUDO", name="Elsewhere", for_opioids=False)
    assert "Elsewhere" not in page(client, published("other", facility=elsewhere))


def test_who_pays_us_is_said_beside_the_facility(client: Client) -> None:
    there = make_facility("harbor", "MU", relationship="flat-fee")
    assert "Pays this site a flat fee" in page(client, published(facility=there))


def test_an_invented_program_says_so(client: Client) -> None:
    assert "It does not exist" in page(client, published(invented=True))
    assert "It does not exist" not in page(client, published("real"))


def test_an_overdue_review_is_said(client: Client) -> None:
    program = published()
    assert "past its review date" not in page(client, program)
    ProgramRevision.objects.update(next_review_due=date(2020, 1, 1))
    public_changed()
    assert "past its review date" in page(client, program)


def test_beside_a_real_edition_an_invented_program_is_not_found_and_says_so_on_its_page(client: Client) -> None:
    real, made_up = published("real"), published("made-up", invented=True)
    found = Document.objects.filter(kind="program")
    assert {document.key for document in found} == {str(real.pk), str(made_up.pk)}
    bring("2023", HERON)
    assert [document.key for document in found.all()] == [str(real.pk)]
    assert made_up.get_absolute_url() not in client.get("/search/?q=program").content.decode()
    assert "does not exist" in page(client, made_up)
