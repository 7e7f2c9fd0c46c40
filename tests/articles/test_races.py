"""Two editors at once, on a real database."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article, ArticleRevision
from articles.services.saving import Placement, create_article, placement_of, save_article
from articles.words import Words
from review.models import Person
from review.services.publishing import publish_due, schedule
from review.services.revising import Stale
from search.services import public_version
from tests.articles.making import latest, make_live, make_user
from tests.articles.racing import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_saves_at_once_one_wins_and_the_other_is_told() -> None:
    article = make_live()

    def save(body: str) -> Article:
        mine = Article.objects.get(pk=article.pk)
        return save_article(article=mine, words=Words("Naloxone", body), place=placement_of(mine), base=1, by=None)

    outcomes = at_once(lambda: save("Anna's."), lambda: save("Ben's."))
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["Article", "Stale"]
    stale = next(outcome for outcome in outcomes if isinstance(outcome, Stale))
    assert stale.subject.edits == 2
    assert ArticleRevision.objects.filter(body__in=["Anna's.", "Ben's."]).count() == 1


def test_a_double_click_at_once_makes_one_article() -> None:
    user = make_user("wanda")
    words = Words("Naloxone", "Text.")
    outcomes = at_once(*[lambda: create_article(words=words, place=Placement("naloxone"), by=user)] * 2)
    assert outcomes == [Article.objects.get()] * 2
    assert ArticleRevision.objects.count() == 1


def test_publish_due_at_once_publishes_once() -> None:
    article = make_live()
    place = placement_of(article)
    save_article(article=article, words=Words("Naloxone", "Newer."), place=place, base=1, by=None)
    newer, reviewer = latest(article), Person.objects.get(slug="rita-reviewer")
    ArticleRevision.objects.filter(pk=newer.pk).update(
        state="reviewed", reviewer=reviewer, reviewed_on=timezone.localdate()
    )
    schedule(revision=newer, by=None, at=timezone.now() + timedelta(hours=20))
    version = public_version()
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        outcomes = at_once(publish_due, publish_due)
    assert sorted(map(repr, outcomes)) == sorted(map(repr, [[newer], []]))
    article.refresh_from_db()
    assert article.live_revision == newer
    assert public_version() > version
