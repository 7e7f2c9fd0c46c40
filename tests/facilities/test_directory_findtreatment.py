from pathlib import Path

import pytest

from facilities.directory import BadFile, Row, findtreatment, read_findtreatment_json
from facilities.directory.names import code_of, known_codes
from tests.facilities.workbooks import found, page


def rows_of(*paths: Path) -> list[Row]:
    return list(read_findtreatment_json(paths)[1])


def refusal(*paths: Path) -> BadFile:
    with pytest.raises(BadFile) as caught:
        rows_of(*paths)
    return caught.value


def test_names_of_services_become_codes(tmp_path: Path) -> None:
    services = (
        ("Type of Care", "TC", "Substance use treatment; Detoxification"),
        ("Opioid Medications used in Treatment", "OM", "Methadone used in Treatment;"),
    )
    (row,) = rows_of(page(tmp_path / "a.json", found("Blue Kettle", *services)))
    assert row.codes == {"SA", "DT", "MU"}
    assert (row.name1, row.name2, row.latitude, row.longitude, row.website) == ("Blue Kettle", "", 30.1, -97.2, "")


def test_former_names_and_other_spellings_are_known() -> None:
    assert code_of("SAMHSA-certified Opioid Treatment Program", "OT") == "OTP"
    assert code_of("federally-certified  opioid treatment program", "OT") == "OTP"
    assert code_of("Acamprosate (Campral)", "PHR") == "ACM"
    assert code_of("Substance abuse treatment", "TC") == "SA"


def test_one_name_in_two_categories_is_told_apart() -> None:
    assert code_of("In-network prescribing entity", "OMSC") == "INPE"
    assert code_of("In-network prescribing entity", "SMAT") == "AUINPE"
    assert code_of("In-network prescribing entity", "NEW") is None


def test_a_renamed_category_does_not_matter_where_the_name_is_unique() -> None:
    assert code_of("Screening for substance use", "ASSES") == "SSA"


def test_every_known_code_is_found_by_its_own_name() -> None:
    codes = known_codes()
    assert len({code.code for code in codes}) == len(codes) == 234
    assert [code.code for code in codes if code_of(code.name, code.category_code) != code.code] == []


def test_an_unknown_service_is_an_error_with_its_row(tmp_path: Path) -> None:
    strange = found("B", ("Type of Care", "TC", "Detoxification; Wishful thinking"))
    rows = read_findtreatment_json(page(tmp_path / "a.json", found(), strange))[1]
    assert [row.name1 for row in rows] == ["Paper Heron Clinic"]
    assert list(map(str, rows.problems.refused)) == ["Row 2 (B): the service “Wishful thinking” is not known."]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("http://", ""),
        (None, ""),
        ("https://heron.example/a?b=1", "https://heron.example/a?b=1"),
        ("www.heron.example", "http://www.heron.example"),
    ],
)
def test_web_sites(tmp_path: Path, given: str | None, kept: str) -> None:
    (row,) = rows_of(page(tmp_path / "a.json", found(website=given)))
    assert row.website == kept


@pytest.mark.parametrize(
    "given",
    [
        *("javascript:alert(1)//x", "http://[", "ftp://heron.example", "http://a b.example", "info@heron.example"),
        *(
            "http://info@heron.example",
            "see our page",
            "heron",
            "http://N/A.",
            "a.example; b.example",
            "http://x:y.example",
        ),
    ],
)
def test_what_is_no_web_site_becomes_no_link(tmp_path: Path, given: str) -> None:
    rows = read_findtreatment_json(page(tmp_path / "a.json", found(website=given)))[1]
    assert [row.website for row in rows] == [""]
    assert "address of a website" in rows.problems.notes[0]
    assert not rows.problems.refused


@pytest.mark.parametrize(
    "given",
    [
        *(
            "http://https://heron.example",
            "https//heron.example",
            "https:/heron.example",
            "https://https://heron.example",
        ),
        *(
            "HTTPS://heron.example",
            "https://her\u200bon.example",
            " https://heron.example ;",
            "\u202dhttps://heron.example\u202c",
        ),
    ],
)
def test_a_web_site_that_was_written_twice_or_half_is_one(tmp_path: Path, given: str) -> None:
    (row,) = rows_of(page(tmp_path / "a.json", found(website=given)))
    assert row.website == "https://heron.example"


@pytest.mark.parametrize("given", ["N/A", "#N/A", "http://N/A", "NULL", "none", "http://none", "-", "n/a "])
def test_nothing_is_no_web_site_and_no_problem(tmp_path: Path, given: str) -> None:
    rows = read_findtreatment_json(page(tmp_path / "a.json", found(website=given)))[1]
    assert [row.website for row in rows] == [""]
    assert rows.problems.notes == []


@pytest.mark.parametrize(
    ("latitude", "longitude", "place"),
    [("30.5", -97.7, (30.5, -97.7)), ("0", "0", (None, None)), (None, "1", (None, None)), ("", "", (None, None))],
)
def test_coordinates(tmp_path: Path, latitude: object, longitude: object, place: object) -> None:
    (row,) = rows_of(page(tmp_path / "a.json", found(latitude=latitude, longitude=longitude)))
    assert (row.latitude, row.longitude) == place


@pytest.mark.parametrize(("latitude", "longitude"), [("91", "1"), ("north", "1"), ("1", "-181")])
def test_coordinates_that_are_no_degrees(tmp_path: Path, latitude: str, longitude: str) -> None:
    rows = read_findtreatment_json(page(tmp_path / "a.json", found(latitude=latitude, longitude=longitude)))[1]
    assert [(row.latitude, row.longitude) for row in rows] == [(None, None)]
    assert "coordinates" in rows.problems.notes[0]


def test_several_pages_with_a_facility_on_two_of_them(tmp_path: Path) -> None:
    one = page(tmp_path / "1.json", found("A", frid="a"), found("B", frid="b"))
    two = page(tmp_path / "2.json", found("B", frid="b"), found("C", frid="c"))
    assert [row.name1 for row in rows_of(one, two)] == ["A", "B", "C"]
    three = page(tmp_path / "3.json", found(zip=""))
    rows = read_findtreatment_json([one, three])[1]
    assert len(list(rows)) == 2
    assert list(map(str, rows.problems.refused)) == ["Row 1 of 3.json (Paper Heron Clinic): zip is empty."]


def test_mental_health_facilities_are_passed_over(tmp_path: Path) -> None:
    mental = found("M", ("Treatment", "X", "Something of theirs"), typeFacility="MH")
    assert [row.name1 for row in rows_of(page(tmp_path / "a.json", mental, found("A")))] == ["A"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("", "not-json"),
        ('{"rows": [', "not-json"),
        ("\ufeffx", "not-json"),
        ("[" * 100_000, "not-json"),
        ("[]", "wrong-form"),
        ('{"rows": {}}', "wrong-form"),
        ('{"rows": [1]}', "bad-rows"),
        ('{"rows": [{"zip": 1}]}', "bad-rows"),
    ],
)
def test_what_is_not_in_this_form_is_refused(tmp_path: Path, content: str, code: str) -> None:
    (tmp_path / "a.json").write_text(content, encoding="utf-8")
    assert refusal(tmp_path / "a.json").code == code


def test_nul_and_half_characters_do_not_reach_the_database(tmp_path: Path) -> None:
    (row,) = rows_of(page(tmp_path / "a.json", found("Paper\0Heron")))
    assert row.name1 == "Paper Heron"
    assert "name1" in refusal(page(tmp_path / "b.json", found("\ud800"))).problems[0]


def test_a_missing_or_huge_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert refusal(tmp_path / "none.json").code == "unreadable"
    path = page(tmp_path / "a.json", found())
    monkeypatch.setattr(findtreatment, "MOST_BYTES", 10)
    assert refusal(path).code == "too-big"
