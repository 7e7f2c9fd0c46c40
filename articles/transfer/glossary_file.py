"""The glossary's terms from a file and to one. Importing what was exported here changes nothing."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.front_matter import FrontMatterErrors, Problem, TermEntry
from articles.models import Term
from review.kinds import kind_of
from review.models import Person
from review.refusals import Refused
from review.services.people import named
from review.services.publishing import publish, record_review
from review.services.revising import save

FILE = "glossary.yaml"
_WORDS = ("term", "also_called", "meaning", "source_title", "source_url", "source_checked_on")
_SAME = ("slug", *_WORDS)


def term_entry(term: Term) -> TermEntry:
    return TermEntry(
        **{name: getattr(term, name) for name in _SAME},
        writer=_name(term.writer),
        reviewer=_name(term.reviewer),
        reviewed_on=term.reviewed_on,
        next_review_due=term.next_review_due,
    )


def import_terms(entries: Iterable[TermEntry]) -> set[str]:
    """ "new" and "changed", as it happened. What someone signed here, and no earlier than the file, stays."""
    outcomes = set()
    for entry in entries:
        term = Term.objects.filter(slug=entry.slug).first()
        new, before = term is None, term and term_entry(term)
        if before == entry:
            continue
        try:
            _take(term, entry)
        except Refused as refused:
            _wrong(entry, str(refused))
        if new or term_entry(Term.objects.get(slug=entry.slug)) != before:
            outcomes.add("new" if new else "changed")
    return outcomes


def _take(term: Term | None, entry: TermEntry) -> None:
    words = {name: getattr(entry, name) for name in _WORDS} | {"writer": named(entry.writer)}
    opened = term.opened if term else None
    differs = opened is None or kind_of(opened).words_of(opened) != words
    _refuse(term, entry, differs=differs)
    term = term or Term.objects.create(slug=entry.slug)
    if differs:
        term = save(subject=term, words=words, base=None, by=None, note=_("Imported"))
    revision, reviewer, on = term.opened, named(entry.reviewer), entry.reviewed_on
    signed_here = revision.reviewed_by_id and revision.reviewed_on and on and revision.reviewed_on >= on
    if reviewer and on and not signed_here:
        record_review(revision=revision, reviewer=reviewer, on=on, due=entry.next_review_due)
        if not revision.is_live and not term.withdrawn_on:
            publish(revision=revision, by=None, on=on)


def _refuse(term: Term | None, entry: TermEntry, *, differs: bool) -> None:
    """What the file's own check could not know to be wrong."""
    said = {"term": entry.term}
    if differs and term and term.live_revision_id and not entry.reviewer:
        _wrong(entry, _("Readers see different words for “%(term)s”. Only a reviewed entry can change them.") % said)
    if entry.reviewed_on and entry.reviewed_on > timezone.localdate():
        _wrong(entry, _("The day of a review cannot be in the future. When was it?"))


def _wrong(entry: TermEntry, sentence: str) -> None:
    raise FrontMatterErrors([Problem(entry.line, sentence)])


def _name(person: Person | None) -> str:
    return person.name if person else ""
