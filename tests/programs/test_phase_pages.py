"""The five phases, as readers see them."""

import pytest
from django.test import Client

from articles.models import Article
from articles.readability import grade
from articles.services.listing import bring_in_step
from facilities.models import City
from markup.rendering import render
from programs.models import Phase
from review.services.publishing import submit
from tests.articles.making import change, make_live, make_question, make_user
from tests.facilities.ranked import make_facility
from tests.programs.proposed import PHASE_WORDS, medication, published

pytestmark = pytest.mark.django_db

STANDARD_NAMES = {
    "detoxification": ("methadone", "buprenorphine", "Lofexidine", "clonidine", "withdrawal management"),
    "medication": ("Methadone", "Buprenorphine", "Naltrexone", "opioid treatment program"),
    "therapy": (
        *("Cognitive behavioral therapy (CBT)", "Motivational interviewing (MI)", "Contingency management"),
        *("Dialectical behavior therapy (DBT)", "Family therapy", "Matrix Model", "made for stimulants"),
    ),
    "aftercare": ("continuing care", "naloxone"),
    "relapse-prevention": ("naloxone", "40 to 60"),
}


def page(client: Client, slug: str) -> str:
    response = client.get(f"/phases/{slug}/")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("slug", STANDARD_NAMES)
def test_a_phase_says_what_it_is_how_long_and_what_to_ask(client: Client, slug: str) -> None:
    text = page(client, slug)
    for heading in ("What it is", "What happens", "How long", "What to ask a program"):
        assert f">{heading}</h2>" in text
    for name in STANDARD_NAMES[slug]:
        assert name in text
    assert "No clinician has reviewed this yet" in text


@pytest.mark.parametrize("slug", STANDARD_NAMES)
def test_its_text_is_plain_and_names_sources(slug: str) -> None:
    shown = render(Phase.objects.get(slug=slug).body)
    found = grade(shown.text)
    assert found is not None
    assert found <= 8
    assert sum(link.href.startswith("https://") for link in shown.links) >= 2
    assert not shown.refused


def test_the_five_stand_around_the_person_without_numbers(client: Client) -> None:
    text = client.get("/phases/").content.decode()
    assert "not steps that everyone takes in order" in text
    for phase in Phase.objects.all():
        assert text.count(f'href="{phase.get_absolute_url()}"') == 2


def test_a_phase_lists_its_reviewed_articles_and_no_other(client: Client) -> None:
    live, other = make_live("starting-methadone"), make_live("paying")
    live.phases.add(medication())
    bring_in_step(live.pk)
    hidden = Article.objects.create(slug="draft")
    hidden.phases.add(medication())
    text = page(client, "medication")
    assert live.get_absolute_url() in text
    assert other.get_absolute_url() not in text
    assert "/articles/draft/" not in text


def test_questions_share_a_tag_with_its_articles(client: Client) -> None:
    live = make_live("starting-methadone", tags=("Methadone",))
    live.phases.add(medication())
    bring_in_step(live.pk)
    make_question("How long on methadone?", tags=("Methadone",))
    make_question("Who pays?", tags=("Paying",))
    make_question("Is it safe?", tags=("Methadone",), reviewed=False)
    text = page(client, "medication")
    assert "How long on methadone?" in text
    assert "Who pays?" not in text
    assert "Is it safe?" not in text
    assert "How long on methadone?" not in page(client, "therapy")


def test_each_city_says_how_many_facilities_report_it(client: Client) -> None:
    make_facility("harbor", "MU")
    make_facility("oak", "CBT")
    text = " ".join(page(client, "medication").split())
    assert "1 of 2 facilities that we list" in text
    assert "/cities/austin/?phase=medication" in text
    assert "We list no facility here yet." in text
    assert City.objects.count() == 2


def test_programs_that_describe_it_are_named_and_those_that_leave_it_out_are_not(client: Client) -> None:
    program = published()
    assert program.get_absolute_url() in page(client, "medication")
    assert program.get_absolute_url() not in page(client, "detoxification")


def test_unreviewed_words_are_not_on_the_page(client: Client) -> None:
    writer = make_user("wanda", "writer")
    submit(revision=change(medication(), by=writer, **PHASE_WORDS).latest, by=writer)
    assert "New summary." not in page(client, "medication")
