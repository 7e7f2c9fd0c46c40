"""What staff find: the newest words of everything, and those that readers see. No reader's search reads this index."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from search.dialects import DESK, Match, dialect
from search.models import DeskDocument
from search.queries import Piece, pieces
from search.services import LONGEST_TEXT
from search.words import telling, tidy, words_of

NEWEST, LIVE = "kind:newest", "kind:live"
PER_PAGE = 50
COUNTED = 2_000  # no count goes further
MOST_WORDS = 8


@dataclass(frozen=True)
class Words:
    """What a thing says, as the desk finds it."""

    title: str
    text: str
    keywords: str = ""


@dataclass(frozen=True)
class Item:
    kind: str
    subject: int
    is_newest: bool
    is_live: bool
    title: list[Piece]
    snippet: list[Piece]


@dataclass
class Found:
    items: list[Item] = field(default_factory=list)
    counts: dict[str, tuple[int, int]] = field(default_factory=dict)  # by kind: newest words, words that readers see
    pages: int = 1


@transaction.atomic(savepoint=False)
def put(kind: str, subject: int, *, newest: Words | None, live: Words | None) -> None:
    """In place of what was found before. Equal words are one document, which says that it is both."""
    forget(kind, [subject])
    documents = []
    if newest is not None:
        marks = [NEWEST, LIVE] if newest == live else [NEWEST]
        documents.append(_document(kind, subject, str(subject), newest, marks))
    if live is not None and live != newest:
        documents.append(_document(kind, subject, f"{subject}-live", live, [LIVE]))
    DeskDocument.objects.bulk_create(documents)
    dialect(DESK).index(kind, [document.key for document in documents])


def forget(kind: str, subjects: Iterable[int]) -> None:
    keys = [key for subject in subjects for key in (str(subject), f"{subject}-live")]
    dialect(DESK).forget(kind, keys)
    DeskDocument.objects.filter(kind=kind, key__in=keys).delete()


def settle() -> None:
    """After much was written: make the index quick again."""
    dialect(DESK).settle()


def match_of(query: str, database: Any) -> Match | None:
    """All the words, each in any of its forms. Where nothing has them, the last is taken for a beginning."""
    words = words_of(query)
    kept = (telling(words) or words)[:MOST_WORDS]
    if not kept:
        return None
    whole = Match([[word] for word in kept])
    if len(kept[-1]) == 1 or database.newest(whole, most=1):  # a letter begins every other word
        return whole
    return Match([*whole.groups[:-1], [f"{kept[-1]}*"]])


def find(query: str, kinds: Sequence[str], *, kind: str = "", live: bool = False, page: int = 1) -> Found:
    """`kinds` are those that are counted; `kind` narrows what is shown to one, `live` to what readers see."""
    database = dialect(DESK)
    with database.searching():
        match = match_of(query, database)
        if match is None or not kinds:
            return Found()
        groups = [[f"kind:{one}", which] for one in kinds for which in (NEWEST, LIVE)]
        counted = database.counts_within(match, [_bare(group) for group in groups], most=COUNTED)
        counts = {one: (counted[2 * place], counted[2 * place + 1]) for place, one in enumerate(kinds)}
        within = [*([f"kind:{kind}"] if kind else []), *([LIVE] if live else [])]
        ids = database.newest(match, within=_bare(within), most=page * PER_PAGE + 1)
        shown = ids[(page - 1) * PER_PAGE : page * PER_PAGE]
        return Found(list(_items(database, match, shown)), counts, page + (len(ids) > page * PER_PAGE))


def subjects(query: str, kind: str, most: int, *, live: bool = False) -> list[int]:
    """Keys of the things of a kind that have these words, the last saved first. `live` asks what readers see alone."""
    database = dialect(DESK)
    with database.searching():
        match = match_of(query, database)
        if match is None:
            return []
        ids = database.newest(match, within=[kind, *_bare([LIVE] if live else [])], most=2 * most)
    rows = dict(DeskDocument.objects.filter(pk__in=ids).values_list("pk", "subject"))
    return list(dict.fromkeys(rows[pk] for pk in ids if pk in rows))[:most]


def _bare(marks: Sequence[str]) -> list[str]:
    return [mark.removeprefix("kind:") for mark in marks]


def _document(kind: str, subject: int, key: str, words: Words, marks: Sequence[str]) -> DeskDocument:
    return DeskDocument(
        kind=kind,
        key=key,
        subject=subject,
        marks=" ".join([f"kind:{kind}", *marks]),
        title=tidy(words.title)[:300],
        keywords=tidy(words.keywords)[:LONGEST_TEXT],
        text=tidy(words.text)[:LONGEST_TEXT],
    )


def _items(database: Any, match: Match, ids: Sequence[int]) -> Iterator[Item]:
    if not ids:
        return
    rows = DeskDocument.objects.only("kind", "subject", "marks", "title").in_bulk(ids)
    excerpts = database.excerpts(match, ids)
    for pk in ids:
        if row := rows.get(pk):
            title, snippet = excerpts.get(pk) or (row.title, "")
            marks = row.marks.split()
            yield Item(
                row.kind, row.subject, NEWEST in marks, LIVE in marks, list(pieces(title)), list(pieces(snippet))
            )
