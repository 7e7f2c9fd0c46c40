from datetime import date
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.utils.timezone import localtime

from articles.models import Article, ArticleRevision, Question, Source, Tag
from articles.transfer.importing import import_paths
from articles.words import SourceWords, words_of
from review.models import Person
from search.services import public_version
from tests.articles.files import FULL, draft, outcomes, picture, problems, reviewed, write
from tests.articles.making import latest, make_person, make_tag

pytestmark = pytest.mark.django_db


class TestOneFile:
    def test_every_key_arrives(self, tmp_path: Path) -> None:
        write(tmp_path, "any-name.md", FULL)
        assert outcomes(tmp_path) == {"any-name.md": "new"}
        article = Article.objects.published().get()
        revision = latest(article)
        assert (article.slug, article.live_revision) == ("starting-methadone", revision)
        assert (revision.title, revision.summary) == ("Starting methadone", "Your first weeks.")
        assert revision.body == "## Day one\n\nYou get a first dose.[^1]"
        assert article.city is not None
        assert article.city.slug == "austin"
        assert {phase.slug for phase in article.phases.all()} == {"medication", "aftercare"}
        assert {tag.name for tag in article.tags.all()} == {"Methadone", "First steps"}
        assert [person.name for _role, person in revision.byline] == ["Wanda Writer", "Ed Editor", "Rita Reviewer"]
        assert (revision.reviewed_on, revision.next_review_due) == (date(2026, 3, 12), date(2027, 1, 31))
        assert article.published_on == date(2026, 3, 19)
        assert words_of(revision).sources == (
            SourceWords("Information about methadone", "FDA", 2024, "https://www.fda.gov/methadone", date(2026, 2, 1)),
            SourceWords("FindTreatment.gov"),
        )
        chosen = [row.question for row in article.chosen_questions.all()]
        assert [question.question for question in chosen] == ["Is it safe?", "Does it take long?"]
        assert [question.answer for question in chosen] == ["Yes, as prescribed.[^1]", "Some weeks."]

    def test_title_and_text_are_enough_for_a_draft(self, tmp_path: Path) -> None:
        write(tmp_path, "a-short-one.md", "---\ntitle: A short one\n---\nSome text.")
        outcomes(tmp_path)
        article = Article.objects.get()
        assert (article.slug, article.live_revision, latest(article).state) == ("a-short-one", None, "draft")

    def test_people_tags_and_questions_that_are_there_are_used(self, tmp_path: Path) -> None:
        writer, tag = make_person("wanda-writer", credentials="RN"), make_tag("methadone")
        write(tmp_path, "one.md", FULL)
        write(tmp_path, "two.md", FULL.replace("slug: starting-methadone", "slug: two"))
        assert set(outcomes(tmp_path).values()) == {"new"}
        assert {revision.writer for revision in ArticleRevision.objects.all()} == {writer}
        assert Tag.objects.filter(name__iexact="methadone").get() == tag
        assert (Person.objects.count(), Question.objects.count()) == (3, 2)

    def test_new_people_with_like_names_get_addresses_of_their_own(self, tmp_path: Path) -> None:
        make_person("wanda-writer", name="Wanda Writer Jr.")
        write(tmp_path, "one.md", draft())
        outcomes(tmp_path)
        assert Person.objects.get(name="Wanda Writer").slug == "wanda-writer-2"

    def test_new_questions_get_the_articles_tags_and_its_review(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", FULL)
        outcomes(tmp_path)
        for question in Question.objects.published():
            assert {tag.name for tag in question.tags.all()} == {"Methadone", "First steps"}
            assert question.reviewer is not None
            assert (question.reviewer.name, question.reviewed_on) == ("Rita Reviewer", date(2026, 3, 12))
            assert (question.writer.name, question.live_revision.saved_by) == ("Wanda Writer", None)
        assert Question.objects.published().count() == 2

    def test_without_a_review_the_questions_wait_for_one(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", "---\ntitle: One\nquestions:\n- question: Why?\n  answer: Because.\n---\nText.")
        outcomes(tmp_path)
        assert Question.objects.get().reviewed_on is None

    @time_machine.travel("2026-06-01T12:00:00Z")
    def test_a_day_of_publication_that_lies_ahead_schedules_it(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", reviewed(more="published_on: 2026-06-15\n"))
        assert outcomes(tmp_path) == {"one.md": "new"}
        assert _day() == date(2026, 6, 15)
        assert not Article.objects.published().exists()
        assert outcomes(tmp_path) == {"one.md": "same"}
        write(tmp_path, "one.md", reviewed(more="published_on: 2026-06-20\n"))
        assert outcomes(tmp_path) == {"one.md": "changed"}
        assert _day() == date(2026, 6, 20)
        with time_machine.travel("2026-06-20T12:00:00Z"):
            assert outcomes(tmp_path) == {"one.md": "changed"}
            assert Article.objects.published().get().published_on == date(2026, 6, 20)


class TestWhatIsWrong:
    @pytest.mark.parametrize(
        ("old", "new", "line", "words"),
        [
            ("city: austin", "city: boston", 5, "There is no city “boston”. Known: austin, los-angeles."),
            ("phases: [medication, aftercare]", "phases:\n  - medication\n  - cure", 8, "There is no phase “cure”."),
            ("title: Starting methadone", "titel: Starting methadone", 2, "Did you mean “title”?"),
            ("reviewed_on: 2026-03-12", "reviewed_on: 2099-03-12", 11, "The day of a review cannot be in the future."),
            ("reviewer: Rita Reviewer", "reviewer: Wanda Writer", 10, "no one may review what they wrote"),
            ("You get a first dose.", "![Dose](dose.png)", 30, "There is no picture dose.png next to this file."),
            ("answer: Some weeks.", 'answer: "![x](x.png)"', 24, "There is no picture x.png next to this file."),
        ],
    )
    def test_each_problem_has_its_line_and_nothing_of_the_file_stays(
        self, tmp_path: Path, old: str, new: str, line: int, words: str
    ) -> None:
        due = FULL.replace("next_review_due: 2027-01-31\n", "") if "2099" in new else FULL
        write(tmp_path, "broken.md", due.replace(old, new))
        write(tmp_path, "good.md", draft())
        people, version = Person.objects.count(), public_version()
        found = [(name, at) for name, at, said in problems(tmp_path) if words in said]
        assert found == [("broken.md", line)]
        assert [article.slug for article in Article.objects.all()] == ["good"]
        left = (Source, Tag, Question)
        assert [model._default_manager.count() for model in left] == [0, 0, 0]
        assert Person.objects.count() == people + 1
        assert public_version() == version

    def test_an_address_that_an_article_once_had_is_refused(self, tmp_path: Path) -> None:
        write(tmp_path, "old.md", reviewed())
        outcomes(tmp_path)
        article = Article.objects.get()
        article.former_slugs.create(slug="older")
        (tmp_path / "old.md").rename(tmp_path / "older.md")
        assert problems(tmp_path)[0][2].startswith("The address “older” belongs to another article.")

    @pytest.mark.parametrize("name", ["電話.md", f"{'x' * 130}.md"])
    def test_a_name_that_makes_no_address_asks_for_a_slug(self, tmp_path: Path, name: str) -> None:
        write(tmp_path, name, draft())
        assert "Give it a slug" in problems(tmp_path)[0][2]

    def test_a_text_that_pictures_make_too_long_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "p.png").write_bytes(picture())
        write(tmp_path, "long.md", draft(body="![p](p.png)" + "x" * 63_980))
        assert "the most is 64,000" in problems(tmp_path)[0][2]

    def test_what_cannot_be_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "folder.md").mkdir()
        write(tmp_path, "good.md", draft())
        assert outcomes(tmp_path) == {"folder.md": "failed", "good.md": "new"}
        assert outcomes(tmp_path / "missing.md") == {"missing.md": "failed"}

    def test_a_folder_without_articles_is_named(self, tmp_path: Path) -> None:
        assert problems(tmp_path) == [(tmp_path.name, 1, "There are no .md files in this folder.")]


class TestPeople:
    PEOPLE = "- slug: rita\n  name: Rita Reviewer\n  credentials: MD\n  bio: |\n    One.\n\n    Two.\n"

    def test_they_are_read_first_and_changed_later(self, tmp_path: Path, client: Client) -> None:
        write(tmp_path, "people.yaml", self.PEOPLE)
        write(tmp_path, "a.md", reviewed())
        assert outcomes(tmp_path) == {"people.yaml": "new", "a.md": "new"}
        person = Person.objects.get(name="Rita Reviewer")
        assert (person.slug, person.credentials, person.bio) == ("rita", "MD", "One.\n\nTwo.")
        assert b"DO, FASAM" not in client.get("/people/rita/").content
        write(tmp_path, "people.yaml", self.PEOPLE.replace("MD", "DO, FASAM"))
        assert outcomes(tmp_path) == {"people.yaml": "changed", "a.md": "same"}
        assert b"DO, FASAM" in client.get("/people/rita/").content

    def test_line_ends_that_a_browser_sent_are_no_change(self, tmp_path: Path) -> None:
        write(tmp_path, "people.yaml", self.PEOPLE)
        write(tmp_path, "a.md", draft())
        outcomes(tmp_path)
        Person.objects.filter(slug="rita").update(bio="One.\r\n\r\nTwo.\r\n")
        assert outcomes(tmp_path) == {"people.yaml": "same", "a.md": "same"}

    def test_they_are_read_once_however_many_files_are_named(self, tmp_path: Path) -> None:
        people = write(tmp_path, "people.yaml", self.PEOPLE)
        files = [write(tmp_path, f"{name}.md", draft(name)) for name in "ab"]
        names = [result.path.name for result in import_paths([*files, people])]
        assert names == ["people.yaml", "a.md", "b.md"]

    def test_a_mistake_in_it_has_its_line_and_articles_still_come_in(self, tmp_path: Path) -> None:
        write(tmp_path, "people.yaml", self.PEOPLE + "- slug: second\n")
        write(tmp_path, "a.md", draft())
        assert [(name, line) for name, line, _said in problems(tmp_path)] == [("people.yaml", 8)]
        assert Article.objects.exists()
        assert not Person.objects.filter(slug="rita").exists()


def _day() -> date:
    """On which the revision goes live, where the site is: from its first minute on."""
    at = localtime(ArticleRevision.objects.get().publish_at)
    assert (at.hour, at.minute) == (0, 0)
    return at.date()
