"""Two runs at once, and in which order: what `make test` relies on."""

import os
import subprocess
import sys
from types import SimpleNamespace
from typing import Any

import pytest

from rehabsite.settings import BASE_DIR
from tests.both import run
from tests.longest import LONG, long_ones_first


def shell(text: str) -> list[str]:
    return ["sh", "-c", text]


def test_each_says_its_own_in_turn(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert run(shell("sleep 0.05; echo one; echo oh >&2"), shell("echo two; sleep 0.1; echo last >&2")) == 0
    assert capfdbinary.readouterr() == (b"one\ntwo\nlast\n", b"oh\n")


@pytest.mark.parametrize(("first", "second", "both"), [(3, 0, 3), (0, 4, 4), (3, 4, 3)])
def test_either_can_fail(first: int, second: int, both: int) -> None:
    assert run(shell(f"exit {first}"), shell(f"exit {second}")) == both


def test_a_signal_ends_both() -> None:
    """Each holds the end of a pipe, which is at its end when they are gone."""
    read, write = os.pipe()
    command = [sys.executable, "-m", "tests.both", *shell("echo begun; exec sleep 600"), ",", "sleep", "600"]
    with subprocess.Popen(command, cwd=BASE_DIR, stdin=write, stdout=subprocess.PIPE) as process:
        os.close(write)
        assert process.stdout
        process.stdout.readline()
        process.terminate()
        assert process.wait() != 0
    with os.fdopen(read, "rb") as pipe:
        assert pipe.read() == b""


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_each_worker_begins_with_its_share_of_the_long_ones(workers: int) -> None:
    names = [f"{place}{number}" for place in ("tests/a.py::", *LONG, "tests/z.py::") for number in range(20)]
    items: list[Any] = [SimpleNamespace(nodeid=name) for name in names]
    ordered = [item.nodeid for item in long_ones_first(items, workers)]
    assert sorted(ordered) == sorted(names)
    # As worksteal deals them.
    for number in range(workers, 0, -1):
        dealt, ordered = ordered[: len(ordered) // number], ordered[len(ordered) // number :]
        are_long = [name.startswith(LONG) for name in dealt]
        assert are_long == sorted(are_long, reverse=True)
        assert are_long[0]


def test_a_few_tests_are_all_there() -> None:
    items: list[Any] = [SimpleNamespace(nodeid=f"{LONG[0]}::{number}") for number in range(5)]
    assert {id(item) for item in long_ones_first(items, 3)} == {id(item) for item in items}


def test_what_is_called_long_is_there() -> None:
    assert all((BASE_DIR / name).exists() for name in LONG)
