"""Ways in which someone might sign their own work, for each kind of words with a review."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from articles.models import Article
from programs.models import Program
from rehabsite.models import User
from review.models import Person
from review.refusals import Refused
from review.services import publishing
from review.services.people import save_person
from review.services.publishing import publish_due
from tests.articles.making import (
    change,
    latest,
    make_article,
    make_person,
    make_question,
    make_reviewer,
    make_term,
    make_user,
)
from tests.codes import refused
from tests.programs.proposed import make_program, medication, saved

pytestmark = pytest.mark.django_db


class Words:
    """One reviewed thing: saved, saved again, signed."""

    def __init__(self, kind: str) -> None:
        self.kind, self.row, self.hander = kind, None, 0  # type: str, Any, int

    def save(self, text: str, *, writer: Person | None, by: User | None) -> None:
        if self.row is None:
            self.row = MAKE[self.kind](text, writer, by)
            return
        name = {"article": "body", "question": "answer", "term": "meaning"}.get(self.kind, "summary")
        named = {} if self.kind in ("phase", "program") else {"writer": writer}
        self.row = change(self.row, by=by, **{name: text}, **named)

    def sign(self, by: User) -> str:
        """The code of the refusal, or "" when it was signed."""
        revision = self.row.latest
        try:
            if revision.state == "draft":
                self.hander += 1
                publishing.submit(revision=revision, by=make_user(f"hander{self.hander}", "writer"))
            publishing.review(revision=revision, by=by)
        except Refused as raised:
            return raised.code
        return ""


def _program(text: str, by: User | None) -> Program:
    program = make_program()
    saved(program, summary=text, by=by)
    return Program.objects.get()


MAKE: dict[str, Callable[[str, Person | None, User | None], Any]] = {
    "article": lambda text, writer, by: make_article(body=text, writer=writer, by=by),
    "question": lambda text, writer, by: make_question("Why?", reviewed=False, answer=text, writer=writer, by=by),
    "term": lambda text, writer, by: make_term(reviewed=False, meaning=text, writer=writer, by=by),
    "phase": lambda text, writer, by: change(medication(), summary=text, by=by),
    "program": lambda text, writer, by: _program(text, by),
}
NAMED = ["article", "question", "term"]


@pytest.fixture(params=list(MAKE))
def words(request: pytest.FixtureRequest) -> Words:
    return Words(request.param)


@pytest.fixture(params=NAMED)
def named(request: pytest.FixtureRequest) -> Words:
    """Words that name their writer."""
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


def test_only_the_writer_field_changed(named: Words, doctor: User, other: User, colleague: Person) -> None:
    editor = make_user("ed", "editor")
    named.save("Dictated.", writer=doctor.person, by=editor)
    named.save("Dictated.", writer=colleague, by=editor)
    assert named.sign(doctor) == "own-work"
    assert named.sign(other) == ""


def test_a_log_in_joined_to_another_person(named: Words, doctor: User, colleague: Person) -> None:
    named.save("Dictated.", writer=doctor.person, by=make_user("ed", "editor"))
    leave(doctor.person)
    save_person(person=make_reviewer("nell-newname", user=doctor))
    assert named.sign(User.objects.get(pk=doctor.pk)) == "own-work"


def test_a_person_joined_to_another_log_in(words: Words, doctor: User, colleague: Person) -> None:
    words.save("My words.", writer=colleague, by=doctor)
    person = doctor.person
    leave(person)
    second = make_user("rob2", "medical-reviewer")
    person.user = second
    save_person(person=person)
    assert words.sign(second) == "own-work"


# Cyrillic letters, titles, degrees, middle names, another order.
ALIKE = [
    "Rób  Reviewer",
    "Rob Q. Reviewer, MD",
    "reviewer rob",
    "R\u043eb Revi\u0435w\u0435r",
    "Dr. Rob Reviewer",
    "Rob Reviewer MD",
    "Reviewer, Rob",
    "Rob James Reviewer",
    "R. Reviewer",
]


@pytest.mark.parametrize("name", ALIKE)
def test_a_writer_whose_name_looks_like_the_reviewers(named: Words, doctor: User, name: str) -> None:
    named.save("Words.", writer=Person.objects.create(slug="alike", name=name), by=make_user("ed", "editor"))
    assert named.sign(doctor) == "own-work"


@pytest.mark.parametrize("name", [*ALIKE, "Rob Reviewer, MD", "Ｒｏｂ Reviewer", "Rob Rev\u00adiewer", "RobReviewer"])
def test_nobody_is_added_under_a_name_that_looks_like_anothers(doctor: User, name: str) -> None:
    with refused("look-alike"):
        save_person(person=Person(slug="alike", name=name))


def test_other_names_and_other_initials_are_other_people() -> None:
    for number, name in enumerate(
        (
            "Rob A. Reviewer",
            "Rob B. Reviewer",
            "Rob Benjamin Reviewers",
            "Robin Reviewer",
            "A. Reviewer",
            "李伟",
            "王芳",
        )
    ):
        save_person(person=Person(slug=f"p{number}", name=name))


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
        publishing.schedule(revision=latest(article), by=editor, at=timezone.now() + timedelta(days=2))

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
        assert latest(Article.objects.get()).publish_at is None

    def test_not_when_the_editor_may_no_longer_publish(self, on_its_day: Callable[[], bool], editor: User) -> None:
        editor.groups.clear()
        assert not on_its_day()

    def test_not_when_the_reviewer_may_no_longer_review_but_by_hand(
        self, on_its_day: Callable[[], bool], doctor: User, editor: User
    ) -> None:
        doctor.groups.clear()
        assert not on_its_day()
        publishing.publish(revision=latest(Article.objects.get()), by=editor)
        assert Article.objects.published().exists()

    def test_not_when_the_reviewer_can_no_longer_be_checked(self, on_its_day: Callable[[], bool]) -> None:
        Person.objects.filter(slug="rob-reviewer").update(credentials_url="")
        assert not on_its_day()
        assert latest(Article.objects.get()).state == "reviewed"

    def test_not_when_the_reviewer_turns_out_to_be_made_up(self, on_its_day: Callable[[], bool]) -> None:
        Person.objects.filter(slug="rob-reviewer").update(invented=True)
        assert not on_its_day()

    def test_not_when_the_reviewer_turns_out_to_be_the_writer(
        self, on_its_day: Callable[[], bool], doctor: User, colleague: Person
    ) -> None:
        leave(doctor.person)
        colleague.user = doctor
        save_person(person=colleague)
        revision = latest(Article.objects.get())
        eve = make_user("eve", "editor")
        steps: tuple[Callable[..., None], ...] = (
            publishing.publish,
            partial(publishing.schedule, at=timezone.now() + timedelta(days=2)),
        )
        for step in steps:
            with refused("own-review"):
                step(revision=revision, by=eve)
        assert not on_its_day()

    def test_not_when_an_earlier_review_was_taken_back(self, doctor: User, other: User) -> None:
        """What it vouched for is then part of what the later one vouches for."""
        words, editor, carla = Words("article"), make_user("ed", "editor"), make_user("carla", "writer")
        words.save("Words of the reviewer.", writer=make_person("wanda"), by=doctor)
        assert words.sign(other) == ""
        first = words.row.latest
        words.save("Words of the reviewer, and a comma.", writer=make_person("wim"), by=carla)
        assert words.sign(doctor) == ""
        publishing.send_back(revision=first, by=other, because="I was too quick.")
        with pytest.raises(Refused) as raised:
            publishing.publish(revision=words.row.latest, by=editor)
        assert raised.value.code == "own-review"

    def test_nor_by_hand(self, on_its_day: Callable[[], bool]) -> None:
        Person.objects.filter(slug="rob-reviewer").update(credentials="")
        with refused("reviewer-unchecked"):
            publishing.publish(revision=latest(Article.objects.get()), by=make_user("eve", "editor"))


def leave(person: Person) -> None:
    """The log-in no longer signs as this person."""
    person.user = None
    save_person(person=person)
