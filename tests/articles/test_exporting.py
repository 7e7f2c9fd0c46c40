from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import time_machine
from django.db import connection
from django.db.models import Model
from django.test import Client
from pytest_django import DjangoDbBlocker

from articles.doors import load_doors
from articles.front_matter import parse_bytes
from articles.models import (
    Article,
    ArticleRevision,
    Beside,
    Question,
    QuestionRevision,
    Source,
    Tag,
    Term,
    TermRevision,
)
from articles.services.listing import prepare_marked
from articles.services.saving import placement_of, save_article
from articles.transfer.exporting import export_all
from articles.words import Words
from review.models import Joining, Person, RosterChange
from search.services import public_version
from tests.articles.files import FULL, contents, draft, outcomes, problems, reviewed, write
from tests.articles.making import latest, make_article, make_person, make_user
from tests.demo import seeded
from tests.guards.making import unguarded

pytestmark = pytest.mark.django_db


def export(folder: Path) -> Path:
    assert list(export_all(folder))
    return folder


TABLES: list[type[Model]] = [
    *(Source, ArticleRevision, QuestionRevision, TermRevision),
    *(Article, Question, Term, Joining, RosterChange, Person, Tag),
]


def forget_everything() -> None:
    """The database as it is before anything is imported. Guards forbid it, so they stand aside."""
    with unguarded(), connection.cursor() as cursor:
        for kind in ("article", "question", "term"):
            cursor.execute(f"UPDATE articles_{kind} SET live_revision_id = NULL")
        cursor.execute("UPDATE programs_program SET live_revision_id = NULL")
        for table in ("programpart", "programrevision"):
            cursor.execute(f"DELETE FROM programs_{table}")
        tables = ("article_tags", "article_phases", "articlequestion", "question_tags", "listed", "beside")
        for table in ("door", *tables):
            cursor.execute(f"DELETE FROM articles_{table}")
        for model in TABLES:
            cursor.execute(f"DELETE FROM {model._meta.db_table}")
    assert not any(model._default_manager.exists() for model in TABLES)


def everything() -> dict[str, list[dict[str, object]]]:
    return {model.__name__: list(model._default_manager.order_by("pk").values()) for model in TABLES}


def test_a_file_comes_out_as_it_went_in(tmp_path: Path) -> None:
    original = write(tmp_path, "starting-methadone.md", FULL)
    outcomes(tmp_path)
    exported = export(tmp_path / "out") / "starting-methadone.md"
    assert parse_bytes(exported.read_bytes()) == parse_bytes(original.read_bytes())


def test_a_draft_bears_no_sign_off(tmp_path: Path) -> None:
    """A revision that is reviewed and not published must not go live by being imported."""
    write(tmp_path, "one.md", reviewed(more="editor: Ed Editor\n"))
    outcomes(tmp_path)
    Article.objects.update(live_revision=None)
    file = parse_bytes((export(tmp_path / "out") / "one.md").read_bytes())
    assert (file.editor, file.reviewer, file.reviewed_on, file.next_review_due, file.published_on) == (
        *("", ""),
        *(None, None, None),
    )
    assert file.writer == "Wanda Writer"


def test_a_live_article_is_written_as_readers_see_it(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed(body="Reviewed."))
    outcomes(tmp_path)
    article = Article.objects.get()
    words = Words("A title", "Draft.")
    save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=None)
    assert parse_bytes((export(tmp_path / "out") / "one.md").read_bytes()).body == "Reviewed."


@time_machine.travel("2026-06-01T12:00:00Z")
def test_importing_it_again_leaves_a_draft_on_top_of_a_scheduled_revision(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed(more="published_on: 2026-06-15\n"))
    outcomes(tmp_path)
    article = Article.objects.get()
    words = Words("A title", "Draft.")
    save_article(article=article, words=words, place=placement_of(article), base=article.edits, by=None)
    assert outcomes(export(tmp_path / "out")) == {"people.yaml": "same", "one.md": "same"}
    assert latest(article).body == "Draft."


def test_what_editors_typed_can_always_be_read_again(tmp_path: Path) -> None:
    """Line ends of a browser, separators out of a word processor, text that looks like YAML."""
    body = "    indented: yes\r\n\r\n---\r\n- a\u2028b\x0cc\r\n"
    make_article("odd", title="Yes: no # 1 - \u2028x", summary="One\r\ntwo: 'three'", body=body, by=make_user("wanda"))
    make_person("odd", name="null", bio="- One.\r\n\r\n  Two.\x0b\r\n", conflicts="~")
    before = everything()
    folder = export(tmp_path / "out")
    assert problems(folder) == []
    assert outcomes(folder) == {"people.yaml": "same", "odd.md": "same"}
    assert everything() == before


def find_anew() -> None:
    """What to read next: what was there when an article went live may have been other articles."""
    Beside.objects.update(stale=True)
    prepare_marked()


class TestDemo:
    """Every state that an editor meets: draft, changed since review, overdue, withdrawn, scheduled."""

    @pytest.fixture(scope="class", autouse=True)
    @classmethod
    def _demo(cls, django_db_setup: Callable[[], None], django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
        with seeded(django_db_blocker, django_db_setup, tick=False):
            yield

    def test_importing_an_export_changes_nothing(self, tmp_path: Path) -> None:
        folder = export(tmp_path)
        before, version = everything(), public_version()
        assert set(outcomes(folder).values()) == {"same"}
        assert (everything(), public_version()) == (before, version)

    def test_an_export_makes_the_same_pages_elsewhere(self, tmp_path: Path, client: Client) -> None:
        folder = export(tmp_path / "first")
        paths = ["/", "/articles/", "/articles/?page=2", "/tags/", "/questions/", "/glossary/"]
        paths += [article.get_absolute_url() for article in Article.objects.published()]
        paths += [person.get_absolute_url() for person in Person.objects.published()]
        paths += [tag.get_absolute_url() for tag in Tag.objects.published()]
        find_anew()
        before = {path: client.get(path).content for path in paths}
        forget_everything()
        assert set(outcomes(folder).values()) == {"new"}
        find_anew()
        load_doors()  # chosen by a site manager, so no file has them
        # Two of one day stand in the order in which they came.
        changed = [path for path in paths if sorted(client.get(path).content) != sorted(before[path])]
        assert changed == []
        assert contents(export(tmp_path / "second")) == contents(folder)


def test_a_person_nobody_names_travels_too(tmp_path: Path) -> None:
    make_person("quiet", credentials="RN", invented=True)
    write(tmp_path, "a.md", draft())
    outcomes(tmp_path)
    folder = export(tmp_path / "out")
    forget_everything()
    outcomes(folder)
    person = Person.objects.get(slug="quiet")
    assert (person.name, person.credentials, person.invented) == ("Quiet", "RN", True)
