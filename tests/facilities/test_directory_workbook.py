import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl import Workbook

from facilities.directory import BadFile, Row, read_workbook
from facilities.directory import archive as archives
from facilities.directory import workbook as workbooks
from facilities.directory.rows import text_of
from tests.facilities.workbooks import CODES, HEADS, place, workbook


def rows_of(path: Path) -> list[Row]:
    return list(read_workbook(path)[1])


def refusal(path: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        rows_of(path)
    return caught.value


def test_it_reads_codes_and_facilities(tmp_path: Path) -> None:
    codes, rows = read_workbook(workbook(tmp_path / "a.xlsx", place(name2="West", intake1="512-555-0103")))
    assert [code.code for code in codes] == [line[2] for line in CODES]
    assert (codes[0].description, codes[1].description) == ("What it is", "")
    (row,) = rows
    assert (row.name1, row.name2, row.city, row.zip) == ("Paper Heron Clinic", "West", "Austin", "78702")
    assert row.codes == {"SA", "MU", "CBT"}
    assert (row.website, row.latitude, row.longitude) == ("", None, None)


@pytest.mark.parametrize("spelled", [str.lower, str.upper, str.title])
def test_heads_may_be_spelled_either_way(tmp_path: Path, spelled: Callable[[str], str]) -> None:
    assert rows_of(workbook(tmp_path / "a.xlsx", place(), heads=[spelled(head) for head in HEADS]))


def test_leading_zeros_extensions_and_odd_blanks_survive(tmp_path: Path) -> None:
    given = place(" Paper\n Heron ", zip="02118", phone="617-555-0102 x287")
    (row,) = rows_of(workbook(tmp_path / "a.xlsx", given))
    assert (row.name1, row.zip, row.phone) == ("Paper Heron", "02118", "617-555-0102 x287")


def test_numbers_in_cells_are_read_as_text(tmp_path: Path) -> None:
    (row,) = rows_of(workbook(tmp_path / "a.xlsx", place(zip=2118, street1=17, phone=6175550102.0)))
    assert (row.zip, row.street1, row.phone) == ("02118", "17", "6175550102")
    assert (text_of(17.0), text_of(1.5), text_of(float("nan")), text_of(None)) == ("17", "1.5", None, "")


def test_the_later_intake_columns_fill_the_first_two(tmp_path: Path) -> None:
    given = place(intake2="512-555-0104", intake1a="512-555-0105", intake2a="512-555-0104")
    (row,) = rows_of(workbook(tmp_path / "a.xlsx", given))
    assert (row.intake1, row.intake2) == ("512-555-0104", "512-555-0105")


def test_empty_rows_are_passed_over(tmp_path: Path) -> None:
    assert len(rows_of(workbook(tmp_path / "a.xlsx", {}, place(), {}))) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"service_code_info": "SA XYZZY"}, "the code XYZZY is not in the sheet"),
        ({"service_code_info": None}, "it lists no services."),
        ({"name1": None}, "name1 is empty."),
        ({"city": " "}, "city is empty."),
        ({"zip": None}, "zip is empty."),
        ({"zip": "7870"}, "the ZIP “7870” is not five digits."),
        ({"state": "T1"}, "the state “T1” is not two letters."),
        ({"state": "Texas"}, "state is longer than 2 characters."),
        ({"name1": "x" * 201}, "name1 is longer than 200 characters."),
        ({"name1": True}, "name1 is neither text nor a number."),
    ],
)
def test_a_wrong_row_is_named_by_its_number(tmp_path: Path, wrong: dict[str, Any], sentence: str) -> None:
    rows = read_workbook(workbook(tmp_path / "a.xlsx", place(), place(**wrong), place("Blue Kettle")))[1]
    assert [row.name1 for row in rows] == ["Paper Heron Clinic", "Blue Kettle"]
    (bad,) = rows.problems.refused
    assert str(bad).startswith("Row 3")
    assert sentence in str(bad)


def bad_rows(folder: Path, bad: int, good: int) -> Path:
    rows = [place("Bad", codes="NOPE")] * bad + [place(f"Place {n}") for n in range(good)]
    return workbook(folder / f"{bad}-{good}.xlsx", *rows)


@pytest.mark.parametrize(("bad", "good"), [(1, 1), (10, 1), (10, 20), (11, 540), (12, 590)])
def test_a_few_bad_rows_are_those_rows_fault(tmp_path: Path, bad: int, good: int) -> None:
    rows = read_workbook(bad_rows(tmp_path, bad, good))[1]
    assert (len(list(rows)), len(rows.problems.refused)) == (good, bad)


@pytest.mark.parametrize(("bad", "good"), [(1, 0), (11, 20), (11, 530), (80, 80)])
def test_more_than_ten_and_two_in_a_hundred_are_the_file_s(tmp_path: Path, bad: int, good: int) -> None:
    refused = refusal(bad_rows(tmp_path, bad, good))
    assert refused.code == "bad-rows"
    assert len(refused.problems) == min(bad, 50)
    assert f"{bad} of {bad + good} rows" in str(refused)


@pytest.mark.parametrize("blank", ["", " ", "\u00a0", "\u200b", "NULL", "#N/A"])
def test_a_blank_row_is_not_bad(tmp_path: Path, blank: str) -> None:
    empty = dict.fromkeys((head.lower() for head in HEADS), blank)
    rows = read_workbook(workbook(tmp_path / "a.xlsx", empty, place(), empty, {"name1": blank}))[1]
    assert ([row.name1 for row in rows], rows.problems.refused) == (["Paper Heron Clinic"], [])


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("Smith &amp; Jones&#39; Clinic", "Smith & Jones' Clinic"),
        ("Smith &amp;amp; Jones", "Smith & Jones"),
        ("Paper_x000D_\nHeron", "Paper Heron"),
        ("Paper_x0041_", "PaperA"),
        ("Caf\u00c3\u00a9 House", "Café House"),
        ("St. Mary\u00e2\u20ac\u2122s", "St. Mary’s"),
        ("St. Mary\x92s", "St. Mary’s"),
        ("Paper\u200bHeron\u00ad", "Paper Heron"),
        ("Paper\vHeron", "Paper Heron"),
        ("  PAPER \u00a0 HERON ", "PAPER HERON"),
    ],
)
def test_dirt_is_cleaned(tmp_path: Path, given: str, meant: str) -> None:
    path = workbook(tmp_path / "a.xlsx", place("PLACEHOLDER"))
    (row,) = rows_of(rewritten(path, lambda name, data: data.replace(b"PLACEHOLDER", _xml(given))))
    assert row.name1 == meant


def _xml(text: str) -> bytes:
    """As a cell holds it; what XML cannot hold is written as Excel does."""
    plain = text.replace("&", "&amp;")
    return "".join(f"_x{ord(sign):04X}_" if sign < " " and sign != "\n" else sign for sign in plain).encode()


@pytest.mark.parametrize("nothing", ["#N/A", "NULL", "N/A", "n/a", "None", "#REF!", "-", "\\N", "(null)", "nan"])
def test_what_means_nothing_is_nothing(tmp_path: Path, nothing: str) -> None:
    given = place(name2=nothing, street2=nothing, phone=nothing, intake1=nothing)
    (row,) = rows_of(workbook(tmp_path / "a.xlsx", given))
    assert (row.name2, row.street2, row.phone, row.intake1) == ("", "", "", "")


@pytest.mark.parametrize(
    ("given", "shown"),
    [("St. Mary\ufffds", "St. Mary’s"), ("O\ufffdNeil House", "O’Neil House"), ("Nu\ufffdez", "Nu?ez")],
)
def test_a_lost_sign_is_told_with_its_row(tmp_path: Path, given: str, shown: str) -> None:
    rows = read_workbook(workbook(tmp_path / "a.xlsx", place(), place(given)))[1]
    assert [row.name1 for row in rows] == ["Paper Heron Clinic", shown]
    (note,) = rows.problems.notes
    assert note.startswith("Row 3: ")
    assert shown in note


@pytest.mark.parametrize(
    ("given", "kept"), [("787021234", "78702-1234"), ("78702 - 1234", "78702-1234"), (21181234, "02118-1234")]
)
def test_nine_digits_are_a_zip(tmp_path: Path, given: object, kept: str) -> None:
    (row,) = rows_of(workbook(tmp_path / "a.xlsx", place(zip=given)))
    assert row.zip == kept


def test_a_code_explained_twice_is_refused(tmp_path: Path) -> None:
    assert "is there twice" in refusal(workbook(tmp_path / "a.xlsx", place(), codes=[*CODES, CODES[0]])).problems[0]
    assert refusal(workbook(tmp_path / "b.xlsx", place(), codes=[])).code == "no-codes"


def test_other_sheets_and_heads_are_refused(tmp_path: Path) -> None:
    assert refusal(workbook(tmp_path / "a.xlsx", sheets=("Sheet1", "Service Code Reference"))).code == "wrong-sheets"
    assert refusal(workbook(tmp_path / "b.xlsx", sheets=("Facilities List", "Codes"))).code == "wrong-sheets"
    refused = refusal(workbook(tmp_path / "c.xlsx", place(), heads=HEADS[1:]))
    assert refused.code == "wrong-heads"
    assert "name1" in str(refused)
    assert refusal(workbook(tmp_path / "d.xlsx", place(), heads=[*HEADS, "CITY"])).code == "wrong-heads"


def test_mental_healths_workbook_is_refused(tmp_path: Path) -> None:
    other = [code for code in CODES if code[2] != "OTP"]
    assert refusal(workbook(tmp_path / "a.xlsx", place(), codes=other)).code == "wrong-directory"


def test_a_chart_is_not_a_sheet_of_cells(tmp_path: Path) -> None:
    book = Workbook()
    book.create_chartsheet("Service Code Reference")
    book.save(tmp_path / "a.xlsx")
    assert refusal(tmp_path / "a.xlsx").code == "damaged"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "not-a-workbook"),
        (b"name1,name2\n", "not-a-workbook"),
        (b"<html>Sign in</html>", "not-a-workbook"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600, "encrypted-or-old"),
        (b"PK\x03\x04" + b"\0" * 60, "truncated"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, content: bytes, code: str) -> None:
    (tmp_path / "a.xlsx").write_bytes(content)
    assert refusal(tmp_path / "a.xlsx").code == code


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    assert refusal(tmp_path / "nothing.xlsx").code == "unreadable"
    assert refusal(tmp_path).code == "unreadable"


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
def test_a_workbook_cut_short_is_refused(tmp_path: Path, keep: float) -> None:
    whole = workbook(tmp_path / "a.xlsx", *[place(f"Place {number}") for number in range(200)]).read_bytes()
    (tmp_path / "b.xlsx").write_bytes(whole[: int(len(whole) * keep)])
    assert refusal(tmp_path / "b.xlsx").code == "truncated"


def rewritten(path: Path, change: Callable[[str, bytes], bytes]) -> Path:
    """The workbook with its parts changed."""
    old = zipfile.ZipFile(io.BytesIO(path.read_bytes()))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(entry.filename, change(entry.filename, old.read(entry)))
    return path


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml"])
def test_broken_xml_inside_is_refused(tmp_path: Path, part: str) -> None:
    path = workbook(tmp_path / "a.xlsx", *[place()] * 9)
    rewritten(path, lambda name, data: data[: len(data) // 2] if name == part else data)
    assert refusal(path).code in ("damaged", "wrong-sheets")


def test_entities_that_grow_are_refused(tmp_path: Path) -> None:
    """Each entity ten times the one before: nine lines would make a gigabyte."""
    lines = [f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "lol"}">' for n in range(9)]
    head = f"<!DOCTYPE worksheet [{''.join(lines)}]>".encode()
    path = workbook(tmp_path / "a.xlsx", place())

    def grow(name: str, data: bytes) -> bytes:
        if not name.endswith("sheet1.xml"):
            return data
        return head + data[data.index(b"<worksheet") :].replace(b"Paper Heron Clinic", b"&e8;")

    assert refusal(rewritten(path, grow)).code == "damaged"


def test_a_zip_bomb_is_refused_before_it_is_opened(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*args: object, **kwargs: object) -> None:
        raise AssertionError("It was opened.")

    monkeypatch.setattr(openpyxl, "load_workbook", never)
    steep = workbook(tmp_path / "a.xlsx", place())
    with zipfile.ZipFile(steep, "a", zipfile.ZIP_DEFLATED) as file:
        file.writestr("xl/media/x", b"\0" * 5_000_000)
    assert refusal(steep).code == "zip-bomb"
    many = workbook(tmp_path / "b.xlsx", place())
    with zipfile.ZipFile(many, "a") as file:
        for number in range(archives.MOST_ENTRIES):
            file.writestr(f"{number}", b"")
    assert refusal(many).code == "zip-bomb"
    wide = workbook(tmp_path / "c.xlsx", place())
    monkeypatch.setattr(archives, "MOST_UNPACKED", 1_000)
    assert refusal(wide).code == "zip-bomb"


def test_a_file_of_gigabytes_is_not_even_looked_into(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000)
    assert refusal(workbook(tmp_path / "a.xlsx", place())).code == "too-big"


def test_an_encrypted_zip_and_another_zip_are_refused(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", place())
    data = bytearray(path.read_bytes())
    entry = data.index(b"PK\x01\x02")
    data[entry + 8] |= 1  # the flag that says so in the zip's directory
    path.write_bytes(data)
    assert refusal(path).code == "encrypted-or-old"
    with zipfile.ZipFile(tmp_path / "b.xlsx", "w") as file:
        file.writestr("word/document.xml", "<w/>")
    assert refusal(tmp_path / "b.xlsx").code == "not-a-workbook"


def test_more_rows_than_any_directory_has_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbooks, "MOST_ROWS", 20)
    assert refusal(workbook(tmp_path / "a.xlsx", *[place()] * 30)).code == "too-many-rows"
