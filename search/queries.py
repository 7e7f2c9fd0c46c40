"""Finding: what readers typed, and the pages that answer it."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.functions import Length

from search.dialects import BEGIN, END, RANKED, Dialect, Hit, Match, dialect
from search.models import Document, Word
from search.words import telling, words_of

PER_PAGE = 10
COUNTED = 1_000  # of a kind, and in all lists; beyond that a reader needs other words, not more pages
SHORTEST_BEGINNING = 4
MOST_ENDINGS = 10
MOST_ANY = 4
MOST_SUGGESTIONS = 3  # words of one query that are put right
# A heading or an item of a list ends without a full stop, and would run into what follows.
_UNENDED = re.compile(rf"(?<![.!?:…\n])({END}?)\n+(?=.)")


class Piece(NamedTuple):
    text: str
    is_match: bool


class Item(NamedTuple):
    kind: str
    key: str
    url: str
    title: list[Piece]
    snippet: list[Piece]


@dataclass(frozen=True)
class Results:
    """A page of answers. `counts` is by kind, of all that matches whatever `kind` was asked for."""

    words: list[str] = field(default_factory=list)  # what was looked for; none when nothing in the query tells
    items: list[Item] = field(default_factory=list)
    total: int = 0
    page: int = 1
    pages: int = 1
    counts: dict[str, int] = field(default_factory=dict)
    any_word: bool = False  # no page has all the words, so these have some
    suggestion: str = ""

    @property
    def capped(self) -> bool:
        """There are more than were counted."""
        return self.total >= COUNTED


def find(query: str, *, kind: str = "", page: int = 1) -> Results:
    """Whatever was typed, an answer. A page that there is not has no items."""
    all_words = words_of(query)
    words = telling(all_words)
    if not words:
        return Results()
    database = dialect()
    with database.searching():
        return _find(database, all_words, words, kind, page)


def _find(database: Dialect, all_words: list[str], words: list[str], kind: str, page: int) -> Results:
    match, hits, any_word = _best_match(database, words)
    suggestion = "" if hits and not any_word else _suggestion(database, all_words, words)
    counts = {name: min(count, COUNTED) for name, count in Counter(hit.kind for hit in hits).items()}
    chosen = [hit for hit in hits if kind in ("", hit.kind)][:COUNTED]
    return Results(
        words=words,
        items=list(_items(database, match, chosen[(page - 1) * PER_PAGE : page * PER_PAGE])),
        total=len(chosen),
        page=page,
        pages=max(1, -(-len(chosen) // PER_PAGE)),
        counts=counts,
        any_word=any_word,
        suggestion=suggestion,
    )


def _best_match(database: Dialect, words: Sequence[str]) -> tuple[Match, list[Hit], bool]:
    """All words; else all with the last as a beginning; else any of them, which the last value tells."""
    match = Match(words)
    if hits := _hits(database, match):
        return match, hits, False
    if endings := _endings(words[-1]):
        match = Match(words[:-1], endings)
        if hits := _hits(database, match):
            return match, hits, False
    # Long words tell more, and each one costs.
    match = Match([], sorted(words, key=len, reverse=True)[:MOST_ANY])
    return match, _hits(database, match) if len(words) > 1 else [], True


def _endings(word: str) -> list[str]:
    """Known words that begin so, the shortest first: few enough to look for each."""
    if len(word) < SHORTEST_BEGINNING:
        return []
    longer = Word.objects.filter(word__startswith=word).exclude(word=word).order_by(Length("word"), "word")
    return list(longer.values_list("word", flat=True)[:MOST_ENDINGS])


def _hits(database: Dialect, match: Match) -> list[Hit]:
    """Best first. Where very many pages match, each kind gets its share, and titles go before texts."""
    kinds = [""] if database.count(match, most=COUNTED + 1) <= COUNTED else list(_kinds())
    hits = [hit for kind in kinds for hit in database.hits(match, most=COUNTED, kind=kind)]
    if match.words and len(hits) > RANKED:
        for kind in kinds:
            hits += database.hits(match, most=RANKED, kind=kind, in_title=True)
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.id not in best or best[hit.id].rank < hit.rank:
            best[hit.id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.rank, hit.id))


def _kinds() -> Iterator[str]:
    """Without reading all rows: the index on kind and key leads from each kind to the next."""
    kind = ""
    while following := Document.objects.filter(kind__gt=kind).order_by("kind").values_list("kind", flat=True).first():
        yield following
        kind = following


def _items(database: Dialect, match: Match, hits: Sequence[Hit]) -> Iterator[Item]:
    ids = [hit.id for hit in hits]
    if not ids:
        return
    rows = Document.objects.only("kind", "key", "url").in_bulk(ids)
    excerpts = database.excerpts(match, ids)
    for number in ids:
        if number in rows and number in excerpts:
            row, (title, snippet) = rows[number], excerpts[number]
            shown = _UNENDED.sub(r"\1 · ", snippet)
            yield Item(row.kind, row.key, row.url, list(_pieces(title)), list(_pieces(shown)))


def _pieces(marked: str) -> Iterator[Piece]:
    for number, part in enumerate(marked.split(BEGIN)):
        inside, _, after = part.partition(END) if number else ("", "", part)
        yield from (Piece(text, is_match) for text, is_match in ((inside, True), (after, False)) if text)


def _suggestion(database: Dialect, all_words: Iterable[str], words: Sequence[str]) -> str:
    """The query with words that stand nowhere put right, if that finds something."""
    unknown = [w for w in words if len(w) >= SHORTEST_BEGINNING and not database.count(Match([w]), most=1)]
    right = {word: database.similar(word) for word in unknown[:MOST_SUGGESTIONS]}
    if not any(right.values()):
        return ""
    corrected = [right.get(word) or word for word in all_words]
    found = database.count(Match(telling(words_of(" ".join(corrected)))), most=1)
    return " ".join(corrected) if found else ""
