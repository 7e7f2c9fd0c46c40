"""Finding: what readers typed, and the pages that answer it."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models.functions import Left

from search.dialects import BEGIN, END, RANKED, Dialect, Hit, Match, closest, dialect
from search.models import Document
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
    found = _best_match(database, understood, groups)
    pinned = [Hit(pk, its_kind, 0) for pk, its_kind in understood.pages.items()]
    hits = [*pinned, *(hit for hit in found.hits if hit.id not in understood.pages)]
    counts = {name: min(count, COUNTED) for name, count in Counter(hit.kind for hit in hits).items()}
    chosen = [hit for hit in hits if kind in ("", hit.kind)][:COUNTED]
    return Results(
        words=[group[0] for group in groups],
        items=list(_items(database, found.match, chosen[(page - 1) * PER_PAGE : page * PER_PAGE])),
        total=len(chosen),
        page=page,
        pages=max(1, -(-len(chosen) // PER_PAGE)),
        counts=counts,
        any_word=found.any_word and not pinned,
        suggestion="" if hits and not found.any_word else found.suggestion,
        understood=understood,
    )


class _Found(NamedTuple):
    match: Match
    hits: list[Hit] = []
    any_word: bool = False
    suggestion: str = ""


def _best_match(database: Dialect, understood: Understood, groups: Sequence[Alternatives]) -> _Found:
    """All words; if none has them, all with the last as a beginning; then any of them. Asked together."""
    # Long words tell more, and each one costs.
    any_of = sorted((words for group in groups for words in group), key=len, reverse=True)[:MOST_ANY]
    whole, some = Match(groups), Match([any_of])
    if not groups:
        return _Found(whole)
    # The table of synonyms is not corrected: a brand is no misspelled word.
    doubtful = [word for word in telling(understood.rest) if len(word) >= SHORTEST_BEGINNING]
    asked = [whole, some, *(Match([[word]]) for word in doubtful)]
    count, count_of_some, *each = database.counts(asked, most=RANKED_WHOLE + 1)
    if count:
        return _Found(whole, _hits(database, whole, count))
    unknown = [word for word, its_count in zip(doubtful, each, strict=True) if not its_count][:MOST_SUGGESTIONS]
    # A word that the table of synonyms knows is whole: "meth" is no beginning of "methadone".
    beginning = groups[-1][0] if len(groups[-1]) == 1 and len(groups[-1][0]) >= SHORTEST_BEGINNING else ""
    known = database.near(unknown, beginning)
    longer = _longer(beginning, known)
    ended = Match([*groups[:-1], longer])
    near = {word: closest(word, known) for word in unknown}
    candidates = list(dict.fromkeys(other for others in near.values() for other in others))
    asked = [*[ended] * bool(longer), *(Match([[other]]) for other in candidates)]
    counts = database.counts(asked, most=RANKED_WHOLE + 1) if asked else []
    if longer and counts[0]:
        return _Found(ended, _hits(database, ended, counts[0]))
    frequent = dict(zip(candidates, counts[bool(longer) :], strict=True))
    right = {word: best for word in unknown if (best := _most_frequent(near[word], frequent, word))}
    suggestion = " ".join(right.get(word, word) for word in understood.words) if right else ""
    hits = _hits(database, some, count_of_some) if len(groups) > 1 else []
    return _Found(some, hits, any_word=True, suggestion=suggestion)


def _longer(beginning: str, known: Sequence[str]) -> list[str]:
    """Words that begin so, the shortest first: few enough to look for each."""
    longer = [word for word in known if beginning and word.startswith(beginning) and word != beginning]
    return sorted(longer, key=lambda word: (len(word), word))[:MOST_ENDINGS]


def _most_frequent(near: Sequence[str], counts: Mapping[str, int], word: str) -> str:
    """The most alike, or one nearly as much alike that far more pages have. A word that no page has is none."""
    there = [other for other in near if counts[other]]
    return max(there, key=lambda other: (sorted(other) == sorted(word), min(counts[other], FREQUENT)), default="")


def _hits(database: Dialect, match: Match, count: int) -> list[Hit]:
    """Best first. Where very many pages match, each kind gets its share, and titles go before texts."""
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
