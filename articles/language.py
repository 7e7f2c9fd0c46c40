"""Words that the checklist points at: wounding ones, and claims that no one can keep.

It points, it does not judge. What someone else said (quotation marks, block quotes), addresses, and the names of
things ("relapse prevention") pass, so whoever must name a word can put it in quotation marks.
"""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

EXCERPT_LENGTH = 100
_LONGEST_FOUND = 60

# Every quantifier below is bounded or gives nothing back, so that no input takes more than linear time.
_QUOTED = re.compile(
    r"“[^“”]{1,600}+”|«[^«»]{1,600}+»"
    r"|(?<![\w\"])\"(?=\S)(?:[^\"\n]|\n(?!\s*\n)){1,600}+(?<=\S)\"(?!\w)"
)
_ADDRESS = re.compile(
    r"(?:https?://|www\.)[^\s<>]++"
    r"|\]\([^)\s]*+"
    r"|^[ ]{0,3}\[[^\]\n^][^\]\n]{0,200}+\]:[ ]?\S++"
    r"|(?<![\w.+-])[\w.+-]{1,64}@[\w.-]++"
    r"|(?<![\w.-])(?:[\w-]{1,60}+\.){1,6}+[a-z]{2,12}+/[^\s<>]*+",
    re.IGNORECASE | re.MULTILINE,
)
# A block quote with the lines that lazily go on below it.
_BLOCK_QUOTE = re.compile(
    r"^[ ]{0,3}>[^\n]*+(?:\n(?![ ]{0,3}(?:#|[-*+][ ]|\d{1,9}[.)][ ]|```|~~~|\|))[^\n]*\S[^\n]*)*+",
    re.MULTILINE,
)
_PIECE = re.compile(r"[^\W_]++|[^\w\s]")
_BETWEEN_WORDS = r"[\s\-‐‑–]{1,12}"
_HYPHENS = "-‐‑–"
_HIDDEN = "\x00"


@dataclass(frozen=True)
class Phrase:
    """A word or phrase to point at. `allowed_in` holds the names of things in which it is right."""

    kind: str
    avoid: str
    instead: str
    allowed_in: tuple[str, ...] = ()


@dataclass(frozen=True)
class Match:
    """One place. `line` counts from 1; `found` is as it is in the text; `excerpt` is a piece of that line."""

    term: Phrase
    line: int
    found: str
    excerpt: str


def phrases(text: str) -> tuple[str, ...]:
    """The phrases of a comma-separated field, as `allowed_in` wants them."""
    return tuple(phrase for part in text.split(",") if (phrase := " ".join(part.split())))


def find(text: str, terms: Iterable[Phrase]) -> list[Match]:
    """Every place where a term stands, in the order of the text; of two that overlap, the longer one.

    Case and a plural "s" do not matter, except for short names in capitals: "MAT" is not found in "a yoga mat".
    A phrase that one term allows passes for all of them, so a name needs to be entered only once.
    """
    chosen = tuple(terms)
    visible = list(readable := _hide(text, _BLOCK_QUOTE, _ADDRESS, _QUOTED))
    for start, end, _ in _index(tuple(phrase for term in chosen for phrase in term.allowed_in)).places(readable):
        visible[start:end] = _HIDDEN * (end - start)
    breaks = [match.start() for match in re.finditer("\n", text)]
    return [
        _match(text, start, end, chosen[position], breaks)
        for start, end, position in _index(tuple(term.avoid for term in chosen)).places("".join(visible))
    ]


def _match(text: str, start: int, end: int, term: Phrase, breaks: Sequence[int]) -> Match:
    row = bisect_right(breaks, start)
    line_start = breaks[row - 1] + 1 if row else 0
    line_end = breaks[row] if row < len(breaks) else len(text)
    found = " ".join(text[start:end].split())[:_LONGEST_FOUND]
    return Match(term, row + 1, found, _excerpt(text, start, end, line_start, max(line_end, end)))


def _excerpt(text: str, start: int, end: int, line_start: int, line_end: int) -> str:
    """The words around a place, cut at spaces where there are any, never longer than EXCERPT_LENGTH."""
    room = max(0, EXCERPT_LENGTH - 2 - (end - start)) // 2
    left, right = max(line_start, start - room), min(line_end, end + room)
    if left > line_start and (space := text.find(" ", left, start)) != -1:
        left = space + 1
    if right < line_end and (space := text.rfind(" ", end, right)) != -1:
        right = space
    piece = " ".join(text[left:right].split())
    return f"{'…' if left > line_start else ''}{piece}{'…' if right < line_end else ''}"


def _hide(text: str, *patterns: re.Pattern[str]) -> str:
    """The text at the same length, with what passes made unreadable."""
    for pattern in patterns:
        text = pattern.sub(lambda match: _HIDDEN * len(match.group()), text)
    return text


class _Index:
    """Finds many phrases in one pass: each word is looked up, and only phrases that start with it are tried."""

    def __init__(self, phrases: Sequence[str]) -> None:
        starting: dict[str, list[int]] = {}
        for position in sorted(range(len(phrases)), key=lambda position: -len(phrases[position])):
            for first in _first_words(phrases[position]):
                starting.setdefault(first, []).append(position)
        self._starting = {
            first: (re.compile("|".join(f"({_pattern(phrases[at])})" for at in positions), re.IGNORECASE), positions)
            for first, positions in starting.items()
        }

    def places(self, text: str) -> Iterator[tuple[int, int, int]]:
        """Start, end and the phrase's position, from left to right, never overlapping."""
        done = 0
        for piece in _PIECE.finditer(text):
            if piece.start() < done or not (known := self._starting.get(piece.group().lower())):
                continue
            pattern, positions = known
            if match := pattern.match(text, piece.start()):
                done = match.end()
                # There is one group for each phrase, and only the group that matched is set.
                yield match.start(), done, positions[(match.lastindex or 1) - 1]


@lru_cache(maxsize=8)
def _index(phrases: tuple[str, ...]) -> _Index:
    return _Index(phrases)


def _first_words(phrase: str) -> set[str]:
    first = _PIECE.search(phrase.lower())
    return {first.group(), f"{first.group()}s", f"{first.group()}es"} if first else set()


def _pattern(phrase: str) -> str:
    """A regular expression for whole words: any space or hyphen between two of them, and a plural of the last."""
    pieces = list(_PIECE.finditer(phrase))
    while len(pieces) > 1 and pieces[-1].group() in _HYPHENS:
        pieces.pop()
    pattern = ""
    for before, piece in zip([None, *pieces], pieces, strict=False):
        if before and piece.group() in _HYPHENS:
            continue
        pattern += _between(before, piece) if before else ""
        pattern += "['’]" if piece.group() in "'’" else re.escape(piece.group())
    first, last = pieces[0].group(), pieces[-1].group()
    left = r"(?<![\w.,])" if first.isdigit() else ""
    right = rf"{_plural(last)}(?![^\W_])" if last[-1].isalnum() else ""
    whole = f"{left}{pattern}{right}"
    return f"(?-i:{whole})" if len(phrase) <= 5 and phrase.isalpha() and phrase.isupper() else whole


def _between(before: re.Match[str], piece: re.Match[str]) -> str:
    apart = before.end() < piece.start()
    if before.group() in _HYPHENS or (apart and before.group()[0].isalnum() and piece.group()[0].isalnum()):
        return _BETWEEN_WORDS
    # "100%" and "100 %" are the same claim; "# 1" is not "#1", but a heading.
    return r"\s{0,3}" if apart or (before.group().isdigit() and piece.group() == "%") else ""


def _plural(word: str) -> str:
    if not word.isalpha() or word.lower().endswith(("s", "ed", "ing")):
        return ""
    return "(?:s|es)?" if word.lower().endswith(("x", "z", "ch", "sh")) else "s?"
