"""What waits for whom, of every kind, on the first page."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import Case, When
from django.utils import timezone

from articles.models import ArticleRevision, QuestionRevision
from rehabsite.models import User
from review import waiting
from review.services.passing import mark_passed
from review.services.publishing import publish, record_review, schedule, send_back, submit, withdraw
from review.waiting import waiting_for
from tests.articles.making import (
    change,
    latest,
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_term,
    make_user,
    rita,
    sign_and_show,
)
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db

DUE = ["Review overdue", "Review due within 30 days"]
WRITING = ["Sent back to you", "Your drafts"]
PUBLISHING = ["Handed in", "Reviewed, ready to publish", "Scheduled"]
CORRECTIONS = "Small corrections to sign"
REVIEWS = "For you to review"
# Their first words came with the site, and no one has reviewed them yet.
PHASES = 5


def lists(user: User) -> dict[str, list[str]]:
    return {one.heading: [item.title for item in one.items] for one in waiting_for(user)}


@pytest.mark.parametrize(
    ("role", "headings"),
    [
        ("writer", [*WRITING, *DUE]),
        ("editor", [CORRECTIONS, *WRITING, *PUBLISHING, *DUE]),
        ("medical-reviewer", [REVIEWS, *DUE]),
        ("site-manager", [CORRECTIONS, *WRITING, *PUBLISHING, *DUE]),
        ("nobody", []),
    ],
)
def test_each_role_sees_the_lists_that_it_can_act_on(role: str, headings: list[str]) -> None:
    assert list(lists(make_user("somebody", role))) == headings


def handed_in(revision: object) -> None:
    submit(revision=revision, by=User.objects.filter(username="hander").first() or make_user("hander"))


def test_a_reviewer_sees_what_others_handed_in_of_every_kind_and_nothing_of_their_own() -> None:
    doctor, wanda = make_user("rob", "medical-reviewer", "writer"), make_person("wanda-writer")
    me = make_reviewer("rob-person", user=doctor)
    for slug, by, writer in (("theirs", None, wanda), ("saved-by-me", doctor, wanda), ("written-by-me", None, me)):
        handed_in(latest(make_article(slug, by=by, writer=writer)))
        handed_in(make_question(f"{slug}?", reviewed=False, by=by, writer=writer).latest)
        handed_in(make_term(slug, reviewed=False, by=by, writer=writer).latest)
    make_article("draft")
    assert lists(doctor)[REVIEWS] == ["Theirs", "theirs?", "theirs"]


def test_a_writer_sees_their_own_drafts_and_what_came_back() -> None:
    writer, editor = make_user("will", "writer"), make_user("ed", "editor")
    person = make_person("will-writer", user=writer)
    make_article("saved", by=writer)
    make_article("written", writer=person)
    make_article("somebody-elses", by=editor)
    back = latest(make_article("back", by=writer, writer=person))
    handed_in(back)
    send_back(revision=back, by=editor, because="Too long.")
    found = lists(writer)
    assert sorted(found["Your drafts"]) == ["Saved", "Written"]
    assert found["Sent back to you"] == ["Back"]
    assert lists(editor)["Sent back to you"] == []
    [detail] = [item.detail for row in waiting_for(writer) for item in row.items if item.title == "Back"]
    assert detail == "Article: sent back: Too long."


def test_an_editor_sees_what_is_handed_in_and_what_is_ready() -> None:
    editor = make_user("ed", "editor")
    handed_in(latest(make_article("handed-in", writer=make_person("wanda"))))
    for slug in ("ready", "scheduled"):
        record_review(revision=latest(make_article(slug)), reviewer=rita(), on=timezone.localdate())
    schedule(revision=ArticleRevision.objects.get(title="Scheduled"), by=None, at=timezone.now() + timedelta(days=1))
    found = lists(editor)
    assert [found[name] for name in PUBLISHING] == [["Handed In"], ["Ready"], ["Scheduled"]]


def test_a_small_correction_waits_for_another_editor() -> None:
    first, second = make_user("ed", "editor"), make_user("eve", "editor")
    article = make_live(body="Cary the spray.")
    make_live("other", body="You carry it.")
    change(article, body="Carry the spray.", by=first, small=True)
    assert lists(second)[CORRECTIONS] == ["Naloxone"]
    assert lists(first)[CORRECTIONS] == []


def test_what_was_withdrawn_or_rolled_back_or_archived_is_not_ready_again() -> None:
    editor = make_user("ed", "editor")
    withdraw(subject=make_live("withdrawn"), by=None, because="Wrong.")
    article = make_live("rolled-back")
    first = article.live_revision
    second = change(article, title="Second").latest
    record_review(revision=second, reviewer=rita(), on=timezone.localdate())
    assert lists(editor)["Reviewed, ready to publish"] == ["Second"]
    publish(revision=second, by=editor)
    publish(revision=first, by=editor)
    assert lists(editor)["Reviewed, ready to publish"] == []


def test_no_count_on_the_first_page_goes_further_than_it_says(
    staff: Callable[..., StaffClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(waiting, "MOST", 2)
    for number in range(3):
        make_live(f"late-{number}", due=timezone.localdate() - timedelta(days=1))
    for counted, said in ((9, f"All {3 + PHASES}:"), (2, "4 or more:")):
        monkeypatch.setattr(waiting, "COUNTED", counted)
        assert f"{said} Review overdue" in staff("editor").get("/admin/").content.decode()


def test_reviews_that_are_due_are_counted_to_the_day_and_concern_everybody() -> None:
    today = timezone.localdate()
    for slug, days in (("longest", -9), ("overdue", -1), ("today", 0), ("soon", 30), ("later", 31)):
        make_live(slug, due=today + timedelta(days=days))
    due = make_question("Old?")
    QuestionRevision.objects.filter(subject=due).update(next_review_due=today)
    withdraw(subject=make_live("withdrawn", due=today), by=None, because="Wrong.")
    for role in ("writer", "medical-reviewer"):
        found = lists(make_user(role, role))
        assert found["Review overdue"][:2] == ["Longest", "Overdue"]
        assert len(found["Review overdue"]) == 2 + PHASES
        assert found["Review due within 30 days"] == ["Today", "Soon", "Old?"]


def test_a_worker_brings_the_marks_of_what_has_passed_in_step() -> None:
    today = timezone.localdate()
    article = make_live("late", due=today - timedelta(days=9))
    for title, due in (("Second", today - timedelta(days=5)), ("Third", today - timedelta(days=1))):
        record_review(revision=change(article, title=title).latest, reviewer=rita(), on=today, due=due)
        publish(revision=article.latest, by=None)
    ready = change(article, title="Fourth").latest
    record_review(revision=ready, reviewer=rita(), on=today, due=today - timedelta(days=2))
    passed = ArticleRevision.objects.filter(passed_at__isnull=False).order_by("number").values_list("title", flat=True)
    assert [*passed.all()] == ["Late", "Second"]
    ArticleRevision.objects.update(passed_at=Case(When(title="Third", then=timezone.now())))
    assert (mark_passed(), mark_passed()) == (3, 0)
    assert [*passed.all()] == ["Late", "Second", "Fourth"]
    editor = make_user("ed", "editor")
    assert len(lists(editor)["Review overdue"]) == 1 + PHASES
    assert "Third" in lists(editor)["Review overdue"]
    publish(revision=ready, by=None)
    assert len(lists(editor)["Review overdue"]) == 1 + PHASES
    assert "Fourth" in lists(editor)["Review overdue"]


def test_a_long_list_shows_its_first_and_leads_to_the_rest(
    staff: Callable[..., StaffClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    client = staff("writer")
    monkeypatch.setattr(waiting, "MOST", 2)
    for number in range(5):
        make_article(f"draft-{number}", by=client.user)
    page = client.get("/admin/").content.decode()
    assert 'href="/admin/waiting/draft/"' in page
    assert page.count("Draft ") == 2
    assert client.get("/admin/waiting/draft/").content.decode().count("Draft ") == 5
    assert client.get("/admin/waiting/nothing/").status_code == 404
    assert client.get("/admin/waiting/review/").status_code == 403


def test_nothing_that_was_put_aside_waits() -> None:
    writer = make_user("will")
    article = make_article("begun", by=writer)
    sign_and_show(latest(make_article("other")))
    type(article).objects.filter(pk=article.pk).update(archived_on=timezone.localdate())
    assert lists(writer)["Your drafts"] == []
