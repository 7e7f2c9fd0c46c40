"""The two databases' ways to find words. Everything else about search is the same on both.

This is the only place with SQL of our own. Words reach it as parameters, made of letters and digits by `search.words`.
"""

from collections.abc import Collection, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from difflib import SequenceMatcher, get_close_matches
from typing import Any, NamedTuple, Protocol

from django.db import connection, transaction

from search.kinds import searched

# Mark matches in what the database gives back. Stored texts hold no such characters: see `search.words.tidy`.
BEGIN, END, GAP = "\x02", "\x03", "\x04"
LAST = "\U0010ffff"  # after every letter
EVERYWHERE, TITLES = "title keywords text", "title keywords"
TITLE = 10  # times more than a text that matches, where nothing finer can be had
RANKED = 150  # of the hits of one query, so that a word which is everywhere costs as little as others
SNIPPET_LOOKS_AT = 20_000  # characters
MANY = 10_000  # documents with a word, above which PostgreSQL is not asked for all of them
LOOKED_AT = 15_000  # of such a kind
LIKE_ENOUGH = 0.75
NEARLY = 0.05  # how much less alike a word may be that far more pages have


class Match(NamedTuple):
    """What to look for: one of each group. Several words in one string are side by side; one with a star at its end
    is a beginning.
    """

    groups: Sequence[Sequence[str]]


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

    def counts(self, matches: Sequence[Match], *, most: int) -> list[int]:
        """How many documents match each; no further than `most`, and much quicker than `hits`."""

    def hits(self, match: Match, *, most: int) -> list[Hit]:
        """Documents that match, at most so many, in no order, ranked by every word in them."""

    def first_hits(self, match: Match, *, most: int, titles: int) -> list[Hit]:
        """Of very many that match, at most so many of each kind, and so many more by their titles. Ranked by what
        they are and whether their title matches: weighing each word in each text would take too long."""

    def excerpts(self, match: Match, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        """Title and snippet of each document, with matches between BEGIN and END."""

    def near(self, words: Collection[str], beginning: str) -> list[str]:
        """Known words that these may have been meant to be, and those that begin so, in one question."""


@dataclass(frozen=True)
class Tables:
    """Where the documents are, and, on SQLite, the indexes next to them. `kinds` is the column that narrows a search.

    `titles` has the titles and keywords alone: to leave the texts out, FTS5 would go through each of their words.
    """

    documents: str = "search_document"
    index: str = "search_index"
    kinds: str = "kind"
    titles: str = "search_titles"


READERS = Tables()
DESK = Tables("search_deskdocument", "search_deskindex", "marks", titles="")


def dialect(tables: Tables = READERS) -> "PostgreSQL | SQLite":
    return PostgreSQL(tables) if connection.vendor == "postgresql" else SQLite(tables)


class SQLite:
    """FTS5: a table of its own, such as `search_index`, whose rowid is the document's."""

    def __init__(self, tables: Tables = READERS) -> None:
        self.of = tables

    def searching(self) -> AbstractContextManager[None]:
        return nullcontext()

    def index(self, kind: str, keys: Collection[str]) -> None:
        for index, columns in self._indexes():
            _execute(
                f"INSERT OR REPLACE INTO {index} (rowid, kind, {columns})"
                f" SELECT id, {self.of.kinds}, {columns} FROM {self.of.documents}"
                f" WHERE kind = %s AND key IN ({_marks(keys)})",
                [kind, *keys],
            )

    def forget(self, kind: str, keys: Collection[str]) -> None:
        chosen = f"SELECT id FROM {self.of.documents} WHERE kind = %s AND key IN ({_marks(keys)})"
        for index, _columns in self._indexes():
            _execute(f"DELETE FROM {index} WHERE rowid IN ({chosen})", [kind, *keys])

    def settle(self) -> None:
        for index, _columns in self._indexes():
            _execute(f"INSERT INTO {index} ({index}) VALUES ('optimize')", [])

    def _indexes(self) -> Iterator[tuple[str, str]]:
        """With the columns that are looked through."""
        yield self.of.index, "title, keywords, text"
        if self.of.titles:
            yield self.of.titles, "title, keywords"

    def counts(self, matches: Sequence[Match], *, most: int) -> list[int]:
        one = f"(SELECT count(*) FROM (SELECT rowid FROM {self.of.index} WHERE {self.of.index} MATCH %s LIMIT %s) f)"
        values = [value for match in matches for value in (self._expression(match), most)]
        return list(_fetch(f"SELECT {', '.join([one] * len(matches))}", values)[0])

    def hits(self, match: Match, *, most: int) -> list[Hit]:
        rows = _fetch(
            "SELECT d.id, d.kind, -i.rank * d.weight FROM"
            f" (SELECT rowid, bm25({self.of.index}, 0, 10, 5, 1) AS rank FROM {self.of.index}"
            f"  WHERE {self.of.index} MATCH %s LIMIT %s) i"
            f" CROSS JOIN {self.of.documents} d ON d.id = i.rowid",
            [self._expression(match), most],
        )
        return [Hit(*row) for row in rows]

    def first_hits(self, match: Match, *, most: int, titles: int) -> list[Hit]:
        parts: list[str] = []
        values: list[Any] = []
        for kind in _kinds():
            for index, columns, rank, limit in (
                (self.of.titles, TITLES, TITLE, titles),
                (self.of.index, EVERYWHERE, 1, most),
            ):
                parts.append(
                    f"SELECT f.rowid, %s, %s * (SELECT weight FROM {self.of.documents} d WHERE d.id = f.rowid) FROM"
                    f" (SELECT rowid FROM {index} WHERE {index} MATCH %s LIMIT %s) f"
                )
                values += [kind, rank, f'{self._expression(match, columns)} AND kind : "{kind}"', limit]
        return [Hit(*row) for row in _fetch(" UNION ALL ".join(parts), values)] if parts else []

    def newest(self, match: Match, *, within: Sequence[str] = (), most: int) -> list[int]:
        """Documents that match and bear all these marks, the last written first."""
        rows = _fetch(
            f"SELECT rowid FROM {self.of.index} WHERE {self.of.index} MATCH %s ORDER BY rowid DESC LIMIT %s",
            [self._within(match, within), most],
        )
        return [row[0] for row in rows]

    def counts_within(self, match: Match, groups: Sequence[Sequence[str]], *, most: int) -> list[int]:
        """How many bear the marks of each group, each no further than `most`."""
        one = f"(SELECT count(*) FROM (SELECT rowid FROM {self.of.index} WHERE {self.of.index} MATCH %s LIMIT %s) f)"
        values = [value for within in groups for value in (self._within(match, within), most)]
        return list(_fetch(f"SELECT {', '.join([one] * len(groups))}", values)[0])

    def _within(self, match: Match, within: Sequence[str]) -> str:
        return " AND ".join([self._expression(match), *(f'kind : "{mark}"' for mark in within)])

    def excerpts(self, match: Match, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        rows = _fetch(
            f"SELECT rowid, highlight({self.of.index}, 1, %s, %s), snippet({self.of.index}, 3, %s, %s, '…', 32)"
            f" FROM {self.of.index} WHERE {self.of.index} MATCH %s AND rowid IN ({_marks(ids)})",
            [BEGIN, END, BEGIN, END, self._expression(match), *ids],
        )
        return {row[0]: (row[1], row[2]) for row in rows}

    def near(self, words: Collection[str], beginning: str) -> list[str]:
        """Among those that begin alike: looking through all would take too long. By their order, which its index has
        and LIKE does not use."""
        alike = [("word >= %s AND word < %s AND length(word) BETWEEN %s AND %s", _alike_from(word)) for word in words]
        if beginning:
            alike.append(("word >= %s AND word < %s", [beginning, f"{beginning}{LAST}"]))
        return _any_of(alike)

    def _expression(self, match: Match, columns: str = EVERYWHERE) -> str:
        groups = ("(" + " OR ".join(map(_quoted, group)) + ")" for group in match.groups)
        return f"{{{columns}}} : ({' AND '.join(groups)})"


class PostgreSQL:
    """Generated tsvector columns, `words` and `title_words`, with the kind as one more word in each."""

    def __init__(self, tables: Tables = READERS) -> None:
        self.of = tables

    @contextmanager
    def searching(self) -> Iterator[None]:
        """With a LIMIT the planner likes to read the table from its start, unpacking every text on the way."""
        with transaction.atomic():
            # What it is forbidden it thinks very dear, and would compile the query for a tenth of a second.
            _execute("SET LOCAL enable_seqscan = off; SET LOCAL jit = off", [])
            yield

    def index(self, kind: str, keys: Collection[str]) -> None:
        """The database does it."""

    forget = index

    def settle(self) -> None:
        _execute(f"ANALYZE {self.of.documents}, search_word", [])

    def counts(self, matches: Sequence[Match], *, most: int) -> list[int]:
        """Of a word that is nearly everywhere, its index reads every place before it can stop. The planner's
        statistics know such a word, so that it need not be counted."""
        asked = [self._query(match) for match in matches]
        found = [f"SELECT 1 FROM {self.of.documents} WHERE words @@ ({query})" for query, _words in asked]
        guesses = self._guesses(found, [words for _query, words in asked])
        rare = [place for place, guess in enumerate(guesses) if guess <= MANY]
        parts = [f"(SELECT count(*) FROM ({found[place]} LIMIT %s) f)" for place in rare]
        values = [value for place in rare for value in (*asked[place][1], most)]
        counted = dict(zip(rare, _fetch(f"SELECT {', '.join(parts)}", values)[0], strict=True)) if rare else {}
        return [counted.get(place, most) for place in range(len(matches))]

    def _guesses(self, queries: Sequence[str], values: Sequence[Sequence[Any]]) -> list[int]:
        """How many rows the planner expects of each, which takes it no time."""
        together = " UNION ALL ".join(f"({query})" for query in queries)
        [(plan,)] = _fetch(f"EXPLAIN (FORMAT JSON) {together}", [value for some in values for value in some])
        top = plan[0]["Plan"]
        return [int(one["Plan Rows"]) for one in (top["Plans"] if len(queries) > 1 else [top])]

    def hits(self, match: Match, *, most: int) -> list[Hit]:
        """Titles and keywords rank by themselves where there are many: texts are unpacked one by one."""
        query, words = self._query(match)
        whole = f"ts_rank('{{0.1, 0.2, 0.6, 1}}', d.words, ({query}), 1) * d.weight"
        title = f"ts_rank('{{0.1, 0.2, 0.6, 1}}', d.title_words, ({query}), 1) * d.weight"
        rows = _fetch(
            f"SELECT d.id, d.kind, CASE WHEN h.position <= {RANKED} OR d.weight > 1 THEN {whole} ELSE {title} END FROM"
            " (SELECT id, row_number() OVER () AS position FROM"
            f" (SELECT id FROM {self.of.documents} WHERE words @@ ({query}) LIMIT %s) f) h"
            f" JOIN {self.of.documents} d ON d.id = h.id",
            [*words, *words, *words, most],
        )
        return [Hit(*row) for row in rows]

    def first_hits(self, match: Match, *, most: int, titles: int) -> list[Hit]:
        """By the indexes, but where these would read every place of a word: there by the first rows of the kind."""
        query, words = self._query(match)
        branches = [
            (kind, column, rank, limit)
            for kind in _kinds()
            for column, rank, limit in (("title_words", TITLE, titles), ("words", 1, most))
        ]
        if not branches:
            return []
        matching = [
            f"SELECT id, kind, weight * {rank} FROM {self.of.documents} WHERE {column} @@ (({query}) && %s::tsquery)"
            for _kind, column, rank, _limit in branches
        ]
        values = [[*words, f"'kind:{kind}'"] for kind, *_rest in branches]
        parts: list[str] = []
        asked: list[Any] = []
        for place, guess in enumerate(self._guesses(matching, values)):
            kind, column, rank, limit = branches[place]
            if guess <= MANY:
                parts.append(f"({matching[place]} LIMIT %s)")
                asked += [*values[place], limit]
            else:
                first = f"SELECT id, kind, weight, {column} FROM {self.of.documents} WHERE kind = %s LIMIT {LOOKED_AT}"
                parts.append(
                    f"(SELECT id, kind, weight * {rank} FROM ({first}) f WHERE {column} @@ ({query}) LIMIT %s)"
                )
                asked += [kind, *words, limit]
        return [Hit(*row) for row in _fetch(" UNION ALL ".join(parts), asked)]

    def newest(self, match: Match, *, within: Sequence[str] = (), most: int) -> list[int]:
        """The last written first; of very many, the last of those that are found first."""
        query, words = self._within(match, within)
        found = f"SELECT id FROM {self.of.documents} WHERE words @@ ({query}) LIMIT {RANKED * 100}"
        return [row[0] for row in _fetch(f"SELECT id FROM ({found}) f ORDER BY id DESC LIMIT %s", [*words, most])]

    def counts_within(self, match: Match, groups: Sequence[Sequence[str]], *, most: int) -> list[int]:
        parts, values = [], []
        for within in groups:
            query, words = self._within(match, within)
            found = f"SELECT 1 FROM {self.of.documents} WHERE words @@ ({query}) LIMIT %s"
            parts.append(f"(SELECT count(*) FROM ({found}) f)")
            values += [*words, most]
        return list(_fetch(f"SELECT {', '.join(parts)}", values)[0])

    def _within(self, match: Match, within: Sequence[str]) -> tuple[str, list[str]]:
        query, words = self._query(match)
        return " && ".join([f"({query})", *["%s::tsquery"] * len(within)]), [*words, *(f"'kind:{m}'" for m in within)]

    def excerpts(self, match: Match, ids: Sequence[int]) -> dict[int, tuple[str, str]]:
        query, words = self._query(match)
        around = f"StartSel={BEGIN}, StopSel={END}"
        title, text = _loosened("title"), _loosened(f"left(text, {SNIPPET_LOOKS_AT})")
        rows = _fetch(
            f"SELECT id, ts_headline('search_english', {title}, ({query}), %s),"
            f" ts_headline('search_english', {text}, ({query}), %s)"
            f" FROM {self.of.documents} WHERE id IN ({_marks(ids)})",
            [*words, f"{around}, HighlightAll=true", *words, f"{around}, MaxWords=32, MinWords=20", *ids],
        )
        return {row[0]: (row[1].replace(GAP, ""), row[2].replace(GAP, "")) for row in rows}

    def near(self, words: Collection[str], beginning: str) -> list[str]:
        """Trigrams find words that begin otherwise, but miss short ones with two letters swapped."""
        alike = [("word LIKE %s AND length(word) BETWEEN %s AND %s", [f"{w[0]}%", *_lengths(w)]) for w in words]
        alike += [("word %% %s", [word]) for word in words]
        if beginning:
            alike.append(("word LIKE %s", [f"{beginning}%"]))
        return _any_of(alike)

    def _query(self, match: Match) -> tuple[str, list[str]]:
        """SQL for a tsquery, and its parameters. A word that PostgreSQL does not look for falls out of it."""
        groups = ("(" + " || ".join(map(_asked, group)) + ")" for group in match.groups)
        return " && ".join(groups), [_beginning(words) for group in match.groups for words in group]


def _quoted(words: str) -> str:
    """As FTS5 writes it; a star at the end asks for words that begin so."""
    return f'"{words[:-1]}"*' if words.endswith("*") else f'"{words}"'


def _asked(words: str) -> str:
    function = "to_tsquery" if words.endswith("*") else "phraseto_tsquery"
    return f"{function}('search_english', %s)"


def _beginning(words: str) -> str:
    return f"{words[:-1]}:*" if words.endswith("*") else words


def _lengths(word: str) -> list[int]:
    return [len(word) - 2, len(word) + 2]


def _alike_from(word: str) -> list[Any]:
    return [word[0], f"{word[0]}{LAST}", *_lengths(word)]


def _any_of(conditions: Sequence[tuple[str, Sequence[Any]]]) -> list[str]:
    """Known words that meet one of these. A word is made of letters and digits, so LIKE takes it as it is."""
    if not conditions:
        return []
    parts = " UNION ".join(f"SELECT word FROM search_word WHERE {condition}" for condition, _values in conditions)
    return [row[0] for row in _fetch(parts, [value for _condition, values in conditions for value in values])]


def _kinds() -> Sequence[str]:
    return [kind.name for kind in searched()]


def closest(word: str, near: Sequence[str]) -> list[str]:
    """Letters in another order first: that is how a hurried hand mistypes."""
    close = get_close_matches(word, near, 5, LIKE_ENOUGH)
    if close:
        nearest = _alike(word, close[0])
        close = [other for other in close if _alike(word, other) >= nearest - NEARLY or sorted(other) == sorted(word)]
    return sorted(close, key=lambda other: sorted(other) != sorted(word))


def _alike(word: str, other: str) -> float:
    return SequenceMatcher(None, other, word).ratio()


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
