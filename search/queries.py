"""Finding: what readers typed, and the pages that answer it."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.functions import Left, Length

from search.dialects import BEGIN, END, RANKED, Dialect, Hit, Match, dialect
from search.models import Document, Word
from search.understanding import Alternatives, Understood, understand
from search.words import MOST_WORDS, telling, words_of

PER_PAGE = 10
COUNTED = 1_000  # of a kind, and in all lists; beyond that a reader needs other words, not more pages
RANKED_WHOLE = 2_000  # above that, titles and weights alone rank
MOST_TYPED = 40  # words that are looked at
OPENING = 200  # characters
FREQUENT = 500
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
    understood: Understood = field(default_factory=Understood)

    @property
    def capped(self) -> bool:
        """There are more than were counted."""
        return self.total >= COUNTED


def find(query: str, *, kind: str = "", page: int = 1) -> Results:
    """Whatever was typed, an answer. A page that there is not has no items."""
    all_words = words_of(query)[:MOST_TYPED]
    database = dialect()
    with database.searching():
        understood = understand(all_words)
        if not understood.groups and not understood.spans:
            return Results()
        return _find(database, understood, kind, page)


def _find(database: Dialect, understood: Understood, kind: str, page: int) -> Results:
    groups = list(dict.fromkeys(understood.groups))[:MOST_WORDS]
    match, hits, any_word = _best_match(database, groups)
    pinned = _pinned(understood.pages)
    hits = [*pinned, *(hit for hit in hits if hit.id not in understood.pages)]
    suggestion = "" if hits and not any_word else _suggestion(database, understood)
    counts = {name: min(count, COUNTED) for name, count in Counter(hit.kind for hit in hits).items()}
    chosen = [hit for hit in hits if kind in ("", hit.kind)][:COUNTED]
    return Results(
        words=[group[0] for group in groups],
        items=list(_items(database, match, chosen[(page - 1) * PER_PAGE : page * PER_PAGE])),
        total=len(chosen),
        page=page,
        pages=max(1, -(-len(chosen) // PER_PAGE)),
        counts=counts,
        any_word=any_word and not pinned,
        suggestion=suggestion,
        understood=understood,
    )


def _pinned(pages: Sequence[int]) -> list[Hit]:
    if not pages:
        return []
    kinds = dict(Document.objects.filter(pk__in=pages).values_list("pk", "kind"))
    return [Hit(pk, kinds[pk], 0) for pk in pages if pk in kinds]


def _best_match(database: Dialect, groups: Sequence[Alternatives]) -> tuple[Match, list[Hit], bool]:
    """All words; else all with the last as a beginning; else any of them, which the last value tells."""
    match = Match(groups)
    if not groups:
        return match, [], False
    if hits := _hits(database, match):
        return match, hits, False
    # A word that the table of synonyms knows is whole: "meth" is no beginning of "methadone".
    if endings := _endings(groups[-1][0]) if len(groups[-1]) == 1 else []:
        match = Match([*groups[:-1], endings])
        if hits := _hits(database, match):
            return match, hits, False
    # Long words tell more, and each one costs.
    any_of = sorted((words for group in groups for words in group), key=len, reverse=True)[:MOST_ANY]
    match = Match([any_of])
    return match, _hits(database, match) if len(groups) > 1 else [], True


def _endings(word: str) -> list[str]:
    """Known words that begin so, the shortest first: few enough to look for each."""
    if len(word) < SHORTEST_BEGINNING:
        return []
    longer = Word.objects.filter(word__startswith=word).exclude(word=word).order_by(Length("word"), "word")
    return list(longer.values_list("word", flat=True)[:MOST_ENDINGS])


def _hits(database: Dialect, match: Match) -> list[Hit]:
    """Best first. Where very many pages match, each kind gets its share, and titles go before texts."""
    [count] = database.counts([match], most=RANKED_WHOLE + 1)
    if not count:
        return []
    if count <= RANKED_WHOLE:
        hits = database.hits(match, most=RANKED_WHOLE)
    else:
        hits = database.first_hits(match, most=COUNTED, titles=RANKED)
    best: dict[int, Hit] = {}
    for hit in hits:
        if hit.id not in best or best[hit.id].rank < hit.rank:
            best[hit.id] = hit
    return sorted(best.values(), key=lambda hit: (-hit.rank, hit.id))


def _items(database: Dialect, match: Match, hits: Sequence[Hit]) -> Iterator[Item]:
    ids = [hit.id for hit in hits]
    if not ids:
        return
    rows = Document.objects.only("kind", "key", "url", "title").annotate(opening=Left("text", OPENING)).in_bulk(ids)
    excerpts = database.excerpts(match, ids) if match.groups else {}
    for number in ids:
        if number in rows:
            row = rows[number]
            # A page that answers the question need not have its words.
            title, snippet = excerpts.get(number) or (row.title, f"{row.opening.rpartition(' ')[0]}…")
            shown = _UNENDED.sub(r"\1 · ", snippet)
            yield Item(row.kind, row.key, row.url, list(pieces(title)), list(pieces(shown)))


def pieces(marked: str) -> Iterator[Piece]:
    for number, part in enumerate(marked.split(BEGIN)):
        inside, _, after = part.partition(END) if number else ("", "", part)
        yield from (Piece(text, is_match) for text, is_match in ((inside, True), (after, False)) if text)


def _suggestion(database: Dialect, understood: Understood) -> str:
    """The query with words that stand nowhere put right, if that finds something. The table of synonyms is not
    corrected: a brand is no misspelled word."""
    words = [word for word in telling(understood.rest) if len(word) >= SHORTEST_BEGINNING]
    if not words:
        return ""
    counts = database.counts([Match([[word]]) for word in words], most=1)
    unknown = [word for word, count in zip(words, counts, strict=True) if not count][:MOST_SUGGESTIONS]
    right = {word: best for word in unknown if (best := _most_frequent(database, database.similar(word), word))}
    return " ".join(right.get(word, word) for word in understood.words) if right else ""


def _most_frequent(database: Dialect, near: Sequence[str], word: str) -> str:
    """The most alike, or one nearly as much alike that far more pages have. A word that no page has is none."""
    if not near:
        return ""
    counts = dict(zip(near, database.counts([Match([[other]]) for other in near], most=FREQUENT), strict=True))
    there = [other for other in near if counts[other]]
    return max(there, key=lambda other: (sorted(other) == sorted(word), counts[other]), default="")
