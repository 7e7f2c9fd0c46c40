"""What staff find: words of drafts as of what readers see, counted, newest first."""

from collections.abc import Callable

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils.timezone import localtime
from hypothesis import given
from hypothesis import strategies as st

from articles.models import Article
from review import finding
from review.services.publishing import withdraw
from search import desk
from search.models import DeskDocument
from tests.articles.making import change, make_article, make_live, make_question, make_term
from tests.conftest import StaffClient

pytestmark = pytest.mark.django_db
KINDS = ("article", "question", "term", "phase", "program")


def test_drafts_and_what_readers_see_are_found_and_counted_apart() -> None:
    make_article("draft", body="Ask for Suboxone films.")
    live = make_live("live", body="Suboxone is a brand.")
    make_question("What is Suboxone?")
    make_term("buprenorphine", also_called="Suboxone")
    found = desk.find("suboxone", KINDS)
    assert {kind: count for kind, count in found.counts.items() if any(count)} == {
        "article": (2, 1),
        "question": (1, 1),
        "term": (1, 1),
    }
    change(live, body="It has a new name.")
    assert desk.find("suboxone", KINDS).counts["article"] == (1, 1)
    [item] = desk.find("suboxone", KINDS, kind="article", live=True).items
    assert (item.subject, item.is_newest, item.is_live) == (live.pk, False, True)
    withdraw(subject=Article.objects.get(pk=live.pk), by=None, because="Wrong.")
    assert desk.find("suboxone", KINDS).counts["article"] == (1, 0)


@pytest.mark.parametrize(
    "query", ["nal", "NALOXONE nasal", "FDA", "wilma writer", "0123456789abcdef", "fda.gov/naloxone", "the"]
)
def test_titles_texts_sources_writers_and_names_of_pictures_are_looked_through(query: str) -> None:
    from tests.articles.making import SOURCE, make_person

    body = "The nasal spray.\n\n![It](/media/images/0123456789abcdef-16x16.jpg)"
    article = make_article("spray", title="Naloxone", body=body, sources=(SOURCE,), writer=make_person("wilma-writer"))
    assert desk.subjects(query, "article", 10) == [article.pk]
    assert desk.subjects("zebra", "article", 10) == []


def test_hostile_queries_find_nothing_and_break_nothing() -> None:
    make_article()
    for query in ('"', "'", "*", "a*b", "kind:live", "NEAR(", "x" * 5000, "\0", "-", "é" * 300, "AND OR NOT"):
        assert desk.find(query, KINDS).items == [], query


@given(
    st.lists(
        st.tuples(st.integers(1, 3), *[st.one_of(st.none(), st.text("ab é", max_size=5))] * 2), min_size=1, max_size=8
    )
)
def test_the_index_on_sqlite_fits_its_documents_and_keeps_no_copy_of_them(
    changes: list[tuple[int, str | None, str | None]],
) -> None:
    if connection.vendor != "sqlite":
        return  # there the words are a column of the document
    for subject, *said in changes:
        newest, live = (text and desk.Words(text, f"{text} and more") for text in said)
        desk.put("article", subject, newest=newest or None, live=live or None)
    with connection.cursor() as cursor:
        # Raises where a word of the index is not in its document, or the other way round.
        cursor.execute("INSERT INTO search_deskindex (search_deskindex, rank) VALUES ('integrity-check', 1)")
        cursor.execute("SELECT count(*) FROM sqlite_master WHERE name = 'search_deskindex_content'")
        assert cursor.fetchone() == (0,)


def test_making_it_anew_gives_the_same() -> None:
    make_live("live", body="Suboxone.")
    make_question("Why?")
    finding.rebuild(finding.out_of_step())
    assert finding.out_of_step() == []
    desk.forget("article", [Article.objects.get().pk])
    DeskDocument.objects.filter(kind="question").update(title="Stays as it is.")
    assert [one.name for one in finding.out_of_step()] == ["article"]
    call_command("rebuild_search", if_needed=True, verbosity=0)
    assert finding.out_of_step() == []
    assert DeskDocument.objects.filter(title="Stays as it is.").exists()
    assert finding.rebuild() > 2
    assert not DeskDocument.objects.filter(title="Stays as it is.").exists()
    assert desk.find("suboxone", KINDS).counts["article"] == (1, 1)


def test_the_page_counts_everything_and_a_list_finds_texts(staff: Callable[..., StaffClient]) -> None:
    editor = staff("editor")
    make_article("first", title="First", body="Ask for <b>Suboxone</b>.", tags=("Suboxone",))
    make_article("second", title="Second", body="Other words.")
    page = editor.get("/admin/words/?q=subox").content.decode()
    assert "<mark>Suboxone</mark>" in page
    assert "<b>" not in page
    assert "Tags" in page
    listed = editor.get("/admin/articles/article/?q=suboxone").content.decode()
    assert "First" in listed
    assert "Second" not in listed
    assert staff("intake").get("/admin/words/?q=x").status_code == 403


def test_what_changed_in_a_month_names_who_and_leads_to_the_difference(staff: Callable[..., StaffClient]) -> None:
    editor = staff("editor")
    article = change(make_live("naloxone"), body="Other words.", by=editor.user, note="New number")
    at = localtime(article.latest.saved_at)
    page = editor.get(f"/admin/changes/?month={at:%Y-%m}").content.decode()
    assert editor.user.username in page
    assert "New number" in page
    assert f"/admin/articles/article/{article.pk}/compare/?older=1&amp;newer=2" in page
    assert "Nothing in this month." in editor.get("/admin/changes/?month=1999-01").content.decode()
    assert "naloxone" in editor.get("/admin/changes/?month=2026-03&live=1").content.decode().lower()
    assert staff("intake").get("/admin/changes/").status_code == 403
