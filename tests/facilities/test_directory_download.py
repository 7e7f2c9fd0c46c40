"""FindTreatment.gov's download, in CSV and in Excel."""

import csv
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from facilities.directory import BadFile, Row, read_findtreatment_download

HEADS = (
    *("name1", "name2", "street1", "street2", "city", "state", "zip", "county", "phone", "intake1", "website"),
    *("latitude", "longitude", "type_facility", "sa", "dt", "otp", "mu", "bu", "nu", "ect"),
)


def facility(**more: Any) -> dict[str, Any]:
    return {
        "name1": "Paper Heron Clinic",
        "street1": "212 Origami Street",
        "city": "El Paso",
        "state": "TX",
        "zip": "79901",
        "phone": "915-555-0102",
        "website": "http://",
        "latitude": "31.75",
        "longitude": "-106.48",
        "type_facility": "SA",
        "sa": "1",
        "bu": "1",
        **more,
    }


def as_csv(path: Path, *rows: dict[str, Any], heads: tuple[str, ...] = HEADS) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, heads)
        writer.writeheader()
        writer.writerows(rows)
    return path


def as_excel(path: Path, *rows: dict[str, Any]) -> Path:
    """With a preamble, as some have it."""
    book = Workbook()
    page = book.worksheets[0]
    for line in (["FindTreatment.gov"], [], ["Downloaded on 5/31/2024"], []):
        page.append(line)
    page.append([head.upper() for head in HEADS])
    for row in rows:
        page.append([row.get(head) for head in HEADS])
    book.save(path)
    return path


def read(*paths: Path) -> list[Row]:
    found = read_findtreatment_download(paths).rows
    rows = list(found)
    assert not found.problems.refused
    return rows


@pytest.mark.parametrize("write", [as_csv, as_excel])
def test_a_row_is_a_facility_with_its_codes_and_its_point(tmp_path: Path, write: Any) -> None:
    path = write(tmp_path / ("one.csv" if write is as_csv else "one.xlsx"), facility())
    (row,) = read(path)
    assert (row.name1, row.zip, row.website) == ("Paper Heron Clinic", "79901", "")
    assert row.codes == {"SA", "BU"}
    assert (row.latitude, row.longitude) == (31.75, -106.48)


def test_mental_health_alone_is_passed_over_and_so_are_its_columns(tmp_path: Path) -> None:
    path = as_csv(tmp_path / "one.csv", facility(ect="1"), facility(name1="Calm", type_facility="MH"))
    found = read_findtreatment_download([path])
    assert [row.name1 for row in found.rows] == ["Paper Heron Clinic"]
    assert found.passed_over == ["ect"]


def test_what_two_files_hold_counts_once_and_what_one_holds_twice_is_two(tmp_path: Path) -> None:
    first = as_csv(tmp_path / "one.csv", facility(), facility(), facility(name1="Elm"))
    second = as_csv(tmp_path / "two.csv", facility(), facility(name1="Oak"))
    assert [row.name1 for row in read(first, second)] == ["Paper Heron Clinic"] * 2 + ["Elm", "Oak"]


def test_a_cell_that_is_neither_one_nor_nothing_is_named(tmp_path: Path) -> None:
    found = read_findtreatment_download([as_csv(tmp_path / "one.csv", facility(mu="yes"), facility(name1="Elm"))]).rows
    assert [row.name1 for row in found] == ["Elm"]
    assert "the column mu" in str(found.problems.refused[0])


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"name,city\nElm,Austin\n", "wrong-heads"),
        (b"", "wrong-heads"),
        (b"name1,city\xff\n", "not-utf8"),
    ],
)
def test_another_file_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    path = tmp_path / "one.csv"
    path.write_bytes(content)
    with pytest.raises(BadFile) as refused:
        read(path)
    assert refused.value.code == code


def test_an_error_page_that_was_saved_as_a_workbook_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "one.xlsx"
    path.write_bytes(b"<html>Sorry</html>")
    with pytest.raises(BadFile) as refused:
        read(path)
    assert refused.value.code == "not-a-workbook"
