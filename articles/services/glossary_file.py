"""The glossary's terms from a file and to one. Importing what was exported here changes nothing."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from articles.front_matter import FrontMatterErrors, Problem, TermEntry
from articles.models import Person, Term
from articles.services.people import named
from articles.services.terms import record_term_review, save_term
from markup.names import fold

FILE = "glossary.yaml"
_SAME = ("term", "slug", "also_called", "meaning", "source_title", "source_url", "source_checked_on")


def term_entry(term: Term) -> TermEntry:
    return TermEntry(
        **{name: getattr(term, name) for name in _SAME},
        writer=_name(term.writer),
        reviewer=_name(term.reviewer),
        reviewed_on=term.reviewed_on,
        next_review_due=term.next_review_due,
    )


def import_terms(entries: Iterable[TermEntry]) -> set[str]:
    """ "new" and "changed", as it happened. What somebody signed here, and no earlier than the file, stays."""
    outcomes = set()
    for entry in entries:
        term = Term.objects.filter(slug=entry.slug).first()
        new, before = term is None, term and term_entry(term)
        if before == entry:
            continue
        _take(term or Term(slug=entry.slug), entry)
        if new or term_entry(Term.objects.get(slug=entry.slug)) != before:
            outcomes.add("new" if new else "changed")
    return outcomes


def _take(term: Term, entry: TermEntry) -> None:
    words = [(name, getattr(entry, name)) for name in _SAME] + [("writer", named(entry.writer))]
    differs = any(getattr(term, name) != value for name, value in words)
    _refuse(term, entry, differs=differs)
    for name, value in words:
        setattr(term, name, value)
    if differs:
        save_term(term=term, by=None)
    reviewer, on = named(entry.reviewer), entry.reviewed_on
    signed_here = term.reviewed_by_id and term.reviewed_on and on and term.reviewed_on >= on
    if reviewer and on and not signed_here:
        record_term_review(term=term, reviewer=reviewer, by=None, on=on, due=entry.next_review_due)


def _refuse(term: Term, entry: TermEntry, *, differs: bool) -> None:
    """What the file's own check could not know to be wrong."""
    said = {"term": entry.term}
    if Term.objects.exclude(pk=term.pk).filter(term_folded=fold(entry.term)).exists():
        _wrong(entry, _("“%(term)s” is in the glossary already, at another address.") % said)
    if differs and term.reviewed_on and not entry.reviewer:
        _wrong(entry, _("Readers see other words for “%(term)s”. Only a reviewed entry changes them.") % said)
    if entry.reviewed_on and entry.reviewed_on > timezone.localdate():
        _wrong(entry, _("A review cannot lie ahead. On which day was it?"))


def _wrong(entry: TermEntry, sentence: str) -> None:
    raise FrontMatterErrors([Problem(entry.line, sentence)])


def _name(person: Person | None) -> str:
    return person.name if person else ""
