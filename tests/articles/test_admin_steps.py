"""The buttons beside an article: who is offered which, and what pressing them does."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import Client
from django.utils import timezone

from articles.models import Article, ArticleRevision
from rehabsite.models import User
from review.services.publishing import record_review
from tests.articles.making import SOURCE, latest, make_article, make_live, make_person, make_reviewer
from tests.codes import said
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]


def press(client: Client, article: Article, step: str, **asked: str) -> str:
    """What the page says afterwards, and its code."""
    revision = latest(article)
    path = f"/admin/articles/article/{article.pk}/revisions/{revision.pk}/{step}/"
    answer = client.post(path, asked, follow=True)
    article.refresh_from_db()
    return said(answer)


def offered(client: Client, article: Article) -> set[str]:
    return {offer.name for offer in client.get(f"/admin/articles/article/{article.pk}/change/").context["buttons"]}


def submitted(by: Any = None) -> Article:
    article = make_article(by=by, writer=make_person("wilma"))
    article.revisions.update(state="submitted")
    return article


def reviewed() -> Article:
    article = make_article(writer=make_person("wilma"))
    record_review(revision=latest(article), reviewer=make_reviewer(), on=date(2026, 3, 1))
    return article


@pytest.fixture
def reviewer(staff: Staff) -> StaffClient:
    client = staff("medical-reviewer")
    make_reviewer("rhea", user=client.user)
    return client


@pytest.fixture
def editor(staff: Staff) -> StaffClient:
    client = staff("editor")
    make_person("edda", user=client.user)
    return client


OFFERS = {
    "writer": ({"submit"}, set(), set(), {"review_again"}),
    "editor": (
        {"submit", "archive"},
        {"send_back", "sign_edited", "archive"},
        {"send_back", "sign_edited", "publish", "schedule", "archive"},
        {"sign_edited", "review_again", "withdraw"},
    ),
    "medical-reviewer": (set(), {"send_back", "review"}, {"send_back"}, set()),
}


@pytest.mark.parametrize("role", OFFERS)
def test_each_role_is_offered_its_own_steps(staff: Staff, role: str) -> None:
    client = staff(role)
    draft = make_article("draft")
    at_hand, ready, live = make_article("at-hand"), make_article("ready"), make_live("live")
    at_hand.revisions.update(state="submitted")
    record_review(revision=latest(ready), reviewer=make_reviewer("rex"), on=date(2026, 3, 1))
    assert tuple(offered(client, article) for article in (draft, at_hand, ready, live)) == OFFERS[role]


@pytest.mark.parametrize("step", ["send_back", "sign_edited", "review", "publish", "schedule", "withdraw"])
def test_a_writer_who_makes_up_a_step_is_refused(staff: Staff, step: str) -> None:
    article = make_live() if step == "withdraw" else submitted() if step in ("send_back", "review") else reviewed()
    before = list(ArticleRevision.objects.values())
    client = staff("writer")
    make_reviewer("wanda", user=client.user)
    told = press(client, article, step, because="I say so", date="2030-01-01", time="2030-01-01T09:00")
    assert "not-your-role" in told
    assert "You had written: I say so" in told
    assert list(ArticleRevision.objects.values()) == before
    assert not LogEntry.objects.exists()


def test_from_hand_in_to_live(staff: Staff, editor: StaffClient, reviewer: StaffClient) -> None:
    writer = staff("writer")
    article = make_article("naloxone", by=writer.user, writer=make_person("wilma", user=writer.user))
    assert "Handed in" in press(writer, article, "submit")
    assert "Sent back" in press(editor, article, "send_back", because="Cite it.")
    assert "Cite it." in writer.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    press(writer, article, "submit")
    assert "Signed as edited" in press(editor, article, "sign_edited")
    assert "Signed as medically reviewed" in press(reviewer, article, "review", date="2030-01-31")
    assert Client().get("/articles/naloxone/").status_code == 404
    # Whoever reviews sees where it stands, too.
    assert "Phases of care" in reviewer.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "Published. Readers see revision 1, reviewed on" in press(editor, article, "publish")
    assert Client().get("/articles/naloxone/").status_code == 200
    revision = latest(article)
    assert [person.slug for _role, person in revision.byline] == ["wilma", "edda", "rhea"]
    assert str(revision.next_review_due) == "2030-01-31"
    assert "Withdrawn" in press(editor, article, "withdraw", because="It was wrong.")
    gone = Client().get("/articles/naloxone/")
    assert (gone.status_code, "It was wrong." in gone.content.decode()) == (410, True)


def test_history_tells_each_step_with_its_reason(editor: StaffClient) -> None:
    article = submitted()
    press(editor, article, "send_back", because="Cite it.")
    line = LogEntry.objects.get()
    assert (line.user, line.object_repr) == (editor.user, "Naloxone")
    assert line.change_message == "Send back: revision 1. Cite it."


def test_nobody_reviews_what_they_saved(staff: Staff) -> None:
    client = staff("medical-reviewer")
    client.user.groups.add(Group.objects.get(name="Writer"))
    make_reviewer("rhea", user=client.user)
    article = submitted(by=User.objects.get(pk=client.user.pk))
    assert "own-work" in press(client, article, "review")
    assert latest(article).state == "submitted"


def test_a_reviewer_whom_readers_cannot_check_is_refused_and_told(staff: Staff) -> None:
    client = staff("medical-reviewer")
    make_person("rhea", user=client.user)
    article = submitted()
    assert "no-credentials" in press(client, article, "review")
    assert "You cannot sign a review yet" in client.get("/admin/").content.decode()


def test_sending_back_needs_a_note(editor: StaffClient) -> None:
    article = submitted()
    assert "no-reason" in press(editor, article, "send_back", because="  ")
    assert latest(article).state == "submitted"


@pytest.mark.parametrize("day", ["", "soon", "2020-01-01T09:00", "9999-12-31T23:59"])
def test_a_schedule_needs_a_day_to_come(editor: StaffClient, day: str) -> None:
    article = reviewed()
    assert press(editor, article, "schedule", time=day)
    assert latest(article).publish_at is None


def test_a_scheduled_article_says_when_it_goes_live(editor: StaffClient) -> None:
    article = reviewed()
    day = timezone.localdate() + timedelta(days=3)
    said = press(editor, article, "schedule", time=f"{day.isoformat()}T14:00")
    assert "Scheduled. Readers do not see it. From " in said
    assert latest(article).publish_at == timezone.make_aware(datetime.combine(day, time(14)))
    assert {"unschedule", "publish"} <= offered(editor, article)
    assert "on, they see revision 1" in editor.get(f"/admin/articles/article/{article.pk}/change/").content.decode()


def test_an_older_version_can_come_back(editor: StaffClient) -> None:
    article = make_live("naloxone", body="Old words.")
    old = latest(article)
    fields = {"title": "Naloxone", "body": "New words.", "base": str(article.edits), "slug": "naloxone"}
    none = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0"}
    editor.post(f"/admin/articles/article/{article.pk}/change/", {**fields, **none})
    record_review(revision=latest(article), reviewer=old.reviewer, on=date(2026, 4, 1))
    press(editor, article, "publish")
    page = editor.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    path = f"/admin/articles/article/{article.pk}/revisions/{old.pk}/publish/"
    assert f'action="{path}"' in page
    editor.post(path)
    assert "Old words." in Client().get("/articles/naloxone/").content.decode()


def test_a_revision_of_another_article_or_an_unknown_step_is_a_404(editor: StaffClient) -> None:
    article, other = submitted(), make_live("other")
    foreign = f"/admin/articles/article/{article.pk}/revisions/{latest(other).pk}/withdraw/"
    unknown = f"/admin/articles/article/{article.pk}/revisions/{latest(article).pk}/explode/"
    assert [editor.post(path).status_code for path in (foreign, unknown)] == [404, 404]


def test_a_step_is_never_taken_by_following_a_link(editor: StaffClient) -> None:
    article = reviewed()
    path = f"/admin/articles/article/{article.pk}/revisions/{latest(article).pk}/publish/"
    assert editor.get(path).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = editor.cookies
    assert strict.post(path).status_code == 403
    article.refresh_from_db()
    assert article.live_revision is None


def test_somebody_without_any_role_can_do_nothing(staff: Staff) -> None:
    article = submitted()
    client = staff()
    assert client.get(f"/admin/articles/article/{article.pk}/change/").status_code == 403
    path = f"/admin/articles/article/{article.pk}/revisions/{latest(article).pk}/review/"
    assert client.post(path).status_code == 403
    assert latest(article).state == "submitted"


def test_that_no_editor_signed_is_said_before_and_after_it_goes_live(
    staff: Staff, editor: StaffClient, reviewer: StaffClient
) -> None:
    article = make_article("naloxone", by=staff("writer").user, writer=make_person("wilma"))
    press(editor, article, "submit")
    assert "No editor has signed it" in press(reviewer, article, "review")
    # To sign and to publish are both offered, and one of them is the green one.
    page = editor.get(f"/admin/articles/article/{article.pk}/change/").content.decode()
    assert "write-step-publish" in page
    assert page.count("write-step-main") == page.count("write-step-sign_edited write-step-main") == 1
    assert "It names no editor" in press(editor, article, "publish")


def test_many_are_handed_in_at_once_and_what_is_refused_says_why(editor: StaffClient) -> None:
    ready = make_article("ready", writer=make_person("wilma"))
    unnamed = make_article("unnamed")
    sent = {"action": "hand_in", "_selected_action": [ready.pk, unnamed.pk]}
    answer = editor.post("/admin/articles/article/", sent, follow=True)
    assert "Done for 1." in said(answer)
    assert "no-writer" in said(answer)
    assert (latest(ready).state, latest(unnamed).state) == ("submitted", "draft")


def test_review_dates_of_many_are_brought_forward_and_never_put_off(editor: StaffClient) -> None:
    soon, late = make_live("soon", due=date(2099, 1, 1)), make_live("late", due=date(2098, 1, 1))
    sent = {"action": "set_due", "_selected_action": [soon.pk, late.pk]}
    asked = editor.post("/admin/articles/article/", sent).content.decode()
    assert "When is the next review due?" in asked
    answer = editor.post("/admin/articles/article/", {**sent, "on": "2098-06-01"}, follow=True)
    assert "Done for 1." in said(answer)
    assert "later-than-reviewed" in said(answer)
    due = {row.slug: str(row.next_review_due) for row in Article.objects.all()}
    assert due == {"soon": "2098-06-01", "late": "2098-01-01"}


def test_a_new_article_may_begin_with_anothers_words(staff: Staff) -> None:
    writer = staff("writer")
    wanda = make_person("wanda", user=writer.user)
    other = make_live("naloxone", title="Carry it", body="Old words.", tags=("Overdose",), sources=(SOURCE,))
    page = writer.get(f"/admin/articles/article/add/?like={other.pk}").content.decode()
    for part in ("Carry it", "Old words.", SOURCE.title, f'value="{wanda.pk}" selected', "checked"):
        assert part in page, part
    assert 'value="naloxone"' not in page
