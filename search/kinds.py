"""The kinds of page that readers see, each declared once in its app's `kinds.py`.

Search, sitemap, feed, calendar, link report, the home page and the pages of people loop over them, so a new kind of
content names itself here and nowhere else.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.functional import Promise

from search.entries import Entry

Rows = Callable[[], QuerySet[Any]]
Former = Callable[[Sequence[str]], Mapping[str, tuple[Any, str]]]


class BadKind(Exception):
    """A declaration that cannot hold, found when the site starts."""


@dataclass(frozen=True)
class Kind:
    """`public` gives the rows that readers may see. Whatever is left empty, the kind has none of.

    Columns are paths from a public row, such as "live_revision__title".
    """

    name: str  # one lower-case word, told apart by it
    one: str | Promise
    many: str | Promise
    public: Rows
    order: int  # where it comes in a list of kinds
    title: str = "name"
    slug: str = "slug"
    page: str = ""  # the name of its pages' address; "glossary#" for parts of one page
    answering: Rows | None = None  # rows whose page answers, where they are more than the public ones
    changes_with_editions: bool = False  # whether an import of the directory changes which rows are public
    entry: Callable[[Any], Entry] | None = None  # what the search knows of a row
    desk: str = ""  # the app and model of its admin pages, such as "articles_article"
    due: str = ""  # the column of the day on which the next review is due
    changed: str = ""  # the column of the time of the last change, for the sitemap
    words: Sequence[str] = ()  # where keys are words: at which of them files of the sitemap begin, the first at ""
    signers: Sequence[str] = field(default=())  # columns of the people that its pages name
    former: Former | None = None  # what became of rows that do not answer, by slug: a `Trouble`, and the new address
    newest: Rows | None = None  # what the home page shows of it, prepared once: with no day in it
    fed: Rows | None = None  # the same rows for the feed, where that reads more of them
    feed_item: Callable[[Any], dict[str, Any]] | None = None  # what the feed says of a row of `newest`

    def __post_init__(self) -> None:
        if not (self.name.isascii() and self.name.isalpha() and self.name.islower()):
            raise BadKind(f"A kind's name is one lower-case word, not {self.name!r}.")
        if self.feed_item and not self.newest:
            raise BadKind(f"{self.name}: what the feed says needs `newest`, the rows that it says it of.")
        if self.due and not self.desk:
            raise BadKind(f"{self.name}: reviews need `desk`, the page where an editor works on a row.")

    def desk_address(self, pk: int) -> str:
        """Where an editor works on it."""
        return reverse(f"admin:{self.desk}_change", args=[pk])

    @property
    def has_pages(self) -> bool:
        """Whether a row has an address of its own, and is no part of a list."""
        return bool(self.page) and not self.page.endswith("#")

    def address(self, slug: str) -> str:
        return reverse(self.page, args=[slug])

    def answering_rows(self) -> QuerySet[Any]:
        return (self.answering or self.public)()


_KINDS: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Called by an app's `kinds.py`, which the site imports when it starts."""
    for kind in kinds:
        if _KINDS.setdefault(kind.name, kind) is not kind:
            raise BadKind(f"Two kinds of page are called {kind.name!r}.")


def all_kinds() -> Sequence[Kind]:
    return tuple(sorted(_KINDS.values(), key=lambda kind: kind.order))


def kind_named(name: str) -> Kind:
    """KeyError where there is none."""
    return _KINDS[name]


def searched() -> Sequence[Kind]:
    """Those that readers can find."""
    return tuple(kind for kind in all_kinds() if kind.entry)


def named_people() -> Q:
    """Which people a page for readers names: a condition on their primary key."""
    found = Q(pk__in=())
    for kind in all_kinds():
        for column in kind.signers:  # asked of each person: whoever asks for one does not read all pages
            found |= Q(Exists(kind.public().order_by().filter(**{column: OuterRef("pk")})))
    return found
