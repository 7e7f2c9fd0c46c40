from datetime import timedelta

import pytest
from articles.desk import waiting_for
from django.utils import timezone

from articles.models import ArticleRevision, Question
from rehabsite.models import User
from review.services.publishing import publish, send_back, submit, withdraw
from tests.articles.making import (
    REVIEWED_ON,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_user,
)

pytestmark = pytest.mark.django_db

DUE = ["Review overdue", "Review due within 30 days"]
WRITING = ["Sent back to you", "Your drafts"]
PUBLISHING = ["Handed in", "Reviewed, ready to publish", "Scheduled"]
REVIEWING = [
    *("For you to review", "Answers to review", "Answers to review again"),
    *("Words of the glossary to review", "Words of the glossary to review again"),
]


def lists(user: User) -> dict[str, list[str]]:
    return {waiting.heading: [item.title for item in waiting.items] for waiting in waiting_for(user)}


def make_submitted(slug: str, *, by: User | None = None, writer: str = "wanda-writer") -> ArticleRevision:
    """Its writer has no log-in, and by default nobody is known to have saved it."""
    revision = latest(make_article(slug, by=by, writer=make_person(writer)))
    ArticleRevision.objects.filter(pk=revision.pk).update(state="submitted")
    return revision


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        ("writer", [*WRITING, *DUE]),
        ("editor", [*WRITING, *PUBLISHING, *DUE]),
        ("medical-reviewer", [*REVIEWING, *DUE]),
        ("site-manager", [*WRITING, *PUBLISHING, *DUE]),
        ("", []),
    ],
)
def test_each_role_sees_the_lists_that_it_can_act_on(role: str, headings: list[str]) -> None:
    assert list(lists(make_user("somebody", *filter(None, [role])))) == headings


def test_a_reviewer_sees_what_others_handed_in_and_nothing_of_their_own() -> None:
    doctor = make_user("rob", "medical-reviewer", "writer")
    make_reviewer("rob-person", user=doctor)
    make_submitted("theirs")
    make_submitted("saved-by-me", by=doctor, writer="will-writer")
    mine = latest(make_article("written-by-me", writer=doctor.person))
    submit(revision=mine, by=doctor)
    make_article("draft")
    assert lists(doctor)["For you to review"] == ["Theirs"]


def test_a_reviewer_sees_answers_without_a_review_and_with_an_old_one() -> None:
    doctor = make_user("rob", "medical-reviewer")
    person = make_reviewer("rob-person", user=doctor)
    new, mine, saved = (make_question(text, reviewed=False) for text in ("New?", "Mine?", "Saved?"))
    Question.objects.filter(pk=mine.pk).update(writer=person)
    Question.objects.filter(pk=saved.pk).update(saved_by=doctor)
    old, _fresh = make_question("Old?"), make_question("Fresh?")
    Question.objects.filter(pk=old.pk).update(next_review_due=timezone.localdate() + timedelta(days=30))
    Question.objects.filter(question="Fresh?").update(next_review_due=timezone.localdate() + timedelta(days=31))
    found = lists(doctor)
    assert found["Answers to review"] == [new.question]
    assert found["Answers to review again"] == [old.question]


def test_a_writer_sees_their_own_drafts_and_what_came_back() -> None:
    writer, editor = make_user("will", "writer"), make_user("ed", "editor")
    person = make_person("will-writer", user=writer)
    make_article("saved", by=writer)
    make_article("written", writer=person)
    make_article("somebody-elses", by=editor)
    back = make_submitted("back", by=writer)
    send_back(revision=back, by=editor, because="Too long.")
    found = lists(writer)
    assert sorted(found["Your drafts"]) == ["Saved", "Written"]
    assert found["Sent back to you"] == ["Back"]
    assert lists(editor)["Sent back to you"] == []


def test_an_editor_sees_what_is_handed_in_and_what_is_ready() -> None:
    editor = make_user("ed", "editor")
    make_submitted("handed-in")
    signed = {"state": "reviewed", "reviewer": make_reviewer(), "reviewed_on": REVIEWED_ON}
    for slug in ("ready", "scheduled"):
        ArticleRevision.objects.filter(pk=latest(make_article(slug)).pk).update(**signed)
    ArticleRevision.objects.filter(article__slug="scheduled").update(publish_on="2099-01-01")
    found = lists(editor)
    assert [found[name] for name in PUBLISHING] == [["Handed In"], ["Ready"], ["Scheduled"]]


def test_what_was_withdrawn_or_rolled_back_is_not_ready_again() -> None:
    editor = make_user("ed", "editor")
    withdraw(subject=make_live("withdrawn"), by=None, because="Wrong.")
    article = make_live("rolled-back")
    first = article.live_revision
    assert first is not None
    second = ArticleRevision.objects.create(
        article=article, number=2, title="Second", body="x", html="x", words=1, reading_minutes=1
    )
    signed = {"state": "reviewed", "reviewer": first.reviewer, "reviewed_on": REVIEWED_ON}
    ArticleRevision.objects.filter(pk=second.pk).update(**signed)
    assert lists(editor)["Reviewed, ready to publish"] == ["Second"]
    publish(revision=second, by=editor)
    publish(revision=first, by=editor)
    assert lists(editor)["Reviewed, ready to publish"] == []


def test_reviews_that_are_due_are_counted_to_the_day() -> None:
    today = timezone.localdate()
    for slug, days in (("longest", -9), ("overdue", -1), ("today", 0), ("soon", 30), ("later", 31)):
        make_live(slug, due=today + timedelta(days=days))
    withdraw(subject=make_live("withdrawn", due=today), by=None, because="Wrong.")
    found = lists(make_user("will", "writer"))
    assert [found[name] for name in DUE] == [["Longest", "Overdue"], ["Today", "Soon"]]
