"""What the apps call when something that readers can see or find has changed."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from search import gone, links
from search.batches import parts
from search.dialects import dialect
from search.entries import Entry
from search.kinds import Kind
from search.models import Document, PublicVersion, Synonym, Word
from search.words import fold, tidy, vocabulary

AT_ONCE = 500
LONGEST_TEXT = 100_000


def public_version() -> int:
    """The number under which pages rendered now are cached."""
    return PublicVersion.objects.values_list("number", flat=True).get(pk=1)


def public_changed() -> None:
    """Start a new version. Call it in the transaction that makes the change, so that both are saved or neither."""
    PublicVersion.objects.filter(pk=1).update(number=F("number") + 1)


def put(*, kind: str, key: str, url: str, title: str, text: str, keywords: str = "", weight: int = 1) -> None:
    """Let readers find a page, in place of what they found under that kind and key before."""
    put_many([Entry(kind, key, url, title, text, keywords, weight)])


def drop(*, kind: str, key: str) -> None:
    """No one finds it anymore, as soon as the transaction is committed. It need not have been there."""
    with transaction.atomic():
        public_changed()
        _forget(kind, [key])


def put_many(entries: Iterable[Entry]) -> None:
    with transaction.atomic(savepoint=False):
        public_changed()
        _put_many(entries)


def refresh(kind: Kind, *pks: Any) -> None:
    """Bring the index in step with these rows: found if they are public now, gone if not.

    Call it in the transaction that changed them, after the change.
    """
    make = kind.entry
    assert make is not None, "this kind is not searched"
    with transaction.atomic(savepoint=False):
        # First, since it makes whoever else writes to the index wait: what is read from here on is what stays true.
        public_changed()
        for some in parts(pks, AT_ONCE):
            entries = [make(row) for row in kind.public().filter(pk__in=some)]
            _put_many(entries)
            _forget(kind.name, sorted({str(pk) for pk in some} - {entry.key for entry in entries}))


def rebuild(kind: Kind) -> int:
    """Bring a whole kind in step, in short transactions unless the caller has one open. How many it has then."""
    for pks in parts(list(kind.public().order_by("pk").values_list("pk", flat=True)), AT_ONCE):
        refresh(kind, *pks)
    with transaction.atomic():
        public_changed()
        there = set(Document.objects.filter(kind=kind.name).values_list("key", flat=True))
        public = {str(pk) for pk in kind.public().values_list("pk", flat=True)}
        for keys in parts(sorted(there - public), AT_ONCE):
            _forget(kind.name, keys)
        dialect().settle()
    return len(public)


def stands_elsewhere(word: str, *, kind: str, key: str) -> bool:
    """Whether readers find exactly this word, whatever its case, on a page other than that one."""
    found = Document.objects.exclude(kind=kind, key=key)
    near = found.filter(Q(text__icontains=word) | Q(title__icontains=word))[:AT_ONCE]
    exact = re.compile(rf"(?<!\w){re.escape(word)}(?!\w)", re.IGNORECASE)
    return any(exact.search(f"{document.title} {document.text}") for document in near)


def in_step(kind: Kind) -> bool:
    """Whether the index has as many pages of the kind as readers have. Quick, and blind to words."""
    return Document.objects.filter(kind=kind.name).count() == kind.public().count()


def forget_words() -> None:
    """Empty the list of words to suggest. `rebuild` fills it again from what is public."""
    Word.objects.all().delete()


def ask_right(right: str, by: AbstractUser | None) -> None:
    """Raises PermissionDenied. `by` is None for what a file or a command brings."""
    if by is not None and not (by.is_active and by.has_perm(right)):
        raise PermissionDenied


def save_synonym(*, synonym: Synonym, by: AbstractUser | None) -> None:
    """It counts at once. Refused by the database if another one is typed alike."""
    ask_right("search.change_synonym" if synonym.pk else "search.add_synonym", by)
    synonym.folded, synonym.means = fold(synonym.typed), fold(synonym.means)
    synonym.save()


def delete_synonym(*, synonym: Synonym, by: AbstractUser | None) -> None:
    ask_right("search.delete_synonym", by)
    synonym.delete()


def _document(entry: Entry) -> Document:
    values = {name: tidy(value) if isinstance(value, str) else value for name, value in vars(entry).items()}
    del values["links"]
    values["title"], values["text"] = values["title"][:300], values["text"][:LONGEST_TEXT]
    return Document(**values, updated_at=timezone.now())


def _put_many(entries: Iterable[Entry]) -> None:
    by_kind: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        by_kind.setdefault(entry.kind, {})[entry.key] = entry
    for kind, of_kind in by_kind.items():
        for some in parts(list(of_kind.values()), AT_ONCE):
            _write(kind, some)


def _write(kind: str, entries: Sequence[Entry]) -> None:
    documents = [_document(entry) for entry in entries]
    there = Document.objects.filter(kind=kind, key__in=[entry.key for entry in entries])
    before = set(there.values_list("url", flat=True))
    Document.objects.bulk_create(
        documents,
        update_conflicts=True,
        unique_fields=["kind", "key"],
        update_fields=["url", "title", "text", "keywords", "weight", "updated_at"],
    )
    dialect().index(kind, [document.key for document in documents])
    words = set().union(*(vocabulary(f"{d.title} {d.keywords} {d.text}") for d in documents))
    Word.objects.bulk_create([Word(word=word) for word in sorted(words)], ignore_conflicts=True)
    links.note(kind, {entry.key: entry.links for entry in entries})
    links.pages_changed(before ^ {document.url for document in documents})


def _forget(kind: str, keys: Sequence[str]) -> None:
    if keys:
        dialect().forget(kind, keys)
        documents = Document.objects.filter(kind=kind, key__in=keys)
        urls = list(documents.values_list("url", flat=True))
        gone.tell(urls)
        documents.delete()
        links.note(kind, dict.fromkeys(keys, ()))
        links.pages_changed(urls)
