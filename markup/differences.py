"""What changed between two texts, line by line, and word by word inside a line.

difflib is not used: on many equal lines its time grows with the square of the length or worse. Here words or lines
that stand exactly once in both texts are the fixed points, and the exact comparison between them has a budget. A
stretch that is too large for what is left is shown as removed and added as a whole: coarser, never wrong.
"""

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["same", "removed", "added"]

CONTEXT = 3
_CELLS = 600_000
_PAIRED_LINES = 5_000
_LOOK_AHEAD = 5
_ALIKE = 0.4
_DEEPEST = 6
# A word with its apostrophe, a run of white space, or one sign.
_TOKEN = re.compile(r"[^\W_]+(?:['’][^\W_]+)*|\s+|[\W_]")


@dataclass(frozen=True)
class Segment:
    """A piece of a changed line."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Line:
    """One row of a comparison.

    "changed" has its words in `segments` and `text` is the new line; "skipped" stands for `count` lines that are
    the same and has no text. The numbers count from 1 and are None on the side that has no such line.
    """

    kind: Literal["same", "removed", "added", "changed", "skipped"]
    text: str = ""
    segments: tuple[Segment, ...] = ()
    old_number: int | None = None
    new_number: int | None = None
    count: int = 1


def compare(old: str, new: str) -> list[Line]:
    """The rows to show, in order; an empty list when nothing differs.

    The kind of line ending and empty lines at the end of the text are no difference.
    """
    before, after = _lines(old), _lines(new)
    if before == after:
        return []
    budget = _Budget()
    rows: list[Line] = []
    for start, end, new_start, new_end, same in _stretches(_matches(before, after, budget), len(before), len(after)):
        if same:
            rows += [
                Line("same", before[start + step], (), start + step + 1, new_start + step + 1)
                for step in range(end - start)
            ]
        else:
            rows += _replaced(before, after, (start, end), (new_start, new_end), budget)
    return list(_collapsed(rows))


def _lines(text: str) -> list[str]:
    text = text.replace("\r\n", "\n").replace("\r", "\n").rstrip("\n")
    return text.split("\n") if text else []


def _replaced(
    before: list[str], after: list[str], old: tuple[int, int], new: tuple[int, int], budget: "_Budget"
) -> Iterator[Line]:
    """Rows for a stretch that differs: lines that resemble each other become one changed line."""
    there = new[0]
    ahead = _LOOK_AHEAD if old[0] < old[1] and new[0] < new[1] and budget.pair(old[1] - old[0]) else 0
    bags = {at: _bag(after[at]) for at in range(*new)} if ahead else {}
    for here in range(*old):
        partner = _partner(before[here], bags, range(there, min(new[1], there + ahead)))
        if partner is None:
            yield Line("removed", before[here], old_number=here + 1)
            continue
        yield from (Line("added", after[at], new_number=at + 1) for at in range(there, partner))
        yield Line("changed", after[partner], _words(before[here], after[partner], budget), here + 1, partner + 1)
        there = partner + 1
    yield from (Line("added", after[at], new_number=at + 1) for at in range(there, new[1]))


def _partner(line: str, bags: dict[int, Counter[str]], candidates: range) -> int | None:
    """The line ahead that shares most words with this one, if it shares enough of them."""
    bag = _bag(line) if candidates else None
    if not bag:
        return None
    likeness = {at: 2 * (bag & bags[at]).total() / (bag.total() + bags[at].total()) for at in candidates}
    best = max(likeness, key=lambda at: (likeness[at], -at), default=None)
    return best if best is not None and likeness[best] >= _ALIKE else None


def _bag(line: str) -> Counter[str]:
    return Counter(token for token in _TOKEN.findall(line) if not token.isspace())


def _words(old: str, new: str, budget: "_Budget") -> tuple[Segment, ...]:
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    pieces: list[tuple[Kind, str]] = []
    for start, end, new_start, new_end, same in _stretches(_matches(before, after, budget), len(before), len(after)):
        if same:
            pieces.append(("same", "".join(before[start:end])))
        else:
            pieces += [("removed", "".join(before[start:end])), ("added", "".join(after[new_start:new_end]))]
    return tuple(_joined(pieces))


def _joined(pieces: list[tuple[Kind, str]]) -> Iterator[Segment]:
    """Neighbouring changes as one, with the bare space between them: whole phrases read better than single words."""

    def changes(position: int) -> bool:
        kind, text = pieces[position]
        inside = 0 < position < len(pieces) - 1
        return kind != "same" or (inside and text.isspace())

    for changing, positions in groupby(range(len(pieces)), changes):
        group = [pieces[position] for position in positions]
        kinds: tuple[Kind, ...] = ("removed", "added") if changing else ("same",)
        for kind in kinds:
            text = "".join(piece for own, piece in group if own in (kind, "same"))
            if text:
                yield Segment(kind, text)


def _collapsed(rows: list[Line]) -> Iterator[Line]:
    """Long unchanged stretches as one row, with a few lines left next to each change."""
    position = 0
    for same, group in groupby(rows, lambda row: row.kind == "same"):
        run = list(group)
        at_start, at_end = position == 0, position + len(run) == len(rows)
        position += len(run)
        head = 0 if at_start else CONTEXT
        tail = len(run) if at_end else len(run) - CONTEXT
        if not same or tail - head < 2:
            yield from run
            continue
        yield from run[:head]
        yield Line("skipped", old_number=run[head].old_number, new_number=run[head].new_number, count=tail - head)
        yield from run[tail:]


class _Budget:
    """What a comparison of two texts may still spend on finding what belongs together."""

    def __init__(self) -> None:
        self.cells = _CELLS
        self.lines = _PAIRED_LINES

    def compare(self, cells: int) -> bool:
        """Whether the exact comparison may fill a table of that size."""
        affordable = cells <= self.cells
        self.cells -= cells if affordable else 0
        return affordable

    def pair(self, lines: int) -> bool:
        """Whether that many lines may look for their partners."""
        affordable = lines <= self.lines
        self.lines -= lines if affordable else 0
        return affordable


Pairs = list[tuple[int, int]]


def _stretches(pairs: Pairs, old_length: int, new_length: int) -> Iterator[tuple[int, int, int, int, bool]]:
    """The pairs as stretches that follow each other: old from, to, new from, to, and whether they are the same."""
    old_at = new_at = 0
    for _, group in groupby(pairs, lambda pair: pair[0] - pair[1]):
        run = list(group)
        # Pairs with the same distance may still have holes, and each hole is a change of its own.
        for _, unbroken in groupby(enumerate(run), lambda item: item[1][0] - item[0]):
            part = [pair for _, pair in unbroken]
            (old_start, new_start), (old_end, new_end) = part[0], part[-1]
            if old_start > old_at or new_start > new_at:
                yield old_at, old_start, new_at, new_start, False
            old_at, new_at = old_end + 1, new_end + 1
            yield old_start, old_at, new_start, new_at, True
    if old_at < old_length or new_at < new_length:
        yield old_at, old_length, new_at, new_length, False


def _matches(old: Sequence[str], new: Sequence[str], budget: _Budget) -> Pairs:
    """Positions that correspond, rising on both sides."""
    pairs: Pairs = []
    waiting = [(0, len(old), 0, len(new), 0)]
    while waiting:
        start, end, new_start, new_end, depth = waiting.pop()
        while start < end and new_start < new_end and old[start] == new[new_start]:
            pairs.append((start, new_start))
            start, new_start = start + 1, new_start + 1
        while start < end and new_start < new_end and old[end - 1] == new[new_end - 1]:
            end, new_end = end - 1, new_end - 1
            pairs.append((end, new_end))
        if start == end or new_start == new_end:
            continue
        fixed = _fixed_points(old, new, (start, end), (new_start, new_end)) if depth < _DEEPEST else []
        if fixed:
            pairs += fixed
            edges = [(start - 1, new_start - 1), *fixed, (end, new_end)]
            waiting += [
                (left[0] + 1, right[0], left[1] + 1, right[1], depth + 1)
                for left, right in zip(edges, edges[1:], strict=False)
            ]
        elif budget.compare((end - start) * (new_end - new_start)):
            pairs += _exact(old, new, (start, end), (new_start, new_end))
    return sorted(pairs)


def _fixed_points(old: Sequence[str], new: Sequence[str], here: tuple[int, int], there: tuple[int, int]) -> Pairs:
    """What is once on each side, as the longest series that rises on both."""
    new_once = _once(new, there)
    candidates = [(at, new_once[item]) for item, at in _once(old, here).items() if item in new_once]
    return _longest_rising(candidates)


def _once(items: Sequence[str], part: tuple[int, int]) -> dict[str, int]:
    counts = Counter(items[part[0] : part[1]])
    return {items[at]: at for at in range(*part) if counts[items[at]] == 1}


def _longest_rising(pairs: Pairs) -> Pairs:
    """Patience sorting: the longest part of the pairs whose second numbers rise too."""
    lowest: list[int] = []
    top: list[int] = []
    before: list[int | None] = []
    for position, (_, value) in enumerate(pairs):
        pile = bisect_left(lowest, value)
        before.append(top[pile - 1] if pile else None)
        lowest[pile : pile + 1] = [value]
        top[pile : pile + 1] = [position]
    series: Pairs = []
    at = top[-1] if top else None
    while at is not None:
        series.append(pairs[at])
        at = before[at]
    return series[::-1]


def _exact(old: Sequence[str], new: Sequence[str], here: tuple[int, int], there: tuple[int, int]) -> Pairs:
    """The longest common series of two short stretches, by filling a table from its end."""
    (start, end), (new_start, new_end) = here, there
    below = [0] * (new_end - new_start + 1)
    table = [below]
    for at in range(end - 1, start - 1, -1):
        row = [0] * len(below)
        item = old[at]
        for column in range(new_end - new_start - 1, -1, -1):
            if item == new[new_start + column]:
                row[column] = below[column + 1] + 1
            else:
                row[column] = row[column + 1] if row[column + 1] > below[column] else below[column]
        table.append(row)
        below = row
    table.reverse()
    pairs: Pairs = []
    row_at = column = 0
    while row_at < end - start and column < new_end - new_start:
        if old[start + row_at] == new[new_start + column]:
            pairs.append((start + row_at, new_start + column))
            row_at, column = row_at + 1, column + 1
        elif table[row_at + 1][column] >= table[row_at][column + 1]:
            row_at += 1
        else:
            column += 1
    return pairs
