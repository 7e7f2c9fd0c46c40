"""Which of some names is spelled nearly like one. Plain."""

from collections.abc import Sequence
from typing import Final, TypeVar

MOST: Final = 3
Key = TypeVar("Key")


def nearest(word: str, names: Sequence[tuple[str, Key]]) -> list[tuple[str, Key]]:
    """At most three, those with the fewest slips first, otherwise in the order given. A short word allows one slip."""
    allowed = 1 if len(word) < 6 else 2
    found = []
    for place, (name, key) in enumerate(names):
        if abs(len(name) - len(word)) <= allowed and (slips := _slips(word, name, allowed)) <= allowed:
            found.append((slips, place, (name, key)))
    return [one for _slips_made, _place, one in sorted(found, key=lambda one: one[:2])[:MOST]]


def _slips(one: str, other: str, allowed: int) -> int:
    """Letters left out, put in, mistaken or swapped with the next. More than `allowed` is not counted to the end."""
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        earlier, before, row = before, row, [i] + [0] * len(other)
        for j, its in enumerate(other, start=1):
            row[j] = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != its))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == its:
                row[j] = min(row[j], earlier[j - 2] + 1)
        if min(row) > allowed:
            return allowed + 1
    return row[-1]
