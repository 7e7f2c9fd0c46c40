"""What a file says, as data. Empty text, None and () mean that it says nothing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from articles.front_matter.problems import Problem

# The same as markup.rendering.MAX_LENGTH; a test holds the two together.
BODY_LENGTH = 64_000


@dataclass(frozen=True)
class SourceEntry:
    title: str
    publisher: str = ""
    year: int | None = None
    url: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class QuestionEntry:
    question: str
    answer: str


@dataclass(frozen=True, kw_only=True)
class Document:
    """An article as its file has it. People, tags, phases and the city are the words of the file, not yet looked up.

    An empty `slug` means that the file's name is the slug. `lines` is where things stand; it does not count when
    two documents are compared.
    """

    title: str
    slug: str = ""
    summary: str = ""
    city: str = ""
    next_step: str = ""
    phases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    writer: str = ""
    editor: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None
    next_review_due: date | None = None
    published_on: date | None = None
    sources: tuple[SourceEntry, ...] = ()
    questions: tuple[QuestionEntry, ...] = ()
    body: str
    old: tuple[str, ...] = field(default=(), compare=False)  # addresses that it had elsewhere
    notes: tuple[Problem, ...] = field(default=(), compare=False, repr=False)  # what was left out of another's file
    lines: Mapping[str, int] = field(default_factory=dict, compare=False, repr=False)

    def line_of(self, key: str, index: int | None = None) -> int:
        """The file's line of a key ("body" too), or of one of its items, counted from 0. Without that key, line 1."""
        return self.lines.get(key if index is None else f"{key}.{index}", self.lines.get(key, 1))


@dataclass(frozen=True)
class PersonEntry:
    slug: str
    name: str
    credentials: str = ""
    credentials_url: str = ""
    bio: str = ""
    conflicts: str = ""
    invented: bool = False
    line: int = field(default=1, compare=False, repr=False)


@dataclass(frozen=True, kw_only=True)
class TermEntry:
    """A term of the glossary. People are named as the file names them."""

    term: str
    slug: str
    also_called: str = ""
    meaning: str
    source_title: str
    source_url: str
    source_checked_on: date | None = None
    writer: str = ""
    reviewer: str = ""
    reviewed_on: date | None = None
    next_review_due: date | None = None
    line: int = field(default=1, compare=False, repr=False)
