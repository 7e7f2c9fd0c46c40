"""Who may take which step, when. The tables here are written down again on purpose: nobody changes a right by slip."""

from datetime import timedelta
from itertools import product

import pytest
from django.utils import timezone

from articles.models import Article, ArticleRevision, Person
from articles.services import publishing
from articles.services.revising import start_review_again, words_of
from articles.services.saving import place_of, save_article
from articles.services.workflow import STEPS, allowed
from rehabsite.models import User
from rehabsite.roles import ROLES
from review.refusals import Refused
from tests.articles.making import (
    REVIEWED_ON,
    latest,
    make_article,
    make_live,
    make_person,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db

_EDITOR = {"submit", "send_back", "sign_edited", "publish", "schedule"}
OF_ROLE = {
    "writer": {"submit"},
    "editor": _EDITOR,
    "medical-reviewer": {"send_back", "review"},
    "site-manager": _EDITOR,
    "nobody": set[str](),
}
OF_STATE = {
    "draft": {"submit"},
    "submitted": {"send_back", "sign_edited", "review"},
    "sent-back": {"submit"},
    "reviewed": {"send_back", "sign_edited", "publish", "schedule"},
    "replaced": set[str](),
}
STEPS_TAKEN = {
    "submit": lambda revision, by: publishing.submit(revision=revision, by=by),
    "send_back": lambda revision, by: publishing.send_back(revision=revision, by=by, because="Too long."),
    "sign_edited": lambda revision, by: publishing.sign_edited(revision=revision, by=by),
    "review": lambda revision, by: publishing.review(revision=revision, by=by),
    "publish": lambda revision, by: publishing.publish(revision=revision, by=by),
    "schedule": lambda revision, by: publishing.schedule(
        revision=revision, by=by, on=timezone.localdate() + timedelta(days=1)
    ),
}


def make_staff(name: str, *roles: str, **person: object) -> User:
    """Somebody with a log-in and checkable credentials."""
    user = make_user(name, *roles)
    make_reviewer(f"{name}-person", user=user, **person)
    return user


def make_in_state(state: str, *, by: User | None = None) -> ArticleRevision:
    revision = latest(make_article(writer=make_person("wanda-writer"), by=by))
    signed = {"reviewer": make_reviewer(), "reviewed_on": REVIEWED_ON} if state == "reviewed" else {}
    ArticleRevision.objects.filter(pk=revision.pk).update(state=state, **signed)
    revision.refresh_from_db()
    return revision


def refusal(step: str, revision: ArticleRevision, by: User) -> str:
    """The code with which the step is refused, or "" when it is taken."""
    try:
        STEPS_TAKEN[step](revision, by)
    except Refused as refused:
        return refused.code
    return ""


def submitted_by(by: User, *, writer: Person | None = None) -> ArticleRevision:
    article = make_article(by=by, writer=writer or make_person("wanda-writer"))
    publishing.submit(revision=latest(article), by=by)
    return latest(article)


def test_every_role_step_and_state_is_in_these_tables() -> None:
    assert set(OF_ROLE) == {*ROLES, "nobody"} - {"intake"}
    assert set(OF_STATE) == set(ArticleRevision.State.values)
    assert set(STEPS) == set(STEPS_TAKEN) == set.union(*OF_ROLE.values())


@pytest.mark.parametrize(("role", "state", "step"), list(product(OF_ROLE, OF_STATE, STEPS_TAKEN)))
def test_a_step_takes_the_role_and_the_state(role: str, state: str, step: str) -> None:
    by = make_staff("somebody", *({role} - {"nobody"}))
    revision = make_in_state(state)
    expected = "not-your-role" if step not in OF_ROLE[role] else "wrong-state" if step not in OF_STATE[state] else ""
    assert allowed(step, revision, by) == (expected == "")
    assert refusal(step, revision, by) == expected
    if expected:
        before = vars(revision)["state"], revision.publish_on
        revision.refresh_from_db()
        assert (revision.state, revision.publish_on) == before
        assert not Article.objects.published().exists()


class TestSubmitting:
    def test_it_waits_for_review_and_forgets_the_last_note(self) -> None:
        writer, editor = make_staff("will", "writer"), make_staff("ed", "editor")
        revision = submitted_by(writer)
        publishing.send_back(revision=revision, by=editor, because=" Too long. ")
        revision.refresh_from_db()
        assert (revision.state, revision.sent_back_because) == ("sent-back", "Too long.")
        publishing.submit(revision=revision, by=writer)
        revision.refresh_from_db()
        assert (revision.state, revision.sent_back_because) == ("submitted", "")
        assert revision.submitted_at is not None

    def test_it_is_refused_without_a_writers_name(self) -> None:
        revision = latest(make_article())
        assert refusal("submit", revision, make_staff("will", "writer")) == "no-writer"


class TestReviewing:
    def test_it_says_who_and_when_and_when_again(self) -> None:
        revision, doctor = submitted_by(make_staff("will", "writer")), make_staff("rob", "medical-reviewer")
        publishing.review(revision=revision, by=doctor)
        revision.refresh_from_db()
        today = timezone.localdate()
        assert (revision.state, revision.reviewer, revision.reviewed_by) == ("reviewed", doctor.person, doctor)
        assert (revision.reviewed_on, revision.next_review_due) == (today, today + timedelta(days=365))

    def test_the_reviewer_may_choose_when_again(self) -> None:
        revision, doctor = submitted_by(make_staff("will", "writer")), make_staff("rob", "medical-reviewer")
        tomorrow = timezone.localdate() + timedelta(days=1)
        publishing.review(revision=revision, by=doctor, next_review_due=tomorrow)
        revision.refresh_from_db()
        assert revision.next_review_due == tomorrow

    @pytest.mark.parametrize("days", [0, -1])
    def test_again_has_to_be_later_than_today(self, days: int) -> None:
        revision, doctor = submitted_by(make_staff("will", "writer")), make_staff("rob", "medical-reviewer")
        with pytest.raises(Refused) as refused:
            publishing.review(
                revision=revision, by=doctor, next_review_due=timezone.localdate() + timedelta(days=days)
            )
        assert refused.value.code == "due-in-the-past"

    @pytest.mark.parametrize("lacking", ["credentials", "credentials_url"])
    def test_a_reviewer_whom_readers_cannot_check_is_refused(self, lacking: str) -> None:
        revision = submitted_by(make_staff("will", "writer"))
        doctor = make_staff("rob", "medical-reviewer", **{lacking: ""})
        assert refusal("review", revision, doctor) == "no-credentials"

    @pytest.mark.parametrize("step", ["review", "sign_edited"])
    def test_a_log_in_without_a_person_cannot_sign(self, step: str) -> None:
        revision = submitted_by(make_staff("will", "writer"))
        assert refusal(step, revision, make_user("rob", "medical-reviewer", "editor")) == "no-person"

    def test_nobody_reviews_what_they_wrote(self) -> None:
        doctor = make_staff("rob", "medical-reviewer")
        revision = submitted_by(make_staff("will", "writer"), writer=doctor.person)
        assert refusal("review", revision, doctor) == "own-work"

    def test_nobody_reviews_what_they_saved(self) -> None:
        both = make_staff("rob", "medical-reviewer", "writer")
        assert refusal("review", submitted_by(both), both) == "own-work"

    def test_nobody_reviews_what_is_built_on_words_that_they_saved_and_nobody_has_reviewed(self) -> None:
        both, writer = make_staff("rob", "medical-reviewer", "writer"), make_staff("will", "writer")
        article = submitted_by(both).article
        again(article, writer, "Rob's words, and one of Will's.")
        publishing.submit(revision=latest(article), by=writer)
        assert refusal("review", latest(article), both) == "own-work"

    def test_words_that_somebody_else_has_reviewed_since_count_no_more(self) -> None:
        both, writer = make_staff("rob", "medical-reviewer", "writer"), make_staff("will", "writer")
        revision = submitted_by(both)
        publishing.review(revision=revision, by=make_staff("rita", "medical-reviewer"))
        again(revision.article, writer, "Newer.")
        publishing.submit(revision=latest(revision.article), by=writer)
        assert refusal("review", latest(revision.article), both) == ""

    def test_a_review_that_was_taken_back_does_not_count(self) -> None:
        both, rita = make_staff("rob", "medical-reviewer", "writer"), make_staff("rita", "medical-reviewer")
        writer, revision = make_staff("will", "writer"), submitted_by(both)
        publishing.review(revision=revision, by=rita)
        publishing.send_back(revision=revision, by=rita, because="The dose is wrong.")
        again(revision.article, writer, "Newer.")
        publishing.submit(revision=latest(revision.article), by=writer)
        assert refusal("review", latest(revision.article), both) == "own-work"

    def test_the_same_reviewer_may_review_again(self) -> None:
        doctor, writer = make_staff("rob", "medical-reviewer"), make_staff("will", "writer")
        revision = submitted_by(writer)
        publishing.review(revision=revision, by=doctor)
        publishing.publish(revision=revision, by=make_staff("ed", "editor"))
        copy = start_review_again(article=revision.article, by=writer)
        publishing.submit(revision=copy, by=writer)
        assert refusal("review", copy, doctor) == ""


class TestSendingBack:
    def test_it_takes_the_sign_offs_and_the_date_away(self) -> None:
        editor, doctor = make_staff("ed", "editor"), make_staff("rob", "medical-reviewer")
        revision = submitted_by(make_staff("will", "writer"))
        publishing.sign_edited(revision=revision, by=editor)
        publishing.review(revision=revision, by=doctor)
        publishing.schedule(revision=revision, by=editor, on=timezone.localdate() + timedelta(days=3))
        publishing.send_back(revision=revision, by=doctor, because="The dose is wrong.")
        revision.refresh_from_db()
        assert (revision.state, revision.sent_back_because) == ("sent-back", "The dose is wrong.")
        signed = ("editor", "edited_on", "reviewer", "reviewed_by", "reviewed_on", "next_review_due", "publish_on")
        assert {getattr(revision, name) for name in signed} == {None}

    def test_below_a_newer_draft_it_is_replaced_so_that_only_the_newest_is_under_way(self) -> None:
        doctor, writer = make_staff("rob", "medical-reviewer"), make_staff("will", "writer")
        revision = submitted_by(writer)
        publishing.review(revision=revision, by=doctor)
        again(revision.article, writer, "Newer.")
        publishing.send_back(revision=revision, by=doctor, because="The dose is wrong.")
        revision.refresh_from_db()
        assert (revision.state, revision.sent_back_because) == ("replaced", "The dose is wrong.")

    def test_it_takes_a_reason(self) -> None:
        revision = submitted_by(make_staff("will", "writer"))
        with pytest.raises(Refused) as refused:
            publishing.send_back(revision=revision, by=make_staff("ed", "editor"), because=" \n")
        assert refused.value.code == "no-reason"

    def test_what_readers_have_seen_stays_as_it_was_signed(self) -> None:
        article, editor = make_live(), make_staff("ed", "editor")
        assert article.live_revision is not None
        assert refusal("send_back", article.live_revision, editor) == "was-live"
        publishing.withdraw(article=article, by=editor, because="Out of date.")
        assert refusal("send_back", article.live_revision, editor) == "was-live"


def test_signing_as_edited_puts_the_editor_into_the_byline() -> None:
    editor = make_staff("ed", "editor")
    revision = submitted_by(make_staff("will", "writer"))
    publishing.sign_edited(revision=revision, by=editor)
    revision.refresh_from_db()
    assert (revision.editor, revision.edited_on, revision.state) == (editor.person, timezone.localdate(), "submitted")
    assert ("Edited by", editor.person) in revision.byline


def test_a_live_revision_is_not_offered_for_publishing() -> None:
    article, editor = make_live(), make_staff("ed", "editor")
    assert article.live_revision is not None
    assert not allowed("publish", article.live_revision, editor)
    assert not allowed("schedule", article.live_revision, editor)


def test_a_sentence_about_the_state_names_it() -> None:
    revision = make_in_state("replaced")
    with pytest.raises(Refused, match="Replaced by a newer one"):
        publishing.publish(revision=revision, by=make_staff("ed", "editor"))


def again(article: Article, by: User, body: str) -> None:
    article.refresh_from_db()
    words = words_of(latest(article))
    changed = type(words)(words.title, body, words.summary, words.writer, words.sources)
    save_article(article=article, words=changed, place=place_of(article), base=article.edits, by=by)
