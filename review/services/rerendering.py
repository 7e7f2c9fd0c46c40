"""Stored HTML next to its words: made again after the renderer has changed, and checked for what no one reviewed."""

from collections.abc import Callable, Iterator
from typing import Any

from django.db import transaction

from review.kinds import Kind, kinds
from search.batches import one_by_one


def differing() -> Iterator[tuple[Any, dict[str, Any]]]:
    """Revisions whose stored columns are not what their words come out as, and what these columns should be."""
    for kind in kinds():
        for revision in kind.revision._default_manager.order_by("pk").iterator(chunk_size=200):
            if wrong := _wrong(kind, revision):
                yield revision, wrong


def _wrong(kind: Kind, revision: Any) -> dict[str, Any]:
    derived = kind.derived(kind.words_of(revision))
    return {name: value for name, value in derived.items() if getattr(revision, name) != value}


@transaction.atomic
def rerender() -> int:
    """How many texts came out differently. The words, and so their reviews, stay as they are."""
    changed = 0
    for revision, right in differing():
        type(revision)._default_manager.filter(pk=revision.pk).update(**right)
        changed += 1
    for kind in kinds() if changed else ():
        for subject in kind.rows().published():
            kind.public_changed(subject)
    return changed


def unreviewed_html(pause: Callable[[], object] = lambda: None) -> list[str]:
    """Pages for readers whose stored HTML is not what the reviewed words come out as. The worker asks it daily.

    After the renderer has changed, run `rerender` first; what is left was changed by no one's review. `pause` is
    called after each, and may raise to end it.
    """
    found = []
    for kind in kinds():
        for subject in one_by_one(kind.rows().published()):
            if wrong := _wrong(kind, subject.live_revision):
                number = subject.live_revision.number
                found.append(f"{kind.name} {subject.pk}, revision {number}: {', '.join(sorted(wrong))}")
            pause()
    return found
