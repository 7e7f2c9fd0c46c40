"""The admin's first page: what waits for whom."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from articles.desk import waiting_for
from django.utils import timezone

from articles.models import Question
from review.services.publishing import record_review, schedule, withdraw
from tests.articles.making import latest, make_article, make_live, make_person, make_question, make_reviewer, make_user
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db


def waiting(username: str, role: str) -> dict[str, list[str]]:
    """The lists that hold something, for a new person of this role."""
    return {
        str(found.heading): [item.title for item in found.items]
        for found in waiting_for(make_user(username, role))
        if found.count
    }


def test_what_was_handed_in_waits_for_reviewers_and_editors() -> None:
    make_article("naloxone").revisions.update(state="submitted")
    assert waiting("rhea", "medical-reviewer") == {"For you to review": ["Naloxone"]}
    assert waiting("edda", "editor") == {"Handed in": ["Naloxone"]}
    assert waiting("wilma", "writer") == {}


def test_nobody_is_asked_to_review_their_own() -> None:
    rhea = make_user("rhea", "medical-reviewer")
    make_article("saved-by-her", by=rhea).revisions.update(state="submitted")
    make_article("written-by-her", writer=make_reviewer("rhea", user=rhea)).revisions.update(state="submitted")
    answer = make_question("Hers?", reviewed=False)
    Question.objects.filter(pk=answer.pk).update(saved_by=rhea)
    assert not [found for found in waiting_for(rhea) if found.count]


def test_what_came_back_and_what_is_begun_waits_for_its_writer_alone() -> None:
    wilma = make_user("wilma", "writer")
    make_article("begun", by=wilma)
    back = make_article("back", writer=make_person("wilma", user=wilma))
    back.revisions.update(state="sent-back", sent_back_because="Cite it.")
    found = {str(row.heading): row.items for row in waiting_for(wilma) if row.count}
    assert [item.title for item in found["Your drafts"]] == ["Begun"]
    assert [(item.title, item.detail) for item in found["Sent back to you"]] == [("Back", "sent back: Cite it.")]
    assert waiting("other", "writer") == {}


def test_what_is_reviewed_waits_to_be_published_also_below_a_newer_draft() -> None:
    revision = latest(make_article("naloxone"))
    record_review(revision=revision, reviewer=make_reviewer(), by=None, on=timezone.localdate(), due=None)
    assert waiting("edda", "editor") == {"Reviewed, ready to publish": ["Naloxone"]}
    schedule(revision=revision, by=None, on=timezone.localdate() + timedelta(days=1))
    assert waiting("emil", "editor") == {"Scheduled": ["Naloxone"]}


def test_reviews_that_are_due_concern_everybody() -> None:
    today = timezone.localdate()
    for slug, days in (("late", -1), ("today", 0), ("in-30", 30), ("in-31", 31)):
        make_live(slug, due=today + timedelta(days=days))
    expected = {"Review overdue": ["Late"], "Review due within 30 days": ["Today", "In 30"]}
    assert waiting("wilma", "writer") == expected
    assert waiting("rhea", "medical-reviewer") == expected


def test_no_review_is_due_of_words_that_readers_do_not_see() -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    withdraw(subject=make_live("withdrawn", due=yesterday), by=None, because="It was wrong.")
    assert waiting("wilma", "writer") == {}


def test_answers_wait_for_a_first_and_for_the_next_review() -> None:
    make_question("New?", reviewed=False)
    due = make_question("Old?")
    Question.objects.filter(pk=due.pk).update(next_review_due=timezone.localdate())
    Question.objects.filter(pk=make_question("Fine?").pk).update(
        next_review_due=timezone.localdate() + timedelta(days=90)
    )
    found = waiting("rhea", "medical-reviewer")
    assert (found["Answers to review"], found["Answers to review again"]) == (["New?"], ["Old?"])


def test_a_long_list_shows_its_first_and_leads_to_the_rest(staff: Callable[..., StaffClient]) -> None:
    client = staff("writer")
    for number in range(13):
        make_article(f"draft-{number}", by=client.user)
    page = client.get("/admin/").content.decode()
    assert 'href="/admin/articles/article/?where=draft"' in page
    assert len(re.findall(r"/admin/articles/article/\d+/change/", page)) == 10
