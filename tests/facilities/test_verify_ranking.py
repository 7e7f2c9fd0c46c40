"""`manage.py verify_ranking`: anyone can recompute a ranking from its file alone."""

import copy
import json
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from facilities.ranking import Inputs, rank, write
from tests.facilities.ranked import inputs, told

Check = Callable[[Any], str]


def document() -> Inputs:
    found = inputs(told("harbor", "MU", "BU", "NOE"), told("elm", "BU"), told("oak", "BU"))
    found["rows"] = rank(found)
    return found


@pytest.fixture
def check(tmp_path: Path) -> Check:
    """What the command says of a file with this content: its output, or its refusal."""

    def run(content: Any) -> str:
        file = tmp_path / "ranking.json"
        file.write_bytes(content if isinstance(content, bytes) else write(content).encode())
        out = StringIO()
        call_command("verify_ranking", str(file), stdout=out)
        return out.getvalue()

    return run


def refusal(check: Check, content: Any) -> str:
    with pytest.raises(CommandError) as caught:
        check(content)
    assert caught.value.returncode == 1
    return str(caught.value)


def test_an_untouched_file_matches_without_a_database(check: Check) -> None:
    assert check(document()).endswith("matches: 3 facilities of Austin, version 1, by method 1.\n")


def test_a_changed_weight_is_named_with_what_it_changes(check: Check) -> None:
    changed = document()
    changed["criteria"][1]["points"] = 20
    said = refusal(check, changed)
    assert "Criterion buprenorphine: points is 20 in the file, 15 in method 1." in said
    assert "Harbor: score 42 in the file, 47 from its inputs." in said
    assert "Elm, buprenorphine: 15 (reported) in the file, 20 (reported) from its inputs." in said


def test_a_changed_input_is_named_with_its_facility(check: Check) -> None:
    changed = document()
    changed["facilities"][1]["codes"] = ["BU", "NOE"]
    said = refusal(check, changed)
    assert "Elm: score 15 in the file, 27 from its inputs." in said
    assert "Elm, naloxone: 0 (not-reported) in the file, 12 (reported) from its inputs." in said
    assert "Oak: place 2, tied in the file, 3 from its inputs." in said
    assert "Harbor" not in said
    assert "Criterion" not in said


def test_a_changed_place_is_named(check: Check) -> None:
    changed = document()
    changed["rows"][2]["position"] = 1
    assert "Oak: place 1, tied in the file, 2, tied from its inputs." in refusal(check, changed)


def test_rows_in_another_order_are_named(check: Check) -> None:
    changed = document()
    changed["rows"].reverse()
    assert "not in the order" in refusal(check, changed)


def test_a_facility_taken_out_or_put_in_is_named(check: Check) -> None:
    without, more = document(), document()
    del without["rows"][0]
    assert "Harbor: it is among the inputs, but has no place in the file." in refusal(check, without)
    del more["facilities"][0]
    assert "harbor: it has a place in the file, but is not among the inputs." in refusal(check, more)


def test_an_own_criterion_and_an_unknown_method_are_named(check: Check) -> None:
    own, unknown = document(), document()
    own["criteria"].append({**own["criteria"][0], "key": "pays-us"})
    own["rows"] = rank(own)
    assert "Criterion pays-us: the file has it, method 1 does not." in refusal(check, own)
    unknown["method"] = "9"
    assert "Method version '9' is not known here" in refusal(check, unknown)


def test_many_differences_are_cut_short(check: Check) -> None:
    changed = document()
    for facility in changed["facilities"]:
        facility["codes"] = []
    for criterion in changed["criteria"]:
        criterion["points"] += 1
    said = refusal(check, changed)
    assert said.count("\n- ") == 10
    assert "more." in said


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not JSON"),
        (b"\xff\xfe", "not text"),
        (b"[1,", "line 1, column"),
        (b"[]", "an object for the file"),
        (b"{}", "Missing in the file: method"),
        (b'{"method": 1}', "a different kind of value for method"),
        (b'{"method": "1", "method": "2"}', "a name is there twice"),
        (b"[" * 200_000, "deeper"),
        (b'{"method": ' + b"9" * 5000 + b"}", "a number that no ranking has"),
    ],
    ids=["empty", "binary", "cut off", "a list", "nothing", "a number", "twice", "deep", "huge number"],
)
def test_what_is_not_a_ranking_is_refused_with_a_sentence(check: Check, content: bytes, sentence: str) -> None:
    said = refusal(check, content)
    assert "is not a ranking." in said
    assert sentence in said


@pytest.mark.parametrize(
    ("path", "value"),
    [
        (("made_on",), "yesterday"),
        (("criteria", 0, "points"), -5),
        (("criteria", 0, "points"), True),
        (("criteria", 0, "within_days"), 1.5),
        (("facilities", 0, "codes"), "MU"),
        (("facilities", 0, "last_confirmed_on"), "2026-02-31"),
        (("rows", 0, "reasons", 0), None),
        (("facilities", 1, "slug"), "harbor"),
    ],
    ids=str,
)
def test_a_wrong_part_is_refused_with_its_place(check: Check, path: tuple[Any, ...], value: Any) -> None:
    changed: Any = copy.deepcopy(document())
    inner = changed
    for step in path[:-1]:
        inner = inner[step]
    inner[path[-1]] = value
    said = refusal(check, json.dumps(changed).encode())
    assert "is not a ranking." in said
    assert str(path[0]) in said


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match=r"cannot be read: No such file"):
        call_command("verify_ranking", str(tmp_path / "none.json"))
