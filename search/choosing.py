"""Choosing one row among many by typing: by its address, by what it is called, or by some of its words.

Each thing that is chosen so is one `Choosable`. Fields, filters and the search page of the admin ask it, and no page
ever lists all rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any
from urllib.parse import unquote, urlsplit

from django.db.models import Q, QuerySet
from django.utils.functional import Promise

from search import desk
from search.words import words_of

OFFERED = 20
FEW = 30  # so many fit into a menu
LONGEST = 300
Text = str | Promise
Matching = Callable[["QuerySet[Any]", str], "QuerySet[Any] | list[Any]"]


@dataclass(frozen=True)
class Choosable:
    """`rows` are those that may be chosen. `said` is what is in the field, and leads back to the row."""

    name: str
    one: Text
    rows: Callable[[], "QuerySet[Any]"]
    matching: Matching
    right: str
    said: Callable[[Any], str] = str
    label: Callable[[Any], str] = str
    slug: str = "slug"
    few: int = FEW

    def offers(self, typed: str) -> list[Any]:
        """Rows that someone may have meant, at most a few."""
        typed = typed[:LONGEST].strip()
        return list(self.matching(self.rows(), typed)[:OFFERED]) if typed else []

    def found(self, typed: str) -> Any:
        """The row that is meant for certain, or None: its address, its key, or exactly what it is called."""
        typed = typed[:LONGEST].strip()
        if not typed:
            return None
        part = unquote(urlsplit(typed).path if "/" in typed else typed).rstrip("/").rpartition("/")[2]
        if self.slug and (row := self.rows().filter(**{self.slug: part.lower()}).first()):
            return row
        if typed.isascii() and typed.isdecimal() and len(typed) < 18 and (row := self.rows().filter(pk=typed).first()):
            return row
        meant = [row for row in self.offers(typed) if _same(typed, self.said(row)) or _same(typed, self.label(row))]
        return meant[0] if len(meant) == 1 else None

    def all_if_few(self) -> list[Any] | None:
        rows = list(self.rows()[: self.few + 1]) if self.few else None
        return rows if rows is not None and len(rows) <= self.few else None


_ALL: dict[str, Choosable] = {}


def choosable(one: Choosable) -> Choosable:
    """Called where the rows are known. Its search page is then found by its name."""
    _ALL[one.name] = one
    return one


def choosable_named(name: str) -> Choosable | None:
    return _ALL.get(name)


def by_columns(*columns: str) -> Matching:
    """Each typed word somewhere in one of these columns. For tables of some thousand rows."""

    def matching(rows: "QuerySet[Any]", typed: str) -> "QuerySet[Any]":
        for word in words_of(typed)[:6]:
            rows = rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns)))
        return rows

    return matching


def by_words(kind: str) -> Matching:
    """By the desk's index, for what there may be 100,000 of. The last saved come first."""

    def matching(rows: "QuerySet[Any]", typed: str) -> list[Any]:
        keys = desk.subjects(typed, kind, 5 * OFFERED)
        found = rows.in_bulk(keys)
        return [found[key] for key in keys if key in found]

    return matching


def _same(typed: str, said: str) -> bool:
    return words_of(typed) == words_of(said) != []
