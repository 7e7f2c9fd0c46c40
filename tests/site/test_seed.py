import re
from collections.abc import Iterator
from datetime import date
from io import StringIO

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.test import Client

from articles.models import Article, ArticleRevision, Person, Question
from articles.services.checking import GRADE_TARGET, check
from articles.services.publishing import publish_due
from articles.services.revising import words_of
from contact.models import Recipient
from contact.services.consenting import offered
from contact.wording import line
from programs.models import City, Facility, Phase

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _seeded() -> Iterator[None]:
    with time_machine.travel("2026-12-01T12:00:00Z"):
        call_command("seed", stdout=StringIO())
        yield


def live() -> list[ArticleRevision]:
    revisions = [article.live_revision for article in Article.objects.published()]
    return [revision for revision in revisions if revision]


def test_there_is_enough_to_read_about_each_phase_and_city(client: Client) -> None:
    published = Article.objects.published()
    assert published.count() >= 10
    assert Question.objects.published().count() >= 40
    for phase in Phase.objects.all():
        assert published.filter(phases=phase).exists(), phase
    for city in City.objects.all():
        assert published.filter(city=city).exists(), city
    for article in published:
        assert client.get(article.get_absolute_url()).status_code == 200


def test_an_editor_meets_every_state() -> None:
    states = {
        "draft": list(Article.objects.filter(revisions__state="draft", published_on=None)),
        "changed": [article for article in Article.objects.all() if article.changed_since_review],
        "overdue": [article for article in Article.objects.all() if article.review_overdue],
        "withdrawn": list(Article.objects.withdrawn()),
        "scheduled": list(Article.objects.filter(revisions__publish_on__isnull=False, live_revision=None)),
    }
    assert {name: len(articles) for name, articles in states.items()} == dict.fromkeys(states, 1)


def test_the_scheduled_article_goes_live_in_two_weeks() -> None:
    scheduled = ArticleRevision.objects.get(publish_on__isnull=False)
    assert scheduled.publish_on == date(2026, 12, 15)
    with time_machine.travel("2026-12-15T12:00:00Z"):
        assert publish_due() == [scheduled]


def test_the_checklist_finds_nothing_in_what_readers_see() -> None:
    found = {
        str(revision): [finding.sentence for finding in check(words_of(revision)).findings] for revision in live()
    }
    assert {title: findings for title, findings in found.items() if findings} == {}
    assert all(revision.grade is not None and revision.grade <= GRADE_TARGET for revision in live())
    assert all(revision.sources.exists() for revision in live())


def test_whoever_is_named_is_invented_and_their_page_says_so(client: Client) -> None:
    assert Person.objects.exists()
    assert not Person.objects.filter(invented=False).exists()
    for person in Person.objects.published():
        assert "invented" in client.get(person.get_absolute_url()).content.decode()
    for revision in live():
        assert len(revision.byline) == 3
        assert revision.reviewer is not None
        assert revision.reviewer.can_review


def test_each_city_has_places_that_take_inquiries_at_addresses_that_lead_nowhere() -> None:
    for city in City.objects.all():
        offers = offered(city)
        assert offers.count() >= 5
        assert offers.exclude(relationship=Facility.Relationship.NONE).exists(), "one that pays, so that it is seen"
    assert Recipient.objects.count() == offered().count()
    for recipient in Recipient.objects.all():
        assert recipient.email.endswith(".example")
        assert not recipient.webhook
    flat = offered().get(relationship=Facility.Relationship.FLAT_FEE)
    assert line(flat).endswith("It pays this site a flat fee.")


def test_it_only_goes_into_a_site_without_articles() -> None:
    before = list(ArticleRevision.objects.values_list("pk", flat=True))
    with pytest.raises(CommandError, match="only goes into an empty one"):
        call_command("seed")
    assert list(ArticleRevision.objects.values_list("pk", flat=True)) == before


@pytest.mark.parametrize("path", ["/questions/", "/glossary/", "/articles/first-call-in-austin/"])
def test_a_reviewer_who_does_not_exist_is_marked_wherever_they_vouch_for_an_answer(client: Client, path: str) -> None:
    html = client.get(path).content.decode()
    name = r'Medically reviewed by <a href="/people/[\w-]+/">[^<]+</a>'
    vouched = re.findall(name + r'\s*(<span class="pill">[^<]+)?', html)
    assert vouched
    assert all("invented person" in mark for mark in vouched)
