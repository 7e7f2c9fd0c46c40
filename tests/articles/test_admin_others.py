"""Questions, people, tags and corrections, in the admin."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from articles.models import Correction, Question, Tag
from review.models import Person
from search.services import public_version
from tests.articles.making import make_article, make_live, make_person, make_question, make_reviewer, make_tag
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]


def question_fields(question: Question, **changed: object) -> dict[str, object]:
    kept = {"question": question.question, "slug": question.slug, "answer": question.answer}
    return {**kept, "writer": question.writer_id or "", "tags": [tag.pk for tag in question.tags.all()], **changed}


@pytest.fixture
def reviewer(staff: Staff) -> StaffClient:
    client = staff("medical-reviewer")
    make_reviewer("rhea", user=client.user)
    return client


def unreviewed() -> Question:
    question = make_question("What is naloxone?", tags=("overdose",), reviewed=False)
    Question.objects.filter(pk=question.pk).update(writer=make_person("wilma"))
    return Question.objects.get()


def test_a_reviewer_reads_an_answer_and_signs_it(reviewer: StaffClient) -> None:
    question = unreviewed()
    path = f"/admin/articles/question/{question.pk}"
    page = reviewer.get(f"{path}/change/").content.decode()
    assert "Sign as medically reviewed" in page
    assert "What is naloxone?" in page
    answer = reviewer.post(f"{path}/review/", follow=True)
    assert "Readers see it now" in answer.content.decode()
    question.refresh_from_db()
    assert question.reviewer == Person.objects.get(slug="rhea")
    assert LogEntry.objects.get().object_repr == "What is naloxone?"
    assert "Sign as medically reviewed" not in reviewer.get(f"{path}/change/").content.decode()


def test_a_review_that_is_due_can_be_signed_again(reviewer: StaffClient) -> None:
    question = unreviewed()
    reviewer.post(f"/admin/articles/question/{question.pk}/review/")
    Question.objects.update(next_review_due=timezone.localdate() + timedelta(days=30))
    assert (
        "Sign as medically reviewed"
        in reviewer.get(f"/admin/articles/question/{question.pk}/change/").content.decode()
    )


@pytest.mark.parametrize("role", ["writer", "editor", "site-manager"])
def test_nobody_else_signs_an_answer(staff: Staff, role: str) -> None:
    question = unreviewed()
    client = staff(role)
    make_reviewer("somebody", user=client.user)
    path = f"/admin/articles/question/{question.pk}"
    assert "Sign as medically reviewed" not in client.get(f"{path}/change/").content.decode()
    assert "Your role does not include this step" in client.post(f"{path}/review/", follow=True).content.decode()
    assert not Question.objects.published()


def test_changed_words_of_an_answer_lose_their_review_and_the_editor_is_told(staff: Staff) -> None:
    question = make_question("What is naloxone?", tags=("overdose",))
    path = f"/admin/articles/question/{question.pk}/change/"
    client = staff("editor")
    tagged = client.post(path, question_fields(question, tags=[make_tag("other").pk]), follow=True)
    assert "readers see them again once they are reviewed" not in tagged.content.decode()
    assert Question.objects.published().count() == 1
    changed = client.post(path, question_fields(question, answer="Other words."), follow=True)
    assert "readers see them again once they are reviewed" in changed.content.decode()
    assert not Question.objects.published()


def test_the_address_of_a_tag_person_or_question_stays(staff: Staff) -> None:
    client = staff("editor")
    tag, person = make_tag("overdose"), make_person("wilma")
    question = make_question("What is naloxone?")
    client.post(f"/admin/articles/tag/{tag.pk}/change/", {"name": "Overdoses", "slug": "moved"})
    client.post(f"/admin/review/person/{person.pk}/change/", {"name": "Wilma W", "slug": "moved"})
    client.post(f"/admin/articles/question/{question.pk}/change/", question_fields(question, slug="moved"))
    assert (Tag.objects.get().slug, Tag.objects.get().name) == ("overdose", "Overdoses")
    assert set(Person.objects.values_list("slug", "name")) >= {("wilma", "Wilma W")}
    assert Question.objects.get().slug == "what-is-naloxone"


def test_only_a_site_manager_joins_a_person_to_a_log_in(staff: Staff) -> None:
    person, editor, manager = make_person("wilma"), staff("editor"), staff("site-manager")
    path = f"/admin/review/person/{person.pk}/change/"
    editor.post(path, {"name": "Wilma", "user": editor.user.pk})
    assert Person.objects.get().user is None
    manager.post(path, {"name": "Wilma", "user": editor.user.pk})
    assert Person.objects.get().user == editor.user


def test_an_address_without_a_scheme_is_taken_as_https(staff: Staff) -> None:
    person = make_person("wilma")
    staff("editor").post(
        f"/admin/review/person/{person.pk}/change/", {"name": "W", "credentials_url": "example.org/1"}
    )
    assert Person.objects.get().credentials_url == "https://example.org/1"


def test_a_correction_is_public_as_soon_as_it_is_saved(staff: Staff) -> None:
    article, before = make_live("naloxone"), public_version()
    address = "http://127.0.0.1:8000/articles/naloxone/"
    sent = {
        "article": address,
        "corrected_on": "2026-03-02",
        "was": "It said ten.",
        "now": "It is twelve.",
    }
    assert staff("editor").post("/admin/articles/correction/add/", sent).status_code == 302
    assert Correction.objects.get().article == article
    assert public_version() != before
    assert "It is twelve." in Client().get("/corrections/").content.decode()


def test_the_article_of_a_correction_is_chosen_by_its_address_from_a_few(staff: Staff) -> None:
    make_live("naloxone", title="Carry it")
    make_article("draft", title="Not live")
    page = staff("editor").get("/admin/articles/correction/add/").content.decode()
    assert '<option value="naloxone">Carry it</option>' in page
    assert "Not live" not in page
    page = staff("editor").post("/admin/articles/correction/add/", {"article": "draft"}).content.decode()
    assert "There is no live article at this address." in page
