"""States and territories: their letters, their names, how people write them. Plain."""

import csv
from functools import cache
from pathlib import Path
from typing import Final, NamedTuple

from facilities.places.folding import fold

_FILE: Final = Path(__file__).with_name("states.csv")
MILITARY: Final = frozenset({"AA", "AE", "AP"})  # mail for those who serve overseas: no place on the map
# Letters that are words as well. Typed alone, they are no state.
WORDS: Final = frozenset({"al", "hi", "id", "in", "la", "ma", "me", "oh", "ok", "or", "pa", "de", "mo"})


class State(NamedTuple):
    """`medicaid` is what the state calls its own, and empty where there is none."""

    code: str
    name: str
    medicaid: str

    @property
    def slug(self) -> str:
        return self.code.lower()

    @property
    def brand(self) -> str:
        """The name of its Medicaid, if it is one that says nothing of Medicaid."""
        return "" if "Medicaid" in self.medicaid else self.medicaid


@cache
def by_code() -> dict[str, State]:
    return {line["code"]: State(line["code"], line["name"], line["medicaid"]) for line in _lines()}


def state(code: str) -> State:
    """Letters that no state has are their own name."""
    return by_code().get(code.upper()) or State(code.upper(), code.upper(), "")


def state_typed(text: str) -> State | None:
    """By letters, name or another way to write it, folded or not."""
    return _typed().get(fold(text))


def _lines() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def _typed() -> dict[str, State]:
    found: dict[str, State] = {}
    for line in _lines():
        ways = (line["code"], line["name"], *line["typed"].split("; "))
        found |= {fold(way): by_code()[line["code"]] for way in ways if way}
    return found
