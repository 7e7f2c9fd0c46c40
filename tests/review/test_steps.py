"""Who may take which step, when. The tables here are written down again on purpose: no one changes a right by slip."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

import pytest
import time_machine
from django.db import transaction
from django.utils import timezone

from articles.models import Article, ArticleRevision
from rehabsite.models import User
from rehabsite.staff.roles import ROLES
from review.checks import CHECKS
from review.kinds import kind_of, kinds
from review.models import Person
from review.refusals import Refused
from review.services import publishing
from review.services.taking import offered, take
from review.states import State
from review.steps import STEPS, Case
from search.services import public_version
from tests.articles.making import (
    REVIEWED_ON,
    change,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_term,
    make_user,
    sign_and_show,
)
from tests.codes import refused
from tests.guards.making import unguarded
from tests.programs.proposed import make_program, medication, saved

pytestmark = pytest.mark.django_db

_EDITOR = {
    *("submit", "send_back", "sign_edited", "publish", "schedule", "unschedule", "withdraw"),
    *("review_again", "sign_correction", "archive", "bring_back"),
}
OF_ROLE = {
    "writer": {"submit", "review_again"},
    "editor": _EDITOR,
    "medical-reviewer": {"send_back", "review"},
    "site-manager": _EDITOR,
    "nobody": set[str](),
}
ANYWHERE = {"withdraw", "review_again", "archive", "bring_back"}
OF_STATE = {
    "draft": {"submit"},
    "submitted": {"send_back", "sign_edited", "review"},
    "sent-back": {"submit"},
    "reviewed": {"send_back", "sign_edited", "publish", "schedule", "unschedule"},
    "replaced": set[str](),
    "correction": {"send_back", "sign_correction"},
    "original": {"publish"},
}
# What a step is refused with where the role and the state are right, of a row that readers never saw.
ELSE = {
    "withdraw": "not-live",
    "review_again": "not-live",
    "bring_back": "not-archived",
    "unschedule": "not-scheduled",
    "sign_correction": "not-live-any-more",
}
IN_KIND = {
    "article": {"sign_edited": "", "schedule": ""},
    "question": {},
    "term": {},
    "phase": {"withdraw": "always-public", "archive": "always-public"},
    "program": {"schedule": ""},
}
MAKE: dict[str, Callable[[], Any]] = {
    "article": lambda: make_article(writer=make_person("wanda-writer")),
    "question": lambda: make_question("Why?", reviewed=False, writer=make_person("wanda-writer")),
    "term": lambda: make_term(reviewed=False, writer=make_person("wanda-writer")),
    "phase": lambda: change(medication(), summary="Newer."),
    "program": lambda: saved(make_program()).subject,
}


def _plain(name: str, revision: Any, by: User) -> object:
    return take(name, revision, by=by)


STEPS_TAKEN: dict[str, Callable[[Any, User], object]] = {
    **{name: partial(_plain, name) for name in STEPS},
    "send_back": lambda revision, by: take("send_back", revision, by=by, because="Too long."),
    "withdraw": lambda revision, by: take("withdraw", revision, by=by, because="Wrong."),
    "schedule": lambda revision, by: take("schedule", revision, by=by, at=timezone.now() + timedelta(days=1)),
}


def make_staff(name: str, *roles: str, **person: object) -> User:
    """Someone with a log-in and checkable credentials."""
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
    except Refused as raised:
        return raised.code
    return ""


def submitted_by(by: User, *, writer: Person | None = None) -> ArticleRevision:
    article = make_article(by=by, writer=writer or make_person("wanda-writer"))
    publishing.submit(revision=latest(article), by=by)
    return latest(article)


def make_of_kind(kind: str, state: str) -> Any:
    """A revision in that state of something that readers never saw (a phase: whose newer words they never saw)."""
    revision = MAKE[kind]().latest
    if state in ("correction", "original"):
        return _born(revision, state)
    signed = {"reviewer": make_reviewer(), "reviewed_on": REVIEWED_ON} if state == "reviewed" else {}
    type(revision).objects.filter(pk=revision.pk).update(state=state, **signed)
    revision.refresh_from_db()
    return revision


def _born(revision: Any, state: str) -> Any:
    """Guards let nothing become a correction or an original: it is made as one."""
    made = type(revision).objects.get(pk=revision.pk)
    parts = list(made.parts.all()) if made._meta.model_name == "programrevision" else []
    made.pk, made.number, made.state = None, made.number + 1, state
    made._state.adding = True
    if state == "correction":
        made.corrects_id, made.reviewer, made.reviewed_on = revision.pk, make_reviewer(), REVIEWED_ON
    with unguarded():
        made.save()
        for part in parts:
            part.pk, part.revision = None, made
            part._state.adding = True
            part.save()
    return made


def expected(kind: str, role: str, state: str, step: str) -> str:
    if step not in OF_ROLE[role]:
        return "not-your-role"
    if step not in OF_STATE[state] | ANYWHERE:
        return "wrong-state"
    if step in IN_KIND[kind]:
        return IN_KIND[kind][step] or ELSE.get(step, "")
    if step == "sign_edited":
        return "no-editor-here"
    if step == "schedule":
        return "no-schedule-here"
    return ELSE.get(step, "")


def test_every_role_step_state_and_kind_is_in_these_tables() -> None:
    assert set(OF_ROLE) == {*ROLES, "nobody"} - {"intake"}
    assert set(OF_STATE) == set(State.values)
    assert set(STEPS) == set(STEPS_TAKEN) == set.union(*OF_ROLE.values())
    assert set(MAKE) == set(IN_KIND) == {str(kind.model._meta.model_name) for kind in kinds()}
    assert {code for step in STEPS.values() for code in step.refusals} == set(CHECKS)


@pytest.mark.parametrize(
    ("kind", "state"),
    # Only phases came with the site.
    [one for one in product(MAKE, OF_STATE) if one[0] == "phase" or one[1] != "original"],
)
def test_a_step_takes_the_role_and_the_state(kind: str, state: str) -> None:
    revision, staff = make_of_kind(kind, state), {role: make_staff(f"some-{role}", role) for role in OF_ROLE}
    for role, step in product(OF_ROLE, STEPS_TAKEN):
        with transaction.atomic():
            by, wanted = staff[role], expected(kind, role, state, step)
            got = refusal(step, revision, by)
            assert got == wanted, (role, step)
            if wanted in ("not-your-role", "wrong-state"):
                assert not offered(step, Case(kind_of(revision), revision, by)), (role, step)
            if wanted:
                before = vars(revision).copy()
                revision.refresh_from_db()
                assert {name: before[name] for name in ("state", "publish_at")} == {
                    "state": revision.state,
                    "publish_at": revision.publish_at,
                }
            transaction.set_rollback(True)
        revision = type(revision).objects.get(pk=revision.pk)


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
        with refused("due-in-the-past"):
            publishing.review(
                revision=revision, by=doctor, next_review_due=timezone.localdate() + timedelta(days=days)
            )

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
        change(article, by=writer, body="Rob's words, and one of Will's.")
        publishing.submit(revision=latest(article), by=writer)
        assert refusal("review", latest(article), both) == "own-work"

    def test_words_that_somebody_else_has_reviewed_since_count_no_more(self) -> None:
        both, writer = make_staff("rob", "medical-reviewer", "writer"), make_staff("will", "writer")
        revision = submitted_by(both)
        publishing.review(revision=revision, by=make_staff("rita", "medical-reviewer"))
        change(revision.article, by=writer, body="Newer.")
        publishing.submit(revision=latest(revision.article), by=writer)
        assert refusal("review", latest(revision.article), both) == ""

    def test_a_review_that_was_taken_back_does_not_count(self) -> None:
        both, rita = make_staff("rob", "medical-reviewer", "writer"), make_staff("rita", "medical-reviewer")
        writer, revision = make_staff("will", "writer"), submitted_by(both)
        publishing.review(revision=revision, by=rita)
        publishing.send_back(revision=revision, by=rita, because="The dose is wrong.")
        change(revision.article, by=writer, body="Newer.")
        publishing.submit(revision=latest(revision.article), by=writer)
        assert refusal("review", latest(revision.article), both) == "own-work"

    def test_the_same_reviewer_may_review_again(self) -> None:
        doctor, writer = make_staff("rob", "medical-reviewer"), make_staff("will", "writer")
        revision = submitted_by(writer)
        publishing.review(revision=revision, by=doctor)
        publishing.publish(revision=revision, by=make_staff("ed", "editor"))
        copy = publishing.review_again(subject=Article.objects.get(), by=writer)
        publishing.submit(revision=copy, by=writer)
        assert refusal("review", copy, doctor) == ""


class TestSendingBack:
    def test_it_takes_the_sign_offs_and_the_date_away(self) -> None:
        editor, doctor = make_staff("ed", "editor"), make_staff("rob", "medical-reviewer")
        revision = submitted_by(make_staff("will", "writer"))
        publishing.sign_edited(revision=revision, by=editor)
        publishing.review(revision=revision, by=doctor)
        publishing.schedule(revision=revision, by=editor, at=timezone.now() + timedelta(days=3))
        publishing.send_back(revision=revision, by=doctor, because="The dose is wrong.")
        revision.refresh_from_db()
        assert (revision.state, revision.sent_back_because) == ("sent-back", "The dose is wrong.")
        signed = ("editor", "edited_on", "reviewer", "reviewed_by", "reviewed_on", "next_review_due", "publish_at")
        assert {getattr(revision, name) for name in signed} == {None}

    def test_below_a_newer_draft_it_is_replaced_so_that_only_the_newest_is_under_way(self) -> None:
        doctor, writer = make_staff("rob", "medical-reviewer"), make_staff("will", "writer")
        revision = submitted_by(writer)
        publishing.review(revision=revision, by=doctor)
        change(revision.article, by=writer, body="Newer.")
        publishing.send_back(revision=revision, by=doctor, because="The dose is wrong.")
        revision.refresh_from_db()
        assert (revision.state, revision.sent_back_because) == ("replaced", "The dose is wrong.")

    def test_it_takes_a_reason(self) -> None:
        revision = submitted_by(make_staff("will", "writer"))
        with refused("no-reason"):
            publishing.send_back(revision=revision, by=make_staff("ed", "editor"), because=" \n")

    def test_what_readers_have_seen_stays_as_it_was_signed(self) -> None:
        article, editor = make_live(), make_staff("ed", "editor")
        assert article.live_revision is not None
        assert refusal("send_back", article.live_revision, editor) == "was-live"
        publishing.withdraw(subject=article, by=editor, because="Out of date.")
        assert refusal("send_back", article.live_revision, editor) == "was-live"


def test_signing_as_edited_puts_the_editor_into_the_byline() -> None:
    editor = make_staff("ed", "editor")
    revision = submitted_by(make_staff("will", "writer"))
    publishing.sign_edited(revision=revision, by=editor)
    revision.refresh_from_db()
    assert (revision.editor, revision.edited_on, revision.state) == (editor.person, timezone.localdate(), "submitted")
    assert ("Edited by", editor.person) in revision.byline


def test_a_sentence_about_the_state_names_it() -> None:
    revision = make_in_state("replaced")
    with pytest.raises(Refused, match="Replaced by a newer one"):
        publishing.publish(revision=revision, by=make_staff("ed", "editor"))


class TestArchiving:
    def test_a_draft_can_be_put_aside_and_brought_back(self) -> None:
        editor, article = make_staff("ed", "editor"), make_article(writer=make_person("wanda"))
        take("archive", latest(article), by=editor)
        assert Article.objects.get().archived_on == timezone.localdate()
        assert refusal("submit", latest(article), make_staff("will", "writer")) == "archived"
        take("bring_back", latest(article), by=editor)
        assert refusal("submit", latest(article), make_staff("wim", "writer")) == ""

    @pytest.mark.parametrize(("state", "steps"), [("submitted", ["review"]), ("reviewed", ["publish", "schedule"])])
    def test_nothing_leaves_the_archive_by_another_step(self, state: str, steps: list[str]) -> None:
        """A page that was open too long, or a reviewer who did not see it, brings nothing to readers."""
        revision, by = make_in_state(state), make_staff("all", "editor", "medical-reviewer")
        Article.objects.update(archived_on=REVIEWED_ON)
        assert [refusal(step, revision, by) for step in steps] == ["archived"] * len(steps)

    def test_what_readers_see_or_saw_cannot(self) -> None:
        editor, article = make_staff("ed", "editor"), make_live()
        assert refusal("archive", article.live_revision, editor) == "is-public"
        publishing.withdraw(subject=article, by=editor, because="Wrong.")
        assert refusal("archive", latest(article), editor) == "is-public"


class TestScheduling:
    def test_a_date_is_canceled_and_the_review_stays(self) -> None:
        editor, revision = make_staff("ed", "editor"), make_in_state("reviewed")
        take("schedule", revision, by=editor, at=timezone.now() + timedelta(hours=5))
        take("unschedule", revision, by=editor)
        revision.refresh_from_db()
        assert (revision.state, revision.publish_at, revision.reviewed_on) == ("reviewed", None, REVIEWED_ON)

    def test_it_goes_live_at_its_hour(self) -> None:
        revision, at = make_in_state("reviewed"), timezone.now() + timedelta(hours=5)
        take("schedule", revision, by=make_staff("ed", "editor"), at=at)
        with time_machine.travel(at - timedelta(minutes=1)):
            assert publishing.publish_due() == []
        with time_machine.travel(at + timedelta(minutes=1)):
            assert publishing.publish_due() == [revision]
        assert Article.objects.published().exists()


@pytest.mark.parametrize("kind", list(MAKE))
def test_live_words_stay_while_new_ones_wait(kind: str) -> None:
    doctor, editor, writer = make_staff("rob", "medical-reviewer"), make_staff("ed", "editor"), make_user("will")
    row = MAKE[kind]()
    first = row.latest
    through(first, writer, doctor, editor)
    name = {"article": "body", "question": "answer", "term": "meaning"}.get(kind, "summary")
    second = change(row, by=writer, **{name: "Other words."}).latest
    model = type(row)
    assert model.objects.published().get(pk=row.pk).live_revision == first
    publishing.submit(revision=second, by=writer)
    assert model.objects.published().get(pk=row.pk).live_revision == first
    publishing.review(revision=second, by=doctor)
    if kind_of(row).live_when_reviewed:
        assert model.objects.published().get(pk=row.pk).live_revision == second
        return
    assert model.objects.published().get(pk=row.pk).live_revision == first
    publishing.publish(revision=second, by=editor)
    assert model.objects.published().get(pk=row.pk).live_revision == second


@pytest.mark.parametrize("kind", ["article", "question", "term", "program"])
def test_what_is_withdrawn_is_gone_and_can_come_back(kind: str) -> None:
    doctor, editor = make_staff("rob", "medical-reviewer"), make_staff("ed", "editor")
    row = MAKE[kind]()
    through(row.latest, make_user("will"), doctor, editor)
    version = public_version()
    publishing.withdraw(subject=type(row).objects.get(pk=row.pk), by=editor, because=" Wrong. ")
    assert not type(row).objects.published().filter(pk=row.pk).exists()
    assert public_version() > version
    gone = type(row).objects.get(pk=row.pk)
    assert (gone.withdrawn_because, gone.withdrawn_on) == ("Wrong.", timezone.localdate())
    publishing.publish(revision=row.latest, by=editor)
    assert type(row).objects.published().get(pk=row.pk).withdrawn_on is None


class TestRollingBack:
    def test_the_form_begins_with_what_is_live(self) -> None:
        editor, article = make_staff("ed", "editor"), make_live(body="First.")
        first = article.live_revision
        sign_and_show(change(article, body="Second.").latest)
        article = Article.objects.get()
        assert article.opened.body == "Second."
        publishing.publish(revision=first, by=editor)
        article = Article.objects.get()
        assert article.opened == first
        change(article, body="First, put right.", by=editor)
        assert latest(article).body == "First, put right."

    def test_work_under_way_is_gone_on_with(self) -> None:
        article = make_live(body="First.")
        change(article, body="Second.")
        assert Article.objects.get().opened.body == "Second."


def through(revision: Any, writer: User, doctor: User, editor: User) -> None:
    """Handed in, reviewed and live."""
    publishing.submit(revision=revision, by=writer)
    publishing.review(revision=revision, by=doctor)
    if not kind_of(revision).live_when_reviewed:
        publishing.publish(revision=revision, by=editor)
