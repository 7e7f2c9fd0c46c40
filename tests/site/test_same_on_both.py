"""What runs on SQLite alone could not end differently on PostgreSQL."""

import re
from pathlib import Path

import pytest

from tests.same_on_both import CASES, FILES, HERE, is_asked_for, is_same, is_test_same

NAMES = sorted(name for names in FILES.values() for name in names if ".py" in name)
# What a database does in its own way: what others see and when, locks, what it refuses, its own SQL, its order.
OWN = re.compile(
    r"transaction=True|on_commit|select_for_update|IntegrityError|DatabaseError|OperationalError|ProtectedError"
    r"|\bvendor\b|\.cursor\(|\.raw\(|\.execute\(|CaptureQueries|num_queries|from guards|import guards|search\.queries"
    r"|\bRace|explain\(|order_by\((?!\"pk\"\))"
)


def part(text: str, *way: str) -> str:
    """What a class, or a function of one or of a file, says."""
    for name in way:
        start, inside = ("class", "") if name.startswith("Test") else (" *def", " *")
        (text,) = re.findall(rf"^{start} {name}\b.*?(?=^{inside}(?:class |def |@)|\Z)", text, re.DOTALL | re.MULTILINE)
    return text


@pytest.mark.parametrize("name", NAMES)
def test_it_is_there_and_asks_nothing_of_a_database_that_the_other_could_answer_otherwise(name: str) -> None:
    file, *way = name.split("::")
    text = part((HERE / file).read_text(encoding="utf-8"), *way)
    assert OWN.findall(text) == []


def test_each_is_left_out_once_and_with_a_reason() -> None:
    assert len(NAMES) == len(set(NAMES))
    assert all(reason.endswith(".") for reason in FILES)
    assert is_same(HERE / "review" / "test_messages.py")
    assert not is_same(HERE / "review" / "test_steps.py")
    assert is_test_same("tests/review/test_steps.py::test_a_step_takes_the_role_and_the_state[a-b-c]")
    assert is_same(HERE / "journeys" / "test_tasks.py")
    assert not is_same(HERE / "contact" / "test_gate.py")


def test_of_each_kind_of_cases_some_run_everywhere(request: pytest.FixtureRequest) -> None:
    """Those that are named are there, wherever their test was collected."""
    there = [item.nodeid.removeprefix("tests/") for item in request.session.items]
    for test, cases in CASES.items():
        (HERE / test.partition("::")[0]).read_text(encoding="utf-8").index(f"def {test.rpartition('::')[2]}(")
        found = [name for name in there if name.startswith(f"{test}[")]
        assert not is_test_same(f"tests/{test}[{cases[0]}")
        for case in cases if found else ():
            assert [name for name in found if name.startswith(f"{test}[{case}")], (test, case)


def test_a_file_that_is_named_runs_everywhere() -> None:
    path = HERE / "review" / "test_steps.py"
    assert is_asked_for(path, [f"{path}::test_x"])
    assert not is_asked_for(path, [str(HERE / "review"), str(Path.cwd())])
