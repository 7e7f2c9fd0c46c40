"""Where a city's places are, without a map: how many there are by ZIP code, as bars. Knows no rows."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Final

from facilities.filters import Choice

SHOWN: Final = 12
UNFOLDED: Final = 16  # where there are no more than these, all are shown: to open a fold for two is no help


@dataclass(frozen=True)
class Bar:
    """`query` is where it leads: to its places alone or, if that was chosen, back."""

    zip: str
    count: int
    invented: int
    chosen: bool
    query: str


@dataclass(frozen=True)
class Where:
    """Every place is counted once: in a bar, or in `unknown`, which are those without a ZIP code."""

    shown: Sequence[Bar]
    folded: Sequence[Bar]
    unknown: int
    most: int
    among_others: bool

    @property
    def folded_places(self) -> int:
        return sum(bar.count for bar in self.folded)


def where(
    answers: Collection[Choice], places: Collection[tuple[str, bool]], query: Callable[[str], str], among_others: bool
) -> Where | None:
    """None where bars would say nothing: no place is left, or all of the city have one ZIP code.

    `places` are those left by all choices but that of a ZIP code: each with its own, and whether it is invented.
    Always in the order of `answers`, that of the codes: readers find theirs, and neighbours mostly stand together. Of
    many, those with the most places stay in view, and the chosen one.
    """
    invented = Counter(code for code, is_invented in places if is_invented)
    bars = [
        Bar(one.value, one.count, invented[one.value], one.chosen, query("" if one.chosen else one.value))
        for one in answers
        if one.count or one.chosen
    ]
    unknown = len(places) - sum(bar.count for bar in bars)
    if not places or len(answers) + bool(unknown) < 2:
        return None
    first = sorted(bars, key=lambda bar: (not bar.chosen, -bar.count))
    kept = {bar.zip for bar in first[: SHOWN if len(bars) > UNFOLDED else UNFOLDED]}
    return Where(
        shown=[bar for bar in bars if bar.zip in kept],
        folded=[bar for bar in bars if bar.zip not in kept],
        unknown=unknown,
        most=max((bar.count for bar in bars), default=0),
        among_others=among_others,
    )
