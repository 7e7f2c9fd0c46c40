"""What a second import does to what is there, and what it leaves alone."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from django.test import Client

from articles.models import Article, ArticleRevision, Question
from articles.services.saving import placement_of, save_article
from articles.words import words_of
from review.models import Person
from review.services.publishing import publish, withdraw
from search.services import public_version
from tests.articles.files import FULL, draft, outcomes, problems, reviewed, write
from tests.articles.making import change, latest, make_user

pytestmark = pytest.mark.django_db


def save_draft(body: str) -> ArticleRevision:
    article = Article.objects.get()
    words = replace(words_of(latest(article)), body=body)
    save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=make_user("wanda"))
    return latest(article)


def live() -> ArticleRevision:
    revision: ArticleRevision | None = Article.objects.get().live_revision
    assert revision is not None
    return revision


def test_the_same_file_twice_changes_nothing(tmp_path: Path) -> None:
    write(tmp_path, "full.md", FULL)
    write(tmp_path, "draft.md", draft())
    write(tmp_path, "people.yaml", "- slug: rita\n  name: Rita Reviewer\n")
    outcomes(tmp_path)
    version, rows = public_version(), list(ArticleRevision.objects.values())
    assert set(outcomes(tmp_path).values()) == {"same"}
    assert public_version() == version
    assert list(ArticleRevision.objects.values()) == rows


def test_a_changed_file_with_a_review_changes_the_page(tmp_path: Path, client: Client) -> None:
    write(tmp_path, "one.md", reviewed(body="First."))
    outcomes(tmp_path)
    write(tmp_path, "one.md", reviewed(body="Second."))
    assert outcomes(tmp_path) == {"one.md": "changed"}
    assert b"Second." in client.get("/articles/one/").content
    assert live().number == 2


def test_a_changed_file_without_a_review_is_a_draft_on_top(tmp_path: Path, client: Client) -> None:
    write(tmp_path, "one.md", reviewed(body="First."))
    outcomes(tmp_path)
    before = client.get("/articles/one/").content
    write(tmp_path, "one.md", draft(body="Second."))
    assert outcomes(tmp_path) == {"one.md": "changed"}
    assert (latest(Article.objects.get()).body, latest(Article.objects.get()).state) == ("Second.", "draft")
    assert client.get("/articles/one/").content == before


def test_a_review_added_later_publishes_the_draft(tmp_path: Path) -> None:
    write(tmp_path, "one.md", draft())
    outcomes(tmp_path)
    write(tmp_path, "one.md", reviewed(more="published_on: 2026-03-20\n"))
    assert outcomes(tmp_path) == {"one.md": "changed"}
    assert (live().number, Article.objects.get().published_on) == (1, date(2026, 3, 20))


def test_a_changed_place_moves_the_article_and_keeps_its_revision(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed())
    outcomes(tmp_path)
    write(tmp_path, "one.md", reviewed(more="tags: [Methadone]\n"))
    assert outcomes(tmp_path) == {"one.md": "changed"}
    article = Article.objects.get()
    assert [tag.name for tag in article.tags.all()] == ["Methadone"]
    assert article.revisions.count() == 1


@pytest.mark.parametrize("more", ["", "tags: [Methadone]\n"])
def test_a_draft_on_top_of_what_the_file_says_stays_on_top(tmp_path: Path, more: str) -> None:
    write(tmp_path, "one.md", reviewed())
    outcomes(tmp_path)
    mine = save_draft("My draft.")
    write(tmp_path, "one.md", reviewed(more=more))
    assert outcomes(tmp_path) == {"one.md": "changed" if more else "same"}
    mine.refresh_from_db()
    assert (latest(Article.objects.get()), mine.state, live().number) == (mine, "draft", 1)


def test_a_newer_review_of_the_same_words_is_taken_over(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed())
    outcomes(tmp_path)
    newer = reviewed(more="next_review_due: 2027-02-01\n").replace("2026-03-12", "2026-08-01")
    write(tmp_path, "one.md", newer.replace("Rita Reviewer", "Rob Reviewer"))
    version = public_version()
    assert outcomes(tmp_path) == {"one.md": "changed"}
    revision = live()
    assert revision.reviewer is not None
    assert (revision.number, revision.reviewer.name, revision.reviewed_on, revision.next_review_due) == (
        *(1, "Rob Reviewer"),
        *(date(2026, 8, 1), date(2027, 2, 1)),
    )
    assert public_version() > version


def test_a_review_signed_here_stands_until_the_file_tells_of_a_newer_one(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed())
    outcomes(tmp_path)
    doctor = make_user("rob", "medical-reviewer")
    ArticleRevision.objects.update(reviewed_by=doctor, reviewed_on=date(2026, 6, 1))
    assert outcomes(tmp_path) == {"one.md": "same"}
    assert (live().reviewed_by, live().reviewed_on) == (doctor, date(2026, 6, 1))
    write(tmp_path, "one.md", reviewed().replace("2026-03-12", "2026-08-01"))
    assert outcomes(tmp_path) == {"one.md": "changed"}
    assert (live().reviewed_by, live().reviewed_on) == (None, date(2026, 8, 1))


def test_an_editor_who_signed_here_stays_in_the_byline(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed())
    outcomes(tmp_path)
    editor = Person.objects.create(slug="ed", name="Ed Editor")
    ArticleRevision.objects.update(editor=editor)
    assert outcomes(tmp_path) == {"one.md": "same"}
    assert live().editor == editor


def test_a_withdrawn_article_stays_withdrawn(tmp_path: Path) -> None:
    """Also when the file has changed, or bears a day that lies ahead."""
    write(tmp_path, "one.md", reviewed())
    outcomes(tmp_path)
    withdraw(subject=Article.objects.get(), by=None, because="Wrong.")
    for text in (reviewed(), reviewed(body="Second."), reviewed(more="published_on: 2099-01-01\n")):
        write(tmp_path, "one.md", text)
        outcomes(tmp_path)
        assert Article.objects.withdrawn().exists()
        assert not ArticleRevision.objects.filter(publish_at__isnull=False).exists()


def test_a_roll_back_stays_rolled_back(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed(body="First."))
    outcomes(tmp_path)
    first = live()
    write(tmp_path, "one.md", reviewed(body="Second."))
    outcomes(tmp_path)
    publish(revision=first, by=None)
    assert outcomes(tmp_path) == {"one.md": "same"}
    assert live() == first


class TestQuestions:
    FILE = FULL.replace("Some weeks.", "Some months.")

    def test_a_reviewed_file_changes_an_answer_and_readers_see_it(self, tmp_path: Path) -> None:
        write(tmp_path, "full.md", FULL)
        outcomes(tmp_path)
        write(tmp_path, "full.md", self.FILE)
        assert outcomes(tmp_path) == {"full.md": "changed"}
        assert Question.objects.published().filter(live_revision__answer="Some months.").exists()

    def test_an_unreviewed_file_cannot_take_an_answer_from_readers(self, tmp_path: Path) -> None:
        write(tmp_path, "full.md", FULL)
        outcomes(tmp_path)
        other = "---\ntitle: Two\nquestions:\n- question: Does it take long?\n  answer: Other.\n---\nText."
        write(tmp_path, "two.md", other)
        assert problems(tmp_path) == [
            ("two.md", 4, "Readers see a different answer to this. Only a reviewed file can change it.")
        ]
        assert Question.objects.published().filter(live_revision__answer="Some weeks.").exists()

    def test_line_ends_that_a_browser_sent_are_no_change(self, tmp_path: Path) -> None:
        write(tmp_path, "full.md", FULL.replace("answer: Some weeks.", "answer: |\n      Some\n\n      weeks."))
        outcomes(tmp_path)
        question = Question.objects.get(live_revision__question="Does it take long?")
        change(question, answer=question.answer.replace("\n", "\r\n") + "\r\n", by=make_user("wanda"))
        assert outcomes(tmp_path) == {"full.md": "same"}

    def test_two_files_share_a_question(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", FULL)
        write(tmp_path, "two.md", FULL.replace("slug: starting-methadone", "slug: two"))
        outcomes(tmp_path)
        assert set(outcomes(tmp_path).values()) == {"same"}
        assert Question.objects.count() == 2
