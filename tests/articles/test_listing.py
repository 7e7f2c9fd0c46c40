"""Lists find their rows by one index, which is in step with what readers may see."""

import re
from datetime import date
from typing import Any

import pytest
from django.test import Client

from articles.listing import List, keys, newest
from articles.models import Article, Beside, Listed, Tag
from articles.services.listing import lists_in_step, prepare_some, relist_all
from articles.services.saving import placement_of, save_article
from facilities.models import City
from programs.models import Phase
from review.services.publishing import withdraw
from tests.articles.making import latest, make_live, make_person, make_question, make_tag, make_term

pytestmark = pytest.mark.django_db


def move(article: Article, **more: Any) -> None:
    from dataclasses import replace

    from articles.words import words_of

    place = replace(placement_of(article), **more)
    article.refresh_from_db()
    save_article(article=article, words=words_of(latest(article)), place=place, base=article.edits, by=None)


def places(article: Article) -> set[tuple[int, int]]:
    return set(Listed.objects.filter(article=article).values_list("kind", "of"))


def test_a_live_article_stands_in_all_its_lists_and_a_withdrawn_one_in_none() -> None:
    writer = make_person("wanda-writer")
    article = make_live(tags=("A",), writer=writer)
    reviewer = latest(article).reviewer
    tag, phase, city = Tag.objects.get(), Phase.objects.all()[0], City.objects.all()[0]
    assert reviewer
    people = {(List.PERSON, writer.pk), (List.PERSON, reviewer.pk)}
    assert places(article) == {(List.ALL, 0), (List.TAG, tag.pk), *people}
    move(article, tags=frozenset(), phases=frozenset({phase}), city=city)
    assert places(article) == {(List.ALL, 0), (List.PHASE, phase.pk), (List.CITY, city.pk), *people}
    withdraw(subject=article, by=None, because="Out of date.")
    assert places(article) == set()


def test_newest_first() -> None:
    days = {"b": date(2026, 1, 2), "a": date(2026, 1, 1), "d": date(2026, 1, 4), "c": date(2026, 1, 2)}
    for slug, day in days.items():
        make_live(slug, on=day)
    assert [article.slug for article in newest(3)] == ["d", "c", "b"]
    assert len(keys(List.ALL)) == 4


def test_a_list_that_is_out_of_step_shows_nothing_that_readers_may_not_see(client: Client) -> None:
    article = make_live(tags=("A",))
    make_live("other", tags=("A",))
    Article.objects.filter(pk=article.pk).update(live_revision=None)
    assert not lists_in_step()
    for path in ("/", "/articles/", "/tags/a/", "/people/rita-reviewer/", "/articles/other/", "/feed.xml"):
        assert "/articles/naloxone/" not in client.get(path).content.decode(), path
    assert relist_all() == 1
    assert lists_in_step()


class TestBeside:
    def test_a_new_article_shows_beside_the_older_one_at_once(self, client: Client) -> None:
        make_live("old", tags=("A",))
        assert Beside.objects.count() == 1
        make_live("new", tags=("A",))
        assert 'href="/articles/new/"' in client.get("/articles/old/").content.decode()

    def test_a_question_and_a_word_that_are_reviewed_later_show_at_once(self, client: Client) -> None:
        make_live("old", tags=("A",), body="It is called naloxone.")
        make_question("Does it hurt?", tags=("A",))
        make_term("naloxone")
        text = client.get("/articles/old/").content.decode()
        assert "Does it hurt?" in text
        assert "/glossary/#naloxone" in text

    def test_what_is_withdrawn_is_gone_at_once_and_another_takes_its_place(self, client: Client) -> None:
        make_live("this", tags=("A",))
        others = [make_live(f"other-{n}", tags=("A",)) for n in range(6)]
        withdraw(subject=others[5], by=None, because="Out of date.")
        text = client.get("/articles/this/").content.decode()
        assert [n for n in range(6) if f'href="/articles/other-{n}/"' in text] == [1, 2, 3, 4]

    def test_a_worker_finds_anew_what_was_marked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        make_live("old", tags=("A",), body="It is called naloxone.")
        monkeypatch.setattr("articles.services.listing.BESIDE_AT_ONCE", 0)  # too many to be done at once
        term = make_term("naloxone")
        assert Beside.objects.get().terms == []
        assert prepare_some(10) == 1
        assert Beside.objects.get().terms == [term.pk]
        assert prepare_some(10) == 0

    def test_a_draft_shows_what_would_stand_beside_it(self, client: Client) -> None:
        from articles.previews import preview_url
        from tests.articles.making import make_article

        make_live("live", tags=("A",))
        draft = make_article("draft", tags=("A",))
        text = client.get(preview_url(latest(draft).pk)).content.decode()
        assert 'href="/articles/live/"' in text
        assert not Beside.objects.filter(article=draft).exists()


class TestNoListIsCountedToItsEnd:
    @pytest.fixture(autouse=True)
    def five(self, monkeypatch: Any) -> None:
        monkeypatch.setattr("articles.views.PER_PAGE", 2)
        for n in range(5):
            make_live(f"a-{n}")

    @pytest.mark.parametrize(
        ("counted", "most", "said"),
        [
            (3, 9, ["Page 1 of 3 Older", "Newer Page 2 of 3 Older", "Newer Page 3 of 3", 404]),
            (2, 9, ["Page 1 Older", "Newer Page 2 Older", "Newer Page 3", 404]),  # more than are counted
            (1, 2, ["Page 1 Older", "Newer Page 2", 404, 404]),  # no list leads further than that
        ],
    )
    def test_each_page_leads_on(
        self, client: Client, monkeypatch: Any, counted: int, most: int, said: list[str | int]
    ) -> None:
        monkeypatch.setattr("search.lists.COUNTED_PAGES", counted)
        monkeypatch.setattr("search.lists.MOST_PAGES", most)
        assert [_pages(client, number) for number in range(1, 5)] == said


def _pages(client: Client, number: int) -> str | int:
    answer = client.get("/articles/", {"page": number} if number > 1 else {})
    found = re.search(r'<nav class="pages".*?</nav>', answer.content.decode(), re.DOTALL)
    return " ".join(re.sub("<[^>]+>", " ", found[0]).split()) if found else answer.status_code


def test_a_tag_with_many_articles_says_so(client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("articles.listing.COUNTED", 2)
    make_tag("A")
    for n in range(4):
        make_live(f"a-{n}", tags=("A",))
    assert "more than 2 articles" in client.get("/tags/").content.decode()
