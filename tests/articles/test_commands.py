from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from articles.models import Article, ArticleRevision, Question, QuestionRevision
from programs.models import PhaseRevision, ProgramRevision
from search.services import public_version
from tests.articles.files import draft, reviewed, write
from tests.articles.making import make_live, make_question
from tests.programs.proposed import published

pytestmark = pytest.mark.django_db


def run(name: str, *arguments: str, **options: object) -> tuple[str, str, str]:
    """What it wrote, what it complained of, and with which sentence it failed."""
    out, err, failed = StringIO(), StringIO(), ""
    try:
        call_command(name, *arguments, stdout=out, stderr=err, **options)
    except CommandError as error:
        failed = str(error) if error.returncode == 1 else repr(error)
    return out.getvalue(), err.getvalue(), failed


class TestImporting:
    def test_it_names_each_file_and_counts_them(self, tmp_path: Path) -> None:
        one, _two = write(tmp_path, "one.md", draft()), write(tmp_path, "two.md", draft())
        run("import_articles", str(one))
        out, err, failed = run("import_articles", str(tmp_path))
        assert out == f"new     {tmp_path}/two.md\n1 new, 0 changed, 1 same, 0 failed.\n"
        assert (err, failed) == ("", "")

    def test_it_names_problems_by_line_and_fails(self, tmp_path: Path) -> None:
        write(tmp_path, "bad.md", draft().replace("title", "titel"))
        write(tmp_path, "good.md", draft())
        out, err, failed = run("import_articles", str(tmp_path))
        assert f"{tmp_path}/bad.md:2: titel: there is no such key. Did you mean “title”?" in err
        assert "1 new, 0 changed, 0 same, 1 failed." in out
        assert failed.startswith("Nothing was imported from the files named above.")
        assert Article.objects.get().slug == "good"

    def test_it_reads_nothing_when_a_path_is_wrong(self, tmp_path: Path) -> None:
        good = write(tmp_path, "good.md", draft())
        _out, _err, failed = run("import_articles", str(good), str(tmp_path / "wrong"))
        assert failed == f"There is nothing at {tmp_path}/wrong. Give a folder of .md files, or one file."
        assert not Article.objects.exists()

    def test_it_can_be_quiet(self, tmp_path: Path) -> None:
        write(tmp_path, "one.md", draft())
        assert run("import_articles", str(tmp_path), verbosity=0) == ("", "", "")


class TestExporting:
    def test_it_says_how_many_and_makes_the_folder(self, tmp_path: Path) -> None:
        make_live()
        folder = tmp_path / "made" / "here"
        assert run("export_articles", str(folder)) == (f"2 files in {folder}.\n", "", "")
        assert sorted(path.name for path in folder.iterdir()) == ["naloxone.md", "people.yaml"]

    def test_a_folder_that_cannot_be_written_is_a_sentence(self, tmp_path: Path) -> None:
        file = write(tmp_path, "file", "")
        for folder in (file, file / "below"):
            _out, _err, failed = run("export_articles", str(folder))
            assert failed.startswith(f"Could not write to {folder}: ")
            assert failed.endswith(". Choose another folder.")


class TestRerendering:
    def test_every_stored_text_is_made_anew_and_keeps_its_review(self) -> None:
        article = make_live(body="## One\n\n**Two**")
        make_question("Why?", answer="**Because**")
        published()
        rows = (ArticleRevision.objects, QuestionRevision.objects, PhaseRevision.objects)
        good = [list(manager.order_by("pk").values_list("html", flat=True)) for manager in rows]
        parts = ProgramRevision.objects.get().rendered
        assert run("rerender")[0] == "0 texts came out differently.\n"
        assert run("check_reviewed") == ("Every page is what was reviewed.\n", "", "")
        version = public_version()
        for manager in rows:
            manager.update(html="old")
        ArticleRevision.objects.update(headings=[])
        ProgramRevision.objects.update(rendered={})
        assert run("check_reviewed")[2] == "8 pages are not what was reviewed. They are named above."
        assert run("rerender")[0] == "8 texts came out differently.\n"
        assert [list(manager.order_by("pk").values_list("html", flat=True)) for manager in rows] == good
        assert ProgramRevision.objects.get().rendered == parts
        article.refresh_from_db()
        assert article.live_revision is not None
        assert len(article.live_revision.contents) == 1
        assert Question.objects.published().exists()
        assert public_version() > version


def test_a_reviewed_file_is_live_once_the_command_is_done(tmp_path: Path) -> None:
    write(tmp_path, "one.md", reviewed())
    run("import_articles", str(tmp_path))
    assert Article.objects.published().exists()
