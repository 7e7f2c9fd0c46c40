from dataclasses import replace

import pytest
from django.test import Client

from articles.models import Article, ArticleRevision, FormerSlug
from articles.services.saving import Placement, create_article, placement_of, save_article
from articles.words import SourceWords, Words, as_text, words_of
from facilities.models import City
from programs.models import Phase
from review.refusals import Refused
from review.services.publishing import review, review_again, submit
from review.services.revising import Stale
from search.services import public_version
from tests.articles.making import (
    SOURCE,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_tag,
    make_user,
)
from tests.codes import refused

pytestmark = pytest.mark.django_db


def save(article: Article, *, base: int | None = None, place: Placement | None = None, **changed: object) -> Article:
    """Save with these words changed, as someone who sees the article as it is now."""
    article = Article.objects.get(pk=article.pk)
    words = replace(words_of(latest(article)), **changed)  # type: ignore[arg-type]
    return save_article(
        article=article,
        words=words,
        place=place or placement_of(article),
        base=article.edits if base is None else base,
        by=None,
    )


def test_each_change_of_the_words_is_a_new_revision_and_keeps_the_old_one() -> None:
    article = make_article(body="First.", sources=[SOURCE])
    save(article, body="Second.")
    save(article, title="Another title")
    save(article, sources=(SOURCE, SourceWords("Another source")))
    rows = article.revisions.order_by("number")
    assert [(row.number, row.title, row.body, row.sources.count()) for row in rows] == [
        (1, "Naloxone", "First.", 1),
        (2, "Naloxone", "Second.", 1),
        (3, "Another title", "Second.", 1),
        (4, "Another title", "Second.", 2),
    ]


def test_a_revision_holds_all_that_was_given_and_what_is_computed_from_it() -> None:
    user, writer = make_user("wanda"), make_person("wanda-writer")
    body = "## Call for help\n\n" + "Call 911 now. " * 300
    words = Words("Naloxone", body, "What to do.", writer, [SOURCE])
    article = create_article(words=words, place=Placement("naloxone"), by=user, note="First try")
    made = latest(article)
    assert words_of(made) == words
    assert (made.saved_by, made.change_note, made.state) == (user, "First try", "draft")
    assert (made.words, made.reading_minutes) == (903, 3)
    assert [heading.id for heading in made.contents] == ["s-call-for-help"]
    assert 'id="s-call-for-help"' in made.html
    assert made.grade is not None


@pytest.mark.parametrize(
    "typed",
    [
        "One.\r\n\r\nTwo.",
        "\r\n  \r\nOne.\n\nTwo.\r\n\r\n",
        "One.\n\nTwo.   \n",
        "One.\u2028\u2028Two.",
    ],
)
def test_line_ends_and_outer_blank_lines_are_no_change(typed: str) -> None:
    article = make_article(body="One.\n\nTwo.")
    saved = save(article, body=typed)
    assert (saved.revisions.count(), saved.edits) == (1, article.edits)


def test_an_indented_first_line_keeps_its_indent() -> None:
    """Four spaces make a block of preformatted text."""
    assert "<pre>" in latest(make_article(body="\n\n    one  two\n\nText.")).html


def test_a_line_break_in_a_title_or_a_summary_becomes_a_space() -> None:
    article = make_article(title="One\r\ntwo", summary=" Three\nfour ", sources=[SourceWords("A\ntitle", " FDA ")])
    words = words_of(latest(article))
    assert (words.title, words.summary) == ("One two", "Three four")
    assert words.sources == (SourceWords("A title", "FDA"),)


def test_saving_the_same_twice_is_one_revision() -> None:
    article = make_article()
    for _click in range(2):
        save(article, base=1, body="Changed.", sources=[SOURCE])
    article.refresh_from_db()
    assert (article.revisions.count(), article.edits) == (2, 2)


def test_a_change_of_the_place_alone_makes_no_revision() -> None:
    article = make_article(tags=("Naloxone",))
    questions = (make_question("Second?"), make_question("First?"))
    place = Placement(
        slug="naloxone",
        tags=frozenset({make_tag("Overdose")}),
        phases=frozenset(Phase.objects.filter(position__gt=3)),
        city=City.objects.get(slug="austin"),
        questions=questions,
    )
    saved = save(article, place=place)
    assert placement_of(saved) == place
    assert (saved.revisions.count(), saved.edits) == (1, article.edits + 1)
    swapped = replace(place, questions=questions[::-1])
    assert placement_of(save(article, place=swapped)).questions == questions[::-1]


def test_whoever_saves_second_is_told_and_both_texts_are_still_there() -> None:
    article = make_article()
    save(article, body="Theirs.")
    with pytest.raises(Stale) as stale:
        save(article, base=1, body="Mine.")
    assert stale.value.code == "stale"
    assert latest(stale.value.subject).body == "Theirs."
    assert not ArticleRevision.objects.filter(body="Mine.").exists()
    saved = save(article, base=stale.value.subject.edits, body="Mine.")
    assert list(saved.revisions.values_list("body", flat=True)[:2]) == ["Mine.", "Theirs."]


def test_a_save_over_somebodys_change_of_the_place_is_told_too() -> None:
    article = make_article()
    save(article, place=Placement("naloxone", tags=frozenset({make_tag("Overdose")})))
    with pytest.raises(Stale):
        save(article, base=1, place=Placement("naloxone"))


def test_two_who_save_the_same_need_not_be_told() -> None:
    article = make_article()
    save(article, body="Same.")
    assert save(article, base=1, body="Same.").revisions.count() == 2


def test_a_new_draft_replaces_the_one_under_way_and_no_reviewed_one() -> None:
    article = make_live()
    save(article, body="Second.")
    save(article, body="Third.")
    assert list(article.revisions.values_list("state", flat=True)) == ["draft", "replaced", "reviewed"]


def test_the_live_page_stays_as_it_was_reviewed_while_drafts_are_saved(client: Client) -> None:
    article = make_live(body="Reviewed words.")
    before, version = client.get("/articles/naloxone/").content, public_version()
    save(article, body="Words that no one has reviewed.", title="New title")
    assert public_version() == version
    client.cookies.clear()
    assert client.get("/articles/naloxone/").content == before
    assert b"no one has reviewed" not in before


def test_a_change_of_a_live_articles_place_shows_at_once_and_that_of_a_draft_does_not() -> None:
    live, draft = make_live(), make_article("draft")
    version = public_version()
    save(draft, place=Placement("draft", tags=frozenset({make_tag("Overdose")})))
    assert public_version() == version
    save(live, place=Placement("naloxone", tags=frozenset({make_tag("Overdose")})))
    assert public_version() > version


def test_an_article_without_an_address_takes_it_from_its_title() -> None:
    made = [
        create_article(words=Words(title, "Text."), place=Placement(""), by=None).slug
        for title in ("Call 911 — now!", "電話", "x" * 120)
    ]
    assert made == ["call-911-now", "article", "x" * 100]


def test_a_double_click_on_a_new_article_makes_one() -> None:
    user = make_user("wanda")
    words, place = Words("Naloxone", "Text."), Placement("naloxone", tags=frozenset({make_tag("Overdose")}))
    made = [create_article(words=words, place=place, by=user) for _click in range(2)]
    assert made[0] == made[1]
    assert (Article.objects.count(), ArticleRevision.objects.count()) == (1, 1)


def test_a_new_article_on_a_taken_address_is_refused_and_leaves_the_other_as_it_is() -> None:
    """Also when its words are the same: other tags, or another person, are not a double click."""
    user = make_user("wanda")
    words = Words("Naloxone", "Text.")
    article = create_article(words=words, place=Placement("naloxone"), by=user)
    tagged = Placement("naloxone", tags=frozenset({make_tag("Overdose")}))
    for by, place in ((user, tagged), (make_user("will"), Placement("naloxone")), (None, Placement("naloxone"))):
        with refused("slug-taken"):
            create_article(words=words, place=place, by=by)
    assert placement_of(Article.objects.get()) == Placement("naloxone")
    assert article.revisions.count() == 1


def test_a_renamed_address_leads_to_the_new_one(client: Client) -> None:
    article = make_live("old-name")
    save(article, place=Placement("new-name"))
    save(article, place=Placement("newest-name"))
    for former in ("old-name", "new-name"):
        assert client.get(f"/articles/{former}/").headers["Location"] == "/articles/newest-name/"
    assert client.get("/articles/newest-name/").status_code == 200


def test_a_rename_back_leads_the_other_way_however_often(client: Client) -> None:
    article = make_live("old-name")
    for slug in ("new-name", "old-name", "new-name", "old-name"):
        save(article, place=Placement(slug))
    assert client.get("/articles/old-name/").status_code == 200
    assert client.get("/articles/new-name/").headers["Location"] == "/articles/old-name/"


def test_an_address_that_no_reader_ever_saw_is_free_again() -> None:
    save(make_article("typo"), place=Placement("right"))
    assert not FormerSlug.objects.exists()
    assert make_article("typo").slug == "typo"


@pytest.mark.parametrize("taken", ["other", "other-before"])
def test_an_address_of_another_article_is_refused_even_a_former_one(taken: str) -> None:
    other = make_live("other-before")
    save(other, place=Placement("other"))
    article = make_article()
    with refused("slug-taken"):
        save(article, place=Placement(taken))
    with refused("slug-taken"):
        make_article(taken)
    article.refresh_from_db()
    assert article.slug == "naloxone"
    assert Article.objects.count() == 2


def test_the_text_for_comparing_names_everything_that_is_saved() -> None:
    article = make_article(
        body="The text.", summary="In short.", writer=make_person("wanda-writer"), sources=[SOURCE], tags=("Overdose",)
    )
    text = as_text(words_of(latest(article))) + placement_of(article).lines()
    for part in ("Naloxone", "The text.", "In short.", "Wanda Writer", SOURCE.url, "Overdose", "naloxone"):
        assert part in text


class TestReviewAgain:
    def test_it_copies_the_live_words_for_a_new_review(self) -> None:
        article, writer = make_live(writer=make_person("wanda-writer"), sources=[SOURCE]), make_user("will", "writer")
        copy = review_again(subject=article, by=writer)
        assert (copy.number, copy.state, copy.saved_by) == (2, "draft", writer)
        assert article.live_revision is not None
        assert words_of(copy) == words_of(article.live_revision)
        submit(revision=copy, by=writer)
        doctor = make_user("rob", "medical-reviewer")
        make_reviewer("rob-reviewer", user=doctor)
        review(revision=copy, by=doctor)
        article.refresh_from_db()
        assert article.live_revision.number == 1

    def test_it_is_refused_while_a_newer_revision_is_under_way(self) -> None:
        article, writer = make_live(), make_user("will", "writer")
        save(article, body="Newer.")
        with pytest.raises(Refused) as raised:
            review_again(subject=article, by=writer)
        assert raised.value.code == "under-way"

    def test_it_is_refused_for_what_is_not_live(self) -> None:
        article = make_article()
        with pytest.raises(Refused) as raised:
            review_again(subject=article, by=make_user("will", "writer"))
        assert raised.value.code == "not-live"

    def test_it_takes_a_role_that_hands_in(self) -> None:
        article = make_live()
        with refused("not-your-role"):
            review_again(subject=article, by=make_user("rob", "medical-reviewer"))
