"""The two databases' ways to find words. Everything else about search is the same on both.

Here alone stands SQL of our own. Words reach it as parameters, made of letters and digits by `search.words`.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from difflib import get_close_matches
from typing import Any, NamedTuple, Protocol

from django.db import connection, transaction
from django.db.models.functions import Length

from search.models import Word

# Mark matches in what the database gives back. Stored texts hold no such characters: see `search.words.tidy`.
BEGIN, END, GAP = "\x02", "\x03", "\x04"
RANKED = 150  # of the hits of one query, so that a word which stands everywhere costs no more than others
SNIPPET_LOOKS_AT = 20_000  # characters
LIKE_ENOUGH = 0.75


class Match(NamedTuple):
    """What to look for: each of these words, and one of those if there are any."""

    words: Sequence[str]
    one_of: Sequence[str] = ()


class Hit(NamedTuple):
    id: int
    kind: str
    rank: float  # more is better


class Dialect(Protocol):
    def searching(self) -> AbstractContextManager[Any]:
        """Around all that one search asks."""

    def index(self, kind: str, keys: Collection[str]) -> None:
        """Take these documents into the index, after their rows were written."""

    def forget(self, kind: str, keys: Collection[str]) -> None:
        """Take these documents out of the index, before their rows are deleted."""

    def settle(self) -> None:
        """After much was written: make the index quick again."""

    def count(self, match: Match, *, most: int) -> int:
        """How many documents match; no further than `most`, and much quicker than `hits`."""

    def hits(self, match: Match, *, most: int, kind: str = "", in_title: bool = False) -> list[Hit]:
        """Documents that match, at most so many, in no order."""

    def excerpts(self, match: Match, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Title and snippet of each document, with matches between BEGIN and END."""

    def similar(self, word: str) -> str:
        """The known word that this one is most like, or nothing."""


def dialect() -> Dialect:
    return PostgreSQL() if connection.vendor == "postgresql" else SQLite()


class SQLite:
    """FTS5: a table of its own, `search_index`, whose rowid is the document's."""

    def searching(self) -> AbstractContextManager[None]:
        return nullcontext()

    def index(self, kind: str, keys: Collection[str]) -> None:
        _execute(
            "INSERT OR REPLACE INTO search_index (rowid, kind, title, keywords, text)"
            " SELECT id, kind, title, keywords, text FROM search_document"
            f" WHERE kind = %s AND key IN ({_marks(keys)})",
            [kind, *keys],
        )

    def forget(self, kind: str, keys: Collection[str]) -> None:
        chosen = f"SELECT id FROM search_document WHERE kind = %s AND key IN ({_marks(keys)})"
        _execute(f"DELETE FROM search_index WHERE rowid IN ({chosen})", [kind, *keys])

    def settle(self) -> None:
        _execute("INSERT INTO search_index (search_index) VALUES ('optimize')", [])

    def count(self, match: Match, *, most: int) -> int:
        found = "SELECT rowid FROM search_index WHERE search_index MATCH %s LIMIT %s"
        expression = f"{{title keywords text}} : ({self._expression(match)})"
        return int(_fetch(f"SELECT count(*) FROM ({found}) f", [expression, most])[0][0])

    def hits(self, match: Match, *, most: int, kind: str = "", in_title: bool = False) -> list[Hit]:
        columns = "title keywords" if in_title else "title keywords text"
        expression = f"{{{columns}}} : ({self._expression(match)})"
        if kind:
            expression += f' AND kind : "{kind}"'
        rows = _fetch(
            "SELECT d.id, d.kind, -i.rank * d.weight FROM"
            " (SELECT rowid, bm25(search_index, 0, 10, 5, 1) AS rank FROM search_index"
            "  WHERE search_index MATCH %s LIMIT %s) i"
            " JOIN search_document d ON d.id = i.rowid",
            [expression, most],
        )
        return [Hit(*row) for row in rows]

    def excerpts(self, match: Match, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        rows = _fetch(
            "SELECT rowid, highlight(search_index, 1, %s, %s), snippet(search_index, 3, %s, %s, '…', 32)"
            f" FROM search_index WHERE search_index MATCH %s AND rowid IN ({_marks(ids)})",
            [BEGIN, END, BEGIN, END, f"{{title keywords text}} : ({self._expression(match)})", *ids],
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def similar(self, word: str) -> str:
        """Among those that begin alike: looking through all would take too long."""
        return _closest(word, _begin_alike(word))

    def _expression(self, match: Match) -> str:
        parts = [f'"{word}"' for word in match.words]
        if match.one_of:
            parts.append("(" + " OR ".join(f'"{word}"' for word in match.one_of) + ")")
        return " AND ".join(parts)


class PostgreSQL:
    """Generated tsvector columns, `words` and `title_words`, with the kind as one more word in each."""

    @contextmanager
    def searching(self) -> Iterator[None]:
        """With a LIMIT the planner likes to read the table from its start, unpacking every text on the way."""
        with transaction.atomic():
            _execute("SET LOCAL enable_seqscan = off", [])
            yield

    def index(self, kind: str, keys: Collection[str]) -> None:
        """The database does it."""

    forget = index

    def settle(self) -> None:
        _execute("ANALYZE search_document, search_word", [])

    def count(self, match: Match, *, most: int) -> int:
        query, words = self._query(match)
        found = f"SELECT 1 FROM search_document WHERE words @@ ({query}) LIMIT %s"
        return int(_fetch(f"SELECT count(*) FROM ({found}) f", [*words, most])[0][0])

    def hits(self, match: Match, *, most: int, kind: str = "", in_title: bool = False) -> list[Hit]:
        query, words = self._query(match)
        condition = f"{'title_words' if in_title else 'words'} @@ ({query})"
        if kind:
            condition += f" AND {'title_words' if in_title else 'words'} @@ %s::tsquery"
        rank = f"ts_rank('{{0.1, 0.2, 0.6, 1}}', d.words, ({query}), 1) * d.weight"
        rows = _fetch(
            f"SELECT d.id, d.kind, CASE WHEN h.position <= {RANKED} THEN {rank} ELSE 0 END FROM"
            " (SELECT id, row_number() OVER () AS position FROM"
            f" (SELECT id FROM search_document WHERE {condition} LIMIT %s) f) h"
            " JOIN search_document d ON d.id = h.id",
            [*words, *words, *([f"'kind:{kind}'"] if kind else []), most],
        )
        return [Hit(*row) for row in rows]

    def excerpts(self, match: Match, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        query, words = self._query(match)
        around = f"StartSel={BEGIN}, StopSel={END}"
        title, text = _loosened("title"), _loosened(f"left(text, {SNIPPET_LOOKS_AT})")
        rows = _fetch(
            f"SELECT id, ts_headline('search_english', {title}, ({query}), %s),"
            f" ts_headline('search_english', {text}, ({query}), %s)"
            f" FROM search_document WHERE id IN ({_marks(ids)})",
            [*words, f"{around}, HighlightAll=true", *words, f"{around}, MaxWords=32, MinWords=20", *ids],
        )
        return {row[0]: (row[1].replace(GAP, ""), row[2].replace(GAP, "")) for row in rows}

    def similar(self, word: str) -> str:
        """Trigrams find words that begin otherwise, but miss short ones with two letters swapped."""
        near = _fetch("SELECT word FROM search_word WHERE word %% %s", [word])
        return _closest(word, [*_begin_alike(word), *(row[0] for row in near)])

    def _query(self, match: Match) -> tuple[str, list[str]]:
        """SQL for a tsquery, and its parameters. A word that PostgreSQL does not look for falls out of it."""
        term = "plainto_tsquery('search_english', %s)"
        parts = [term] * len(match.words)
        if match.one_of:
            parts.append("(" + " || ".join([term] * len(match.one_of)) + ")")
        return " && ".join(parts), [*match.words, *match.one_of]


def _begin_alike(word: str) -> Sequence[str]:
    near = Word.objects.alias(size=Length("word")).filter(word__startswith=word[0])
    return list(near.filter(size__gte=len(word) - 2, size__lte=len(word) + 2).values_list("word", flat=True))


def _closest(word: str, near: Sequence[str]) -> str:
    """Letters in another order first: that is how a hurried hand mistypes."""
    close = get_close_matches(word, near, 5, LIKE_ENOUGH)
    return next((other for other in close if sorted(other) == sorted(word)), next(iter(close), ""))


def _loosened(text: str) -> str:
    """SQL for a text in which PostgreSQL sees words, where it would see a path, a host's name or a tag."""
    return f"regexp_replace({text}, '([]/.:@&<>_])', '{GAP}\\1{GAP}', 'g')"


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _execute(sql: str, values: Sequence[Any]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)


def _fetch(sql: str, values: Sequence[Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
        return rows
