from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Question
from articles.services.questions import review_question, save_question
from rehabsite.models import User
from review.refusals import Refused
from search.services import public_version
from tests.articles.making import make_person, make_question, make_reviewer, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def doctor() -> User:
    user = make_user("rob", "medical-reviewer")
    make_reviewer("rob-reviewer", user=user)
    return user


def written(by: User | None = None) -> Question:
    """Not reviewed yet."""
    question = Question(question="Why?", slug="why", answer="Because.", writer=make_person("wanda-writer"))
    save_question(question=question, by=by)
    return question


def code(question: Question, by: User) -> str:
    with pytest.raises(Refused) as refused:
        review_question(question=question, by=by)
    return refused.value.code


@pytest.mark.parametrize("change", [{"question": "Why not?"}, {"answer": "Since."}, {"writer": "another"}])
def test_changed_words_lose_their_review_and_leave_readers_pages(change: dict[str, str]) -> None:
    question, user, version = make_question("Why?"), make_user("wanda"), public_version()
    for name, value in change.items():
        setattr(question, name, make_person(value) if name == "writer" else value)
    save_question(question=question, by=user)
    question.refresh_from_db()
    assert not Question.objects.published().exists()
    signed = (question.reviewer, question.reviewed_by, question.reviewed_on, question.next_review_due)
    assert set(signed) == {None}
    assert question.saved_by == user
    assert public_version() > version


def test_another_address_and_unchanged_words_keep_the_review() -> None:
    question = make_question("Why?", answer="One.\n\nTwo.")
    question.slug, question.answer = "another", "One.\r\n\r\nTwo.\r\n"
    save_question(question=question, by=make_user("wanda"))
    question.refresh_from_db()
    assert (question.slug, question.answer, question.saved_by) == ("another", "One.\n\nTwo.", None)
    assert Question.objects.published().get() == question


def test_saving_unchanged_words_keeps_a_review_that_was_signed_meanwhile(doctor: User) -> None:
    """The form was opened before the reviewer signed."""
    opened = written()
    review_question(question=Question.objects.get(), by=doctor)
    save_question(question=opened, by=make_user("wanda"))
    assert Question.objects.published().get().reviewed_by == doctor


def test_the_answer_is_rendered_when_it_is_saved() -> None:
    question = make_question("Why?", answer="Call **911**. <script>x</script>")
    assert "<strong>911</strong>" in question.answer_html
    assert "<script" not in question.answer_html


class TestReviewing:
    def test_it_says_who_and_when_and_readers_see_it(self, doctor: User) -> None:
        question, version = written(), public_version()
        review_question(question=question, by=doctor)
        question = Question.objects.published().get()
        today = timezone.localdate()
        assert (question.reviewer, question.reviewed_by, question.reviewed_on) == (doctor.person, doctor, today)
        assert question.next_review_due == today + timedelta(days=365)
        assert public_version() > version

    @pytest.mark.parametrize("role", ["writer", "editor", "site-manager"])
    def test_it_takes_a_reviewers_role(self, role: str) -> None:
        user = make_user("somebody", role)
        make_reviewer("somebody-person", user=user)
        assert code(written(), user) == "not-your-role"

    def test_it_takes_a_person(self) -> None:
        assert code(written(), make_user("rob", "medical-reviewer")) == "no-person"

    @pytest.mark.parametrize("lacking", ["credentials", "credentials_url"])
    def test_it_takes_credentials_that_readers_can_check(self, lacking: str) -> None:
        user = make_user("rob", "medical-reviewer")
        make_reviewer("rob-reviewer", user=user, **{lacking: ""})
        assert code(written(), user) == "no-credentials"

    def test_nobody_reviews_what_they_wrote_or_saved(self, doctor: User) -> None:
        saved = written(by=doctor)
        assert code(saved, doctor) == "own-work"
        Question.objects.update(saved_by=None, writer=doctor.person)
        assert code(saved, doctor) == "own-work"

    def test_it_takes_a_writers_name(self, doctor: User) -> None:
        assert code(make_question("Why?", reviewed=False), doctor) == "no-writer"

    def test_the_next_review_is_later_than_today(self, doctor: User) -> None:
        with pytest.raises(Refused) as refused:
            review_question(question=written(), by=doctor, next_review_due=timezone.localdate())
        assert refused.value.code == "due-in-the-past"
