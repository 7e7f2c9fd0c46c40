"""Cards that two draw, or one draws and another sweeps away, at the same time, on a real database."""

import time
from pathlib import Path
from threading import Event

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from articles.models import Article, ArticleRevision
from articles.services import cards
from articles.services.cards import draw_missing, live_card, sweep
from articles.services.saving import placement_of, save_article
from articles.words import Words
from markup import files, share_cards
from markup.share_cards import Card
from review.services.publishing import publish, publish_due, record_review, withdraw
from tests.articles.files import outcomes, write
from tests.articles.files import reviewed as of_a_file
from tests.articles.making import REVIEWED_ON, latest, make_article, make_live, rita
from tests.articles.racing import at_once

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("cards_drawn")]


@pytest.fixture(autouse=True)
def _own_storage(settings: Settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


def reviewed(slug: str, title: str) -> ArticleRevision:
    revision = latest(make_article(slug, title=title))
    record_review(revision=revision, reviewer=rita(), on=REVIEWED_ON)
    return revision


def whole(article: Article) -> bool:
    """Its page names a card, and the file is there as it was drawn."""
    article.refresh_from_db()
    assert article.live_revision
    card = live_card(article.live_revision)
    return bool(card and files.size(card.path) > 5_000)


def test_two_that_say_the_same_share_one_whole_file() -> None:
    one, two = reviewed("one", "Same"), reviewed("two", "Same")
    assert at_once(lambda: publish(revision=one, by=None), lambda: publish(revision=two, by=None)) == [None, None]
    assert whole(one.article)
    assert whole(two.article)
    assert len(default_storage.listdir("cards")[1]) == 1


def test_of_two_revisions_at_once_the_live_one_s_card_is_named() -> None:
    first = reviewed("one", "First words")
    article = first.article
    save_article(article=article, words=Words("Second words", "b"), place=placement_of(article), base=1, by=None)
    second = latest(article)
    record_review(revision=second, reviewer=rita(), on=REVIEWED_ON)
    assert at_once(lambda: publish(revision=first, by=None), lambda: publish(revision=second, by=None)) == [None, None]
    assert whole(article)


def test_the_command_run_twice_at_once_draws_each_once_and_whole() -> None:
    article = make_live()
    article.revisions.update(card="")
    outcomes = at_once(draw_missing, draw_missing)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert whole(article)
    assert len(default_storage.listdir("cards")[1]) == 2  # the article's and the site's


def test_sweeping_waits_for_whoever_is_publishing(monkeypatch: pytest.MonkeyPatch) -> None:
    """Else it would take away the file of a row that is about to stand."""
    revision, written, write = reviewed("one", "Words"), Event(), files.write

    def slow(path: str, data: bytes) -> None:
        write(path, data)
        written.set()
        time.sleep(0.5)

    def sweep_meanwhile() -> int:
        assert written.wait(10)
        return sweep()

    monkeypatch.setattr(files, "write", slow)
    assert at_once(lambda: publish(revision=revision, by=None), sweep_meanwhile) == [None, 0]
    assert whole(revision.article)


def test_withdrawing_and_sweeping_at_once_with_publishing_again_leaves_all_whole() -> None:
    article = make_live()
    withdraw(subject=article, by=None, because="Out of date.")
    outcomes = at_once(lambda: publish(revision=latest(article), by=None), sweep)
    assert not [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    assert whole(article)


def test_nothing_is_drawn_while_everyone_who_writes_waits(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    inside, drawing = [], share_cards.draw

    def draw(card: Card) -> bytes:
        inside.append(connection.in_atomic_block)
        return drawing(card)

    monkeypatch.setattr(cards, "draw", draw)
    publish(revision=reviewed("one", "One"), by=None)
    two = reviewed("two", "Two")
    ArticleRevision.objects.filter(pk=two.pk).update(publish_at=timezone.now())
    publish_due()
    Article.objects.get(slug="one").revisions.update(card="")
    draw_missing()
    assert whole(two.article)
    assert inside == [False] * 4, "each once, one again, and the site's"
    file = write(tmp_path, "three.md", of_a_file(title="Three"))
    assert [outcomes(file) for _ in range(2)] == [{"three.md": "new"}, {"three.md": "same"}]
    assert whole(Article.objects.get(slug="three"))
    assert inside == [False] * 5, "what a file brings, once"
