"""What the table of synonyms knows about a query."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import OuterRef, Q, Subquery

from search.models import Document, Synonym, Word
from search.words import telling

LONGEST = 6  # words of one phrase
Alternatives = tuple[str, ...]


class Span(NamedTuple):
    """A part of the query, from a word up to another one, and the row that knows it."""

    start: int
    end: int
    row: Synonym
    means: str

    def within(self, other: "Span") -> bool:
        return other.start <= self.start and self.end <= other.end and other.end - other.start > self.end - self.start


@dataclass(frozen=True)
class Understood:
    """`groups` are looked for, one of each; `spans` are what was recognized, the longest first; `rest` is left."""

    words: Sequence[str] = ()
    groups: Sequence[Alternatives] = ()
    spans: Sequence[Span] = ()
    rest: Sequence[str] = ()

    @property
    def also(self) -> list[str]:
        """What is looked for in addition to what was typed."""
        return list(dict.fromkeys(span.means for span in self.spans if span.means))

    @property
    def pages(self) -> dict[int, str]:
        """Documents that answer it, the likeliest first, with their kinds."""
        pages = ((getattr(span.row, "document", None), getattr(span.row, "kind", "")) for span in self.spans)
        return {page: kind for page, kind in pages if page}

    def asks_first(self, first: str) -> bool:
        return any(span.row.first == first for span in self.spans)

    @property
    def narrows(self) -> list[str]:
        return list(dict.fromkeys(span.row.narrows for span in self.spans if span.row.narrows))


@dataclass
class _Phrases:
    """The runs of words in a query, by how they are looked up."""

    at: dict[str, list[tuple[int, int]]] = field(default_factory=dict)

    def add(self, text: str, start: int, end: int) -> None:
        self.at.setdefault(text, []).append((start, end))


def understand(words: Sequence[str]) -> Understood:
    """Two questions to the database, however long the query is."""
    phrases = _phrases(words)
    spans = list(_outermost(_spans(words, phrases)))
    chosen = _side_by_side(spans)
    covered = {place for span in chosen for place in range(span.start, span.end)}
    rest = [word for place, word in enumerate(words) if place not in covered]
    return Understood(words, list(_groups(words, chosen)), spans, rest)


def _phrases(words: Sequence[str]) -> _Phrases:
    found = _Phrases()
    for start in range(len(words)):
        for end in range(start + 1, min(start + LONGEST, len(words)) + 1):
            found.add(" ".join(words[start:end]), start, end)
    return found


def _spans(words: Sequence[str], phrases: _Phrases) -> Iterator[Span]:
    document = Document.objects.filter(url=OuterRef("page")).order_by("pk")
    answer = {"document": Subquery(document.values("pk")[:1]), "kind": Subquery(document.values("kind")[:1])}
    known = Q(folded__in=phrases.at) | Q(means__in=phrases.at, direction=Synonym.Direction.BOTH)
    for row in Synonym.objects.filter(known, is_on=True).annotate(**answer):
        for start, end in phrases.at.get(row.folded, ()):
            if not row.only_alone or end - start == len(words):
                yield Span(start, end, row, row.means)
        if row.direction == Synonym.Direction.BOTH:
            for start, end in phrases.at.get(row.means, ()):
                yield Span(start, end, row, row.folded)


def _outermost(spans: Iterator[Span]) -> Iterator[Span]:
    """A longer phrase says what a shorter one in it means, but never hides what is urgent."""
    found = sorted(spans, key=lambda span: (span.start - span.end, span.start, span.row.pk))
    for span in found:
        is_urgent = span.row.first in (Synonym.First.CRISIS, Synonym.First.OVERDOSE)
        if is_urgent or not any(span.within(other) for other in found):
            yield span


def _side_by_side(spans: Sequence[Span]) -> list[Span]:
    """The longest first; of those that overlap, one."""
    chosen: list[Span] = []
    for span in spans:
        if all(span.end <= other.start or other.end <= span.start for other in chosen):
            chosen.append(span)
    return sorted(chosen, key=lambda span: span.start)


def _groups(words: Sequence[str], chosen: Sequence[Span]) -> Iterator[Alternatives]:
    together = _together(words)
    place = 0
    for start, end, row, means in chosen:
        yield from _single(words, place, start, together)
        typed = " ".join(words[start:end])
        if means:
            yield tuple(dict.fromkeys((typed, means)))
        # "near me" is in no page.
        elif row.first != Synonym.First.NEAR or end - start == 1:
            yield from _single(words, start, end, together)
        place = end
    yield from _single(words, place, len(words), together)


def _single(words: Sequence[str], start: int, end: int, together: dict[int, str]) -> Iterator[Alternatives]:
    """Each word that tells something. Two that make a known word count as that one, too: "out-patient"."""
    while start < end:
        if start in together and start + 1 < end:
            yield f"{words[start]} {words[start + 1]}", together[start]
            start += 2
            continue
        if telling([words[start]]):
            yield (words[start],)
        start += 1


def _together(words: Sequence[str]) -> dict[int, str]:
    pairs = {f"{one}{other}": place for place, (one, other) in enumerate(zip(words, words[1:], strict=False))}
    known = Word.objects.filter(word__in=[pair for pair in pairs if len(pair) > 6]).values_list("word", flat=True)
    return {pairs[word]: word for word in known} if len(words) > 1 else {}
