"""Each reviewed thing is one small declaration: a Kind. What all have in common is its defaults.

An app declares its kinds when it is ready: `declare(QuestionKind())`.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import reduce
from typing import Any, ClassVar

from django.db.models import OuterRef, Subquery

from review.models import Reviewed, Revision
from review.refusals import Refused


class Kind:
    model: ClassVar[type[Reviewed]]
    revision: ClassVar[type[Revision]]
    # Columns of the revision that hold words. Those of several lines keep their line ends.
    fields: ClassVar[tuple[str, ...]]
    long: ClassVar[frozenset[str]] = frozenset()
    # What may differ in a small correction. The rest, such as an address or a source, is no spelling.
    spelled: ClassVar[tuple[str, ...]] = ()
    has_writer: ClassVar[bool] = True  # it names one, and is not handed in without
    has_editor: ClassVar[bool] = False  # an editor signs it too
    live_when_reviewed: ClassVar[bool] = True  # else an editor publishes it
    always_public: ClassVar[bool] = False  # it is never withdrawn
    has_page: ClassVar[bool] = True  # of its own, which says why it was withdrawn; otherwise it is a part of one

    def normal(self, name: str, value: Any) -> Any:
        """Line ends and outer blanks differ between browsers and files; that is no change of the words."""
        return value

    def words_of(self, revision: Any) -> Any:
        """All that a revision says. Two that say the same are equal."""
        found = {name: getattr(revision, name) for name in self.fields}
        return {**found, "writer": revision.writer} if self.has_writer else found

    def clean(self, words: Any) -> Any:
        return {name: self.normal(name, value) for name, value in words.items()}

    def columns(self, words: Any) -> Mapping[str, Any]:
        return words  # type: ignore[no-any-return]

    def all_of(self, words: Any) -> Mapping[str, Any]:
        """By name all that the words say, with the people they name and what they cite."""
        return words  # type: ignore[no-any-return]

    def derived(self, words: Any) -> Mapping[str, Any]:
        """Columns that are computed from the words, such as their HTML. Made again when the renderer changes."""
        return {}

    def add_parts(self, revision: Any, words: Any) -> None:
        """Rows of a revision's own, such as sources."""

    def faults(self, words: Any, subject: Any) -> Iterable[Refused]:
        """Why these words cannot be saved."""
        return ()

    def lacks(self, words: Any) -> Iterable[Refused]:
        """Why these words cannot be handed in yet."""
        return ()

    def text_of(self, words: Any) -> dict[str, str]:
        """The spelled fields, for a small correction."""
        columns = self.columns(words)
        return {name: columns[name] for name in self.spelled}

    def lines(self, words: Any) -> str:
        """All of it as lines, for a person who compares two versions."""
        model = self.revision._meta
        parts = [(model.get_field(name).verbose_name, value) for name, value in self.columns(words).items()]  # type: ignore[union-attr]
        return "\n".join(f"{str(label)[:1].upper()}{str(label)[1:]}:\n{value or '—'}\n" for label, value in parts)

    def stands_elsewhere(self, word: str, subject: Any) -> bool:
        """Whether readers find the word on another page."""
        return False

    def title(self, revision: Any) -> str:
        return str(reduce(getattr, self.title_path.split("__"), revision))

    @property
    def title_path(self) -> str:
        """What names it to staff: a column of the revision, or of what it belongs to."""
        return self.fields[0]

    def public_changed(self, subject: Any) -> None:
        """What readers see of it has changed, in this transaction."""

    def may_go_live(self, revision: Any) -> None:
        """Before the transaction that may make it the page: for what takes long."""

    def went_live(self, revision: Any) -> None:
        """Besides, a revision has become the page."""

    def person_changed(self, person: Any) -> None:
        """Something that readers see of a person has changed, in this transaction."""

    def catch_up(self) -> None:
        """Do at once what a worker would do later, after something has gone live."""

    def withdrawn(self) -> Any:
        """What readers are told was taken down: each with its name, `seen_as`, as they saw it last."""
        seen = self.revision._default_manager.filter(
            **{self.revision.OWNER: OuterRef("pk")}, published_at__isnull=False
        )
        last = seen.order_by("-published_at").values(self.title_path)[:1]
        return self.rows().withdrawn().annotate(seen_as=Subquery(last))

    def rows(self) -> Any:
        """Its manager, which knows what is published."""
        return self.model._default_manager

    @property
    def name(self) -> str:
        return str(self.model._meta.verbose_name)

    @property
    def names(self) -> str:
        return str(self.model._meta.verbose_name_plural)

    @property
    def admin(self) -> str:
        """Where editors work on it: the beginning of the names of its addresses."""
        return f"admin:{self.model._meta.app_label}_{self.model._meta.model_name}"


_KINDS: dict[type[Any], Kind] = {}


def declare(kind: Kind) -> None:
    _KINDS[kind.model] = _KINDS[kind.revision] = kind


def kinds() -> Iterator[Kind]:
    """In the order in which they were declared."""
    return iter(dict.fromkeys(_KINDS.values()))


def kind_of(row: Any) -> Kind:
    """Of a reviewed thing, a revision, or the class of one. KeyError for what no kind was declared for."""
    return _KINDS[row if isinstance(row, type) else type(row)]
