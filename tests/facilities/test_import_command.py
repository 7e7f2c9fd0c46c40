import io
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from facilities.management.commands import import_directory
from facilities.models import DirectoryEdition, Facility
from tests.facilities.workbooks import found, page, place, workbook

pytestmark = pytest.mark.django_db


def run(*files: Path, **options: Any) -> str:
    out = io.StringIO()
    call_command("import_directory", *map(str, files), stdout=out, stderr=out, **options)
    return out.getvalue()


def test_it_imports_a_workbook_and_says_what_changed(tmp_path: Path) -> None:
    text = run(workbook(tmp_path / "directory-2023.xlsx", place(), place("Blue Kettle", street1="1 Teapot Row")))
    assert "2 new:\n  Paper Heron Clinic, 212 Origami Street, Austin TX 78702\n" in text
    assert (
        "0 gone, 0 proposed, 0 contradictory, 0 near duplicates, 0 undialed, 0 notes, 0 refused, 0 spared.\n" in text
    )
    edition = DirectoryEdition.objects.get()
    assert (edition.name, edition.survey_year, edition.facility_count) == ("2023", 2022, 2)
    assert len(edition.sha256) == 64
    assert edition.codes.count() == 8


def test_again_changes_nothing_and_says_so(tmp_path: Path) -> None:
    path = workbook(tmp_path / "directory-2023.xlsx", place())
    run(path)
    assert "was imported before. Nothing changed." in run(path)


def test_long_lists_are_cut_unless_asked_for(tmp_path: Path) -> None:
    path = workbook(tmp_path / "2023.xlsx", *[place(f"Place {n}", street1=f"{n} Street") for n in range(30)])
    assert "… and 10 more" in run(path, dry_run=True)
    text = run(path, dry_run=True, verbosity=2)
    assert "Place 29," in text
    assert "This was a dry run. Nothing changed." in text
    assert not Facility.objects.exists()
    assert run(path, verbosity=0) == ""


def test_a_bad_row_is_named_and_kept_and_the_others_are_imported(tmp_path: Path) -> None:
    text = run(workbook(tmp_path / "2023.xlsx", place(), place("B", codes="NOPE"), place("C", phone="call (us)")))
    assert "1 rows that were not imported" in text
    assert "Row 3 (B): the code NOPE is not in the sheet" in text
    assert "C, 212 Origami Street, Austin TX 78702: call (us) (no-number)" in text
    assert Facility.objects.count() == 2
    (kept,) = DirectoryEdition.objects.get().refused_rows
    assert kept.startswith("Row 3 (B): the code NOPE")


def test_too_many_bad_rows_are_named_and_nothing_is_imported(tmp_path: Path) -> None:
    path = workbook(tmp_path / "2023.xlsx", place(), *[place("B", codes="NOPE")] * 11)
    out = io.StringIO()
    with pytest.raises(CommandError, match=r"11 of 12 rows.*Nothing was imported\.$"):
        call_command("import_directory", str(path), stderr=out)
    assert "Row 3 (B): the code NOPE is not in the sheet" in out.getvalue()
    assert not Facility.objects.exists()
    assert not DirectoryEdition.objects.exists()


def test_the_edition_is_asked_for_where_the_file_does_not_say(tmp_path: Path) -> None:
    path = workbook(tmp_path / "directory.xlsx", place())
    with pytest.raises(CommandError, match="--edition NAME"):
        run(path)
    run(path, edition="2024")
    assert DirectoryEdition.objects.get().survey_year == 2023
    with pytest.raises(CommandError, match="older"):
        run(workbook(tmp_path / "old.xlsx", place("Other")), edition="2022")


def test_a_missing_file_and_two_workbooks_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "2023.xlsx")
    with pytest.raises(CommandError, match="cannot be read"):
        run(tmp_path / "a.json", format="findtreatment-json", edition="2023")
    with pytest.raises(CommandError, match="one file"):
        run(tmp_path / "a.xlsx", tmp_path / "b.xlsx")


def test_findtreatment_pages_delist_nobody_unless_told(tmp_path: Path) -> None:
    run(workbook(tmp_path / "2023.xlsx", place("Blue Kettle", street1="1 Teapot Row")))
    pages = [page(tmp_path / "1.json", found(website="https://heron.example")), page(tmp_path / "2.json", found("B"))]
    run(*pages, format="findtreatment-json", edition="2024-05-31")
    assert not Facility.objects.filter(delisted_on__isnull=False).exists()
    assert Facility.objects.get(name1="Paper Heron Clinic").website == "https://heron.example"
    more = page(tmp_path / "3.json", found("C", street1="3 Kite Lane"))
    run(more, format="findtreatment-json", edition="2024-06-30", covers="tx")
    assert Facility.objects.filter(delisted_on__isnull=False).count() == 3


def test_states_that_are_none_are_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="--covers"):
        run(workbook(tmp_path / "2023.xlsx", place()), covers="Texas")


def test_the_bar_shows_on_a_terminal_only(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    import_directory._Bar()(5, 10)
    assert capsys.readouterr().err == ""
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    bar = import_directory._Bar()
    for _ in range(10):
        bar(1, 10)
    shown = capsys.readouterr().err
    assert " 50%" in shown
    assert shown.endswith("100%\n")
