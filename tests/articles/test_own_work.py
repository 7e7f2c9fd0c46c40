"""Ways in which somebody might sign their own work, for each kind of words with a review."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article, Person, Question, Term
from articles.services import publishing
from articles.services.people import save_person
from articles.services.publishing import publish_due
from articles.services.questions import review_question, save_question
from articles.services.revising import words_of
from articles.services.saving import place_of, save_article
from articles.services.terms import review_term, save_term
from rehabsite.models import User
from review.refusals import Refused
from tests.articles.making import latest, make_article, make_person, make_reviewer, make_user

pytestmark = pytest.mark.django_db


class Words:
    """One thing with words and a review: saved, saved again, signed."""

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.row: Any = None

    def save(self, text: str, *, writer: Person | None, by: User | None) -> None:
        getattr(self, f"_{self.kind}")(text, writer, by)

    def sign(self, by: User) -> str:
        """The code of the refusal, or "" when it was signed."""
        try:
            self._sign(by)
        except Refused as refused:
            return refused.code
        return ""

    def _article(self, text: str, writer: Person | None, by: User | None) -> None:
        if self.row is None:
            self.row = make_article(body=text, writer=writer, by=by)
            return
        self.row = Article.objects.get()
        words = replace(words_of(latest(self.row)), body=text, writer=writer)
        save_article(article=self.row, words=words, place=place_of(self.row), base=self.row.edits, by=by)

    def _question(self, text: str, writer: Person | None, by: User | None) -> None:
        self.row = Question.objects.first() or Question(question="Why?", slug="why")
        self.row.answer, self.row.writer = text, writer
        save_question(question=self.row, by=by)

    def _term(self, text: str, writer: Person | None, by: User | None) -> None:
        known = {"source_title": "A page", "source_url": "https://example.org/"}
        self.row = Term.objects.first() or Term(term="naloxone", slug="naloxone", **known)
        self.row.meaning, self.row.writer = text, writer
        save_term(term=self.row, by=by)

    def _sign(self, by: User) -> None:
        if self.kind == "question":
            review_question(question=Question.objects.get(), by=by)
        elif self.kind == "term":
            review_term(term=Term.objects.get(), by=by)
        else:
            article = Article.objects.get()
            if latest(article).state == "draft":
                publishing.submit(revision=latest(article), by=make_user(f"hander{latest(article).pk}", "writer"))
            publishing.review(revision=latest(article), by=by)


@pytest.fixture(params=["article", "question", "term"])
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture
def doctor() -> User:
    user = make_user("rob", "writer", "medical-reviewer")
    save_person(person=make_reviewer("rob-reviewer", user=user))
    return user


@pytest.fixture
def other() -> User:
    user = make_user("olga", "medical-reviewer")
    save_person(person=make_reviewer("olga-other", user=user))
    return user


@pytest.fixture
def colleague() -> Person:
    return make_person("carla-colleague")


def test_a_comma_by_a_colleague(words: Words, doctor: User, other: User, colleague: Person) -> None:
    words.save("My words.", writer=colleague, by=doctor)
    words.save("My words, and a comma.", writer=colleague, by=make_user("carla", "writer"))
    assert words.sign(doctor) == "own-work"
    assert words.sign(other) == ""


def test_typed_under_a_colleagues_name(words: Words, doctor: User, colleague: Person) -> None:
    words.save("My words.", writer=colleague, by=doctor)
    assert words.sign(doctor) == "own-work"


def test_only_the_writer_field_changed(words: Words, doctor: User, other: User, colleague: Person) -> None:
    editor = make_user("ed", "editor")
    words.save("Dictated.", writer=doctor.person, by=editor)
    words.save("Dictated.", writer=colleague, by=editor)
    assert words.sign(doctor) == "own-work"
    assert words.sign(other) == ""


def test_a_log_in_joined_to_another_person(words: Words, doctor: User, colleague: Person) -> None:
    words.save("Dictated.", writer=doctor.person, by=make_user("ed", "editor"))
    leave(doctor.person)
    save_person(person=make_reviewer("nell-newname", user=doctor))
    assert words.sign(User.objects.get(pk=doctor.pk)) == "own-work"


def test_a_person_joined_to_another_log_in(words: Words, doctor: User, colleague: Person) -> None:
    words.save("My words.", writer=colleague, by=doctor)
    person = doctor.person
    leave(person)
    second = make_user("rob2", "medical-reviewer")
    person.user = second
    save_person(person=person)
    assert words.sign(second) == "own-work"


@pytest.mark.parametrize("name", ["Rób  Reviewer", "Rob Q. Reviewer, MD", "reviewer rob", "ROB REVIEWER"])
def test_a_writer_whose_name_looks_like_the_reviewers(words: Words, doctor: User, name: str) -> None:
    words.save("Words.", writer=Person.objects.create(slug="alike", name=name), by=make_user("ed", "editor"))
    assert words.sign(doctor) == "own-work"


@pytest.mark.parametrize("name", ["Rób  Reviewer", "Rob Q. Reviewer", "reviewer rob", "Rob Reviewer, MD"])
def test_nobody_is_added_under_a_name_that_looks_like_anothers(doctor: User, name: str) -> None:
    with pytest.raises(Refused) as refused:
        save_person(person=Person(slug="alike", name=name))
    assert refused.value.code == "look-alike"


def test_other_initials_are_other_people() -> None:
    save_person(person=Person(slug="one", name="Rob A. Reviewer"))
    save_person(person=Person(slug="two", name="Rob B. Reviewer"))


def test_words_reviewed_since_are_nobodys_unreviewed_work(
    words: Words, doctor: User, other: User, colleague: Person
) -> None:
    words.save("My words.", writer=colleague, by=doctor)
    assert words.sign(other) == ""
    words.save("Words of a colleague.", writer=colleague, by=make_user("carla", "writer"))
    assert words.sign(doctor) == ""


class TestGoingLive:
    @pytest.fixture
    def editor(self) -> User:
        return make_user("ed", "editor")

    @pytest.fixture
    def on_its_day(self, doctor: User, editor: User, colleague: Person) -> Callable[[], bool]:
        """An article is scheduled. Says whether it went live on its day."""
        article = make_article(writer=colleague, by=editor)
        publishing.submit(revision=latest(article), by=editor)
        publishing.review(revision=latest(article), by=doctor)
        publishing.schedule(revision=latest(article), by=editor, on=timezone.localdate() + timedelta(days=2))

        def asked() -> bool:
            with time_machine.travel(timezone.now() + timedelta(days=3)):
                publish_due()
                assert publish_due() == []
            return Article.objects.published().exists()

        return asked

    def test_it_goes_live(self, on_its_day: Callable[[], bool]) -> None:
        assert on_its_day()

    def test_not_when_the_editor_was_switched_off(self, on_its_day: Callable[[], bool], editor: User) -> None:
        User.objects.filter(pk=editor.pk).update(is_active=False)
        assert not on_its_day()
        assert latest(Article.objects.get()).publish_on is None

    def test_not_when_the_editor_may_no_longer_publish(self, on_its_day: Callable[[], bool], editor: User) -> None:
        editor.groups.clear()
        assert not on_its_day()

    def test_not_when_the_reviewer_can_no_longer_be_checked(self, on_its_day: Callable[[], bool]) -> None:
        Person.objects.filter(slug="rob-reviewer").update(credentials_url="")
        assert not on_its_day()
        assert latest(Article.objects.get()).state == "reviewed"

    def test_nor_by_hand(self, on_its_day: Callable[[], bool]) -> None:
        Person.objects.filter(slug="rob-reviewer").update(credentials="")
        with pytest.raises(Refused) as refused:
            publishing.publish(revision=latest(Article.objects.get()), by=make_user("eve", "editor"))
        assert refused.value.code == "no-credentials"


def leave(person: Person) -> None:
    """The log-in no longer signs as this person."""
    person.user = None
    save_person(person=person)
