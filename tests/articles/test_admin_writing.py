"""The page on which an article is written."""

from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.forms import BoundField
from django.test import Client

from articles.models import Article
from articles.services.saving import placement_of
from articles.words import SourceWords, words_of
from review.models import Person
from tests.articles.making import SOURCE, latest, make_article, make_live, make_person, make_question, make_tag
from tests.codes import wrong
from tests.conftest import StaffClient

Staff = Callable[..., StaffClient]
ADD = "/admin/articles/article/add/"
NO_SOURCES = {"sources-TOTAL_FORMS": "0", "sources-INITIAL_FORMS": "0"}


def change(article: Article) -> str:
    return f"/admin/articles/article/{article.pk}/change/"


def fields_of(response: Any) -> dict[str, Any]:
    """What a browser would send back from this page if no one touched it."""
    forms = [response.context["form"], *response.context["sources"], response.context["sources"].management_form]
    sent = {field.html_name: _value(field) for form in forms for field in form if not field.field.disabled}
    return {name: value for name, value in sent.items() if value is not None and value is not False}


def _value(field: BoundField) -> Any:
    value = field.field.prepare_value(field.value())
    return [getattr(row, "pk", row) for row in value] if isinstance(value, list) else value


def save(client: Client, path: str, **typed: Any) -> Any:
    return client.post(path, {**fields_of(client.get(path)), **typed})


@pytest.fixture
def writer(staff: Staff) -> StaffClient:
    client = staff("writer")
    make_person("wilma", user=client.user)
    return client


def test_a_first_save_makes_a_draft_with_its_writer_and_place(writer: StaffClient) -> None:
    make_tag("overdose")
    answer = save(
        writer,
        ADD,
        title="Naloxone at home",
        body="Keep it near.[^1]",
        summary="How.",
        tags=[make_tag("overdose").pk],
        question_1=make_question("What is naloxone?").question,
        **{"sources-0-title": "Label", "sources-0-url": "https://www.fda.gov/x", "sources-0-checked_on": "2026-02-01"},
    )
    article = Article.objects.get()
    assert answer.url == change(article)
    words, place = words_of(latest(article)), placement_of(article)
    assert (words.title, words.summary, words.writer) == ("Naloxone at home", "How.", Person.objects.get(slug="wilma"))
    assert [(source.title, str(source.checked_on)) for source in words.sources] == [("Label", "2026-02-01")]
    assert place.slug == "naloxone-at-home"
    assert [question.question for question in place.questions] == ["What is naloxone?"]
    assert latest(article).state == "draft"


def test_questions_with_the_same_tags_are_offered_first_and_those_that_share_most_before_others(
    writer: StaffClient,
) -> None:
    make_question("Other tag?", tags=("paying",))
    one, both = make_question("One?", tags=("overdose",)), make_question("Both?", tags=("overdose", "naloxone"))
    article = make_article(tags=("overdose", "naloxone"), writer=Person.objects.get(slug="wilma"))
    offered = writer.get(change(article)).context["form"]["same_tags"]
    assert [label for _key, label in offered.field.widget.choices] == ["Both?", "One?"]
    save(writer, change(article), same_tags=[one.pk], question_1=both.question)
    assert list(placement_of(article).questions) == [both, one]
    assert "same_tags" not in writer.get(change(article)).context["form"].fields


def test_saving_what_is_there_makes_no_revision(writer: StaffClient) -> None:
    article = make_article(sources=(SOURCE,), writer=Person.objects.get(slug="wilma"), tags=("overdose",))
    answer = writer.post(change(article), fields_of(writer.get(change(article))), follow=True)
    assert article.revisions.count() == 1
    assert "Nothing was changed" in answer.content.decode()


def test_wrong_input_is_a_422_that_names_each_field_and_keeps_what_was_typed(writer: StaffClient) -> None:
    typed = {"title": "", "body": "My long text", "sources-0-publisher": "FDA", "question_1": "No such question?"}
    answer = save(writer, ADD, **typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    for anchor in ("#id_title", "#id_sources-0-title", "#id_question_1"):
        assert f'<a href="{anchor}">' in page
        assert f'id="{anchor[1:]}"' in page
    for kept in ("My long text", 'value="FDA"', "No such question?"):
        assert kept in page
    assert not Article.objects.exists()


def test_an_address_that_is_taken_is_said_at_its_field(writer: StaffClient) -> None:
    make_article("naloxone")
    answer = save(writer, ADD, title="New", body="Words", slug="naloxone")
    assert answer.status_code == 422
    assert wrong(answer) == {"slug: slug-taken"}


def test_checking_saves_nothing_and_judges_the_words_as_typed(writer: StaffClient) -> None:
    article = make_article(body="Fine words.")
    answer = save(writer, change(article), body="This cures all.\n\n[gone](/articles/gone/)", _check="1")
    codes = {finding.code for finding in answer.context["checklist"].findings}
    assert answer.status_code == 200
    assert {"claim", "dead-link", "no-sources"} <= codes
    assert "This cures all." in answer.content.decode()
    assert article.revisions.count() == 1


def test_without_a_script_the_check_shows_the_text_as_readers_will(writer: StaffClient) -> None:
    page = save(writer, ADD, title="T", body="**Strong** <b>typed</b>", _check="1").content.decode()
    shown = page.partition("<noscript>")[2].partition("</noscript>")[0]
    assert "<strong>Strong</strong> &lt;b&gt;typed&lt;/b&gt;" in shown


def test_the_second_of_two_editors_loses_nothing_and_saves_on_top(staff: Staff) -> None:
    article = make_article(body="First words.", sources=(SOURCE,))
    edda, mona = staff("editor"), staff("editor")
    make_tag("hers")
    mine = fields_of(mona.get(change(article)))
    save(edda, change(article), title="Her title", tags=[make_tag("hers").pk], **{"sources-1-title": "Her source"})
    mine |= {"body": "First words. My words.", "sources-1-title": "My source"}
    answer = mona.post(change(article), mine)
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "First words. My words." in page
    assert 'value="My source"' in page
    rows = {row.kind: row for row in answer.context["lines"]}
    assert any("Her title" in segment.text for segment in rows["changed"].segments) or "removed" in rows
    assert latest(article).title == "Her title"

    mine["base"] = answer.context["form"]["base"].value()
    assert mona.post(change(article), mine).status_code == 302
    assert [revision.number for revision in article.revisions.all()] == [3, 2, 1]
    assert latest(article).body == "First words. My words."
    assert [source.title for source in latest(article).sources.all()] == [SOURCE.title, "My source"]


def test_a_source_that_somebody_else_added_meanwhile_is_no_error_in_mine(staff: Staff) -> None:
    """The rows that the second editor left empty are not compared with what the first has put there."""
    article = make_article(body="Words.")
    edda, mona = staff("editor"), staff("editor")
    mine = fields_of(mona.get(change(article)))
    save(edda, change(article), **{"sources-0-title": "Hers"})
    assert mona.post(change(article), {**mine, "title": "Mine"}).status_code == 409


def test_sources_are_moved_taken_out_and_emptied(staff: Staff) -> None:
    article = make_article(sources=tuple(SourceWords(name) for name in ("A", "B", "C", "D")))
    changed = {"sources-0-ORDER": "9", "sources-1-DELETE": "on", "sources-2-title": ""}
    assert save(staff("editor"), change(article), **changed).status_code == 302
    assert [source.title for source in latest(article).sources.all()] == ["D", "A"]


def test_a_writer_cannot_move_what_is_live_nor_sign_for_somebody_else(writer: StaffClient) -> None:
    article = make_live("naloxone", tags=("overdose",), writer=make_person("somebody"))
    page = writer.get(change(article))
    assert "The fields under “Place” are locked" in page.content.decode()
    other = {"slug": "moved", "tags": [], "writer": Person.objects.get(slug="wilma").pk, "body": "New words."}
    assert save(writer, change(article), **other).status_code == 302
    article.refresh_from_db()
    assert (article.slug, article.tags.count()) == ("naloxone", 1)
    assert words_of(latest(article)).writer == Person.objects.get(slug="somebody")
    assert article.live_revision != latest(article)


def test_an_editor_moves_what_is_live_at_once(staff: Staff) -> None:
    article = make_live("naloxone")
    assert save(staff("editor"), change(article), slug="narcan").status_code == 302
    assert staff("editor").get("/articles/naloxone/").status_code == 301
    assert article.revisions.count() == 1


def test_a_writer_who_is_nobody_in_the_bylines_is_told_what_to_do(staff: Staff) -> None:
    page = staff("writer").get(ADD).content.decode()
    assert "not linked to a person in the bylines" in page
    assert "A site manager can link them" in page


def test_a_text_without_a_writer_takes_the_one_who_saves_it(writer: StaffClient) -> None:
    article = make_article(body="Nobody’s.")
    save(writer, change(article), body="Mine now.")
    assert words_of(latest(article)).writer == Person.objects.get(slug="wilma")


def test_a_reviewer_reads_the_whole_text_and_what_would_change(staff: Staff) -> None:
    article = make_live("naloxone", body="Old words stay.", sources=(SOURCE,))
    save(staff("editor"), change(article), body="Old words stay.\n\nNew words come.")
    page = staff("medical-reviewer").get(change(article))
    text = page.content.decode()
    assert "<p>New words come.</p>" in text
    assert SOURCE.title in text
    assert any(row.kind == "added" and row.text == "New words come." for row in page.context["since_live"])
    assert "<textarea" not in text.partition("<aside")[0]


def test_a_reviewer_cannot_save(staff: Staff) -> None:
    article = make_article(body="Words.")
    sent = {"title": "Mine", "body": "Mine", "base": "1", **NO_SOURCES}
    assert staff("medical-reviewer").post(change(article), sent).status_code == 403
    assert staff("medical-reviewer").post(ADD, sent).status_code == 403
    assert article.revisions.count() == 1


def test_history_says_who_saved_what(writer: StaffClient) -> None:
    save(writer, ADD, title="Naloxone", body="Words.", note="First try")
    article = Article.objects.get()
    save(writer, change(article), body="Other words.")
    lines = LogEntry.objects.order_by("pk")
    assert [(line.user, line.object_repr, line.change_message) for line in lines] == [
        (writer.user, "Naloxone", "Saved revision 1. First try"),
        (writer.user, "Naloxone", "Saved revision 2."),
    ]
    assert "First try" in writer.get(f"/admin/articles/article/{article.pk}/history/").content.decode()


def test_a_post_from_elsewhere_is_refused(writer: StaffClient) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = writer.cookies
    answer = strict.post(ADD, {"title": "T", "body": "B", **NO_SOURCES})
    assert answer.status_code == 403
    assert not Article.objects.exists()
