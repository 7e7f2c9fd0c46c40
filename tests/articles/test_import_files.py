"""Which files an import reads, and what it says of the others and of markup that did not take."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command

from articles.models import Article
from articles.transfer.import_files import passed_over
from articles.transfer.importing import import_paths
from tests.articles.files import draft, outcomes, problems, reviewed, write

pytestmark = pytest.mark.django_db


def test_hidden_files_are_no_articles_and_all_endings_are(tmp_path: Path) -> None:
    for name in ("one.md", "Two.MD", "three.markdown", ".hidden.md", "notes.txt", "old.html"):
        write(tmp_path, name, draft())
    (tmp_path / "._one.md").write_bytes(b"\0\5\x16\7\0\2\0\0Mac OS X")
    (tmp_path / "kit.jpg").write_bytes(b"")
    assert outcomes(tmp_path) == {"one.md": "new", "Two.MD": "new", "three.markdown": "new"}
    assert {file.name for file in passed_over([tmp_path])} == {".hidden.md", "._one.md", "notes.txt", "old.html"}
    assert set(Article.objects.values_list("slug", flat=True)) == {"one", "two", "three"}


def test_a_file_that_is_named_is_read_whatever_its_name(tmp_path: Path) -> None:
    file = write(tmp_path, ".hidden.md", draft())
    assert outcomes(file) == {".hidden.md": "new"}


def test_two_files_with_one_address_are_not_one_article(tmp_path: Path) -> None:
    write(tmp_path, "Kit.md", draft("One"))
    write(tmp_path, "kit.md", draft("Two"))
    write(tmp_path, "other.md", draft("Three").replace("---\n", "---\nslug: KIT\n", 1))
    assert outcomes(tmp_path) == {"Kit.md": "new", "kit.md": "failed", "other.md": "failed"}
    assert "Kit.md" in problems(tmp_path)[0][2]


def test_markup_that_did_not_take_is_named_by_the_file_s_line(tmp_path: Path) -> None:
    more = "questions:\n  - question: Why?\n    answer: '**Call.**Then'\n"
    file = write(tmp_path, "one.md", reviewed(body="Text.\n\n##\u00a0Heading\n\n[x](www.example.org)", more=more))
    (result,) = import_paths([file])
    lines = file.read_text(encoding="utf-8").split("\n")
    assert [lines[note.line - 1][:5] for note in result.notes] == ["##\u00a0He", "[x](w", "  - q"]
    assert result.outcome == "new"
    assert [result.notes for result in import_paths([file])] == [()]


def test_the_command_says_so_and_ends_well(tmp_path: Path) -> None:
    write(tmp_path, "one.md", draft(body="Text.\n\n<br>"))
    write(tmp_path, ".two.md", draft())
    said, told = StringIO(), StringIO()
    call_command("import_articles", str(tmp_path), stdout=said, stderr=told)
    assert "1 new" in said.getvalue()
    assert f"{tmp_path / 'one.md'}:8: look at this: " in told.getvalue()
    assert f"{tmp_path / '.two.md'}: not read." in told.getvalue()
