"""Questions, people, tags and corrections, in the admin."""

from collections.abc import Callable

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from articles.models import Correction, Question, Tag
from review.models import Person
from review.services.publishing import submit
from search.services import public_version
from tests.articles.making import (
    make_article,
    make_live,
    make_person,
    make_question,
    make_reviewer,
    make_tag,
    make_user,
)
from tests.codes import said
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]


def question_fields(question: Question, **changed: object) -> dict[str, object]:
    kept = {"question": question.question, "slug": question.slug, "answer": question.answer, "base": question.edits}
    tags = [tag.pk for tag in question.tags.all()]
    return {**kept, "writer": question.writer.pk if question.writer else "", "tags": tags, **changed}


@pytest.fixture
def reviewer(staff: Staff) -> StaffClient:
    client = staff("medical-reviewer")
    make_reviewer("rhea", user=client.user)
    return client


def handed_in() -> Question:
    writer = make_person("wilma")
    question = make_question("What is naloxone?", tags=("overdose",), reviewed=False, writer=writer)
    submit(revision=question.latest, by=make_user("wim"))
    return Question.objects.get()


def step(question: Question, name: str) -> str:
    return f"/admin/articles/question/{question.pk}/revisions/{question.latest.pk}/{name}/"


def test_a_reviewer_reads_an_answer_and_signs_it(reviewer: StaffClient) -> None:
    question = handed_in()
    path = f"/admin/articles/question/{question.pk}/change/"
    page = reviewer.get(path).content.decode()
    assert "Sign as medically reviewed" in page
    assert "What is naloxone?" in page
    answer = reviewer.post(step(question, "review"), follow=True)
    assert "Readers see revision 1, reviewed on" in answer.content.decode()
    question = Question.objects.published().get()
    assert question.reviewer == Person.objects.get(slug="rhea")
    assert LogEntry.objects.filter(user=reviewer.user).get().object_repr == "What is naloxone?"
    assert "Sign as medically reviewed" not in reviewer.get(path).content.decode()


@pytest.mark.parametrize("role", ["writer", "editor", "site-manager"])
def test_nobody_else_signs_an_answer(staff: Staff, role: str) -> None:
    question = handed_in()
    client = staff(role)
    make_reviewer("somebody", user=client.user)
    assert (
        step(question, "review") not in client.get(f"/admin/articles/question/{question.pk}/change/").content.decode()
    )
    assert "not-your-role" in said(client.post(step(question, "review"), follow=True))
    assert not Question.objects.published()


def test_changed_words_wait_and_the_editor_is_told_what_readers_see(staff: Staff) -> None:
    question = make_question("What is naloxone?", tags=("overdose",))
    path = f"/admin/articles/question/{question.pk}/change/"
    client = staff("editor")
    tagged = client.post(path, question_fields(question, tags=[make_tag("other").pk]), follow=True).content.decode()
    assert "Readers see revision 1" in tagged
    assert "shows at once" in tagged
    assert {tag.name for tag in Question.objects.get().tags.all()} == {"other"}
    question = Question.objects.get()
    changed = client.post(path, question_fields(question, answer="Other words."), follow=True).content.decode()
    assert "Readers see revision 1, reviewed on" in changed
    assert "Revision 2 is a draft. It is not handed in yet." in changed
    assert Question.objects.published().get().answer == "On What is naloxone?"


def test_what_is_saved_can_be_handed_in_with_the_same_button(staff: Staff) -> None:
    client = staff("writer")
    make_person("wilma", user=client.user)
    fields = {"question": "Why?", "answer": "Because.", "writer": "", "_submit": "1"}
    said = client.post("/admin/articles/question/add/", fields, follow=True).content.decode()
    assert "Revision 1 is waiting for review." in said
    assert Question.objects.get().latest.writer.slug == "wilma"


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
    assert 'data-choose="/admin/choose/article/"' in page
    assert "Not live" not in page
    page = staff("editor").post("/admin/articles/correction/add/", {"article": "draft"}).content.decode()
    assert "There is no live article at this address." in page
