"""Reviewed words as the desk finds them: the newest, and those that readers see."""

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any

from django.db import transaction

from review.kinds import Kind, kind_of, kinds
from review.models import Person
from search import desk
from search.batches import batches
from search.models import DeskDocument
from search.prepared import Prepared

PEOPLE = ("writer", "editor", "reviewer")


def bring_in_step(subject: Any) -> None:
    """Call it in the transaction that saved a revision, or changed which one readers see."""
    kind = kind_of(subject)
    subjects, revisions = _rows_of(kind)
    [subject], [newest] = subjects.rows(subject.pk), revisions.rows(subject.pk) or [None]
    live = subject.live_revision
    if newest:
        setattr(newest, kind.revision.OWNER, subject)
    said = words_of(kind, subject, newest) if newest else None
    shown = said if live and newest and live.pk == newest.pk else words_of(kind, subject, live) if live else None
    desk.put(name_of(kind), subject.pk, newest=said, live=shown)


@cache
def _rows_of(kind: Kind) -> tuple[Prepared, Prepared]:
    """A subject by its key, with what readers see, and its newest revision."""
    subjects = kind.model._base_manager.select_related(*(f"live_revision__{who}" for who in PEOPLE))
    revisions = kind.revision._default_manager.select_related(*PEOPLE).order_by("-number")
    of_subject = f"{kind.revision.OWNER}_id"
    return (
        Prepared(lambda key: subjects.filter(pk=key)),
        Prepared(lambda key: revisions.filter(**{of_subject: key})[:1]),
    )


def name_of(kind: Kind) -> str:
    return str(kind.model._meta.model_name)


def words_of(kind: Kind, subject: Any, revision: Any) -> desk.Words:
    """The text as it was written: an address in a link and the name of a picture are found, too."""
    words = kind.words_of(revision)
    every = kind.all_of(words)
    main = [str(every[name]) for name in kind.fields if isinstance(every.get(name), str)]
    rest = [text for name, value in every.items() if name not in kind.fields for text in _texts(value)]
    people = [person.name for person in (revision.editor, revision.reviewer) if person]
    return desk.Words(kind.title(revision), "\n\n".join(main), "\n".join([*rest, *people, _address(subject)]))


def _address(subject: Any) -> str:
    return str(getattr(subject, "slug", ""))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Person):
        yield value.name
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)
    elif isinstance(value, list | tuple | frozenset | set):
        for one in value:
            yield from _texts(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _texts(getattr(value, one.name))


def out_of_step() -> list[Kind]:
    """The kinds of which not as many things are found as there are. Quick, and blind to words."""
    return [kind for kind in kinds() if _found(kind) != kind.revision._default_manager.filter(number=1).count()]


def _found(kind: Kind) -> int:
    return DeskDocument.objects.filter(kind=name_of(kind)).exclude(key__endswith="-live").count()


def rebuild(some: Iterable[Kind] | None = None) -> int:
    """All of it again, or some kinds. How many are found then. In short transactions: others write meanwhile."""
    count = 0
    for kind in kinds() if some is None else some:
        for subjects in batches(kind.model._base_manager.all()):
            with transaction.atomic():
                for subject in subjects:
                    bring_in_step(subject)
            count += len(subjects)
    desk.settle()
    return count
