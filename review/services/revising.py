"""Revisions. Nothing is ever overwritten: each save that changes the words adds a row."""

from collections.abc import Callable, Iterable
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review import corrections, finding
from review.kinds import kind_of
from review.models import Revision
from review.refusals import Refused
from review.rights import EDIT, WRITE, may
from review.states import UNDER_WAY, State


class Stale(Refused):
    """Someone saved in the meantime. `subject` is as they left it; what was typed is still with the caller."""

    def __init__(self, subject: Any) -> None:
        super().__init__("stale", _("Someone else saved this while you were writing. Nothing is lost."))
        self.subject = subject


def lock(subject: Any) -> Any:
    """As it stands now; whoever else wants it waits until the transaction ends."""
    return type(subject)._base_manager.select_for_update().get(pk=subject.pk)


@transaction.atomic
def save(
    *,
    subject: Any,
    words: Any,
    base: int | None,
    by: AbstractUser | None,
    note: str = "",
    small: bool = False,
    move: Callable[[Any], bool] | None = None,
) -> Any:
    """Save words on top of what was there after `base` edits; None does not ask. Raises Stale when someone has since.

    `move` saves what is no words, such as an address or tags, and tells whether it changed anything. Saving what is
    there already changes nothing, so a double click is one save. `small` asks a second editor, and no reviewer.
    """
    may(WRITE, by)
    subject = lock(subject)
    kind = kind_of(subject)
    words = kind.clean(words)
    opened = subject.opened
    changed = opened is None or kind.words_of(opened) != words
    if base is not None and subject.edits != base:
        if not changed and not (move and _would(move, subject)):
            return subject
        raise Stale(subject)
    for refused in kind.faults(words, subject):
        raise refused
    revision = add_revision(subject=subject, words=words, by=by, note=note, small=small) if changed else None
    moved = bool(move and move(subject))
    if revision or moved:
        subject.edits += 1
        subject.save(update_fields=["edits"])
    return subject


def _would(move: Callable[[Any], bool], subject: Any) -> bool:
    """Whether it would change anything: tried, and undone."""
    with transaction.atomic():
        moved = move(subject)
        transaction.set_rollback(True)
    return moved


def add_revision(
    *, subject: Any, words: Any, by: AbstractUser | None, note: str = "", small: bool = False
) -> Revision:
    """On top of all others. What was under way before is replaced by it. The caller has the subject locked."""
    kind, latest = kind_of(subject), subject.latest
    subject.revisions.filter(state__in=UNDER_WAY).update(state=State.REPLACED)
    revision = kind.revision(
        **{kind.revision.OWNER: subject},
        number=latest.number + 1 if latest else 1,
        saved_by_id=by.pk if by else None,
        change_note=note,
        **kind.columns(words),
        **kind.derived(words),
    )
    if small:
        _carry_over(revision, subject, by)
        _refuse_more(kind, subject, words)  # before the database does, without a sentence
    revision.save(force_insert=True)
    kind.add_parts(revision, words)
    finding.bring_in_step(subject)
    return revision


def _carry_over(revision: Any, subject: Any, by: AbstractUser | None) -> None:
    """It keeps the review of what it corrects, once a second editor has signed."""
    may(EDIT, by)
    live = subject.live_revision
    if live is None or live.state != State.REVIEWED:
        raise Refused(
            "not-live", _("You can make small corrections only to words that readers see and that were reviewed.")
        )
    revision.corrects, revision.state = live, State.CORRECTION
    for name in ("editor", "edited_on", "reviewer", "reviewed_by", "reviewed_on", "next_review_due"):
        setattr(revision, name, getattr(live, name))


def _refuse_more(kind: Any, subject: Any, words: Any) -> None:
    code = corrections.why_not(kind, subject.live_revision, words)
    if code:
        raise Refused("not-small", WHY_NOT[code])


WHY_NOT = {
    "other-fields": gettext_lazy("More than the text changed, such as a source. Save it with that box unchecked."),
    "structure": gettext_lazy(
        "Numbers, links, hyphens and the layout of the text have to stay the same. Save it with that box unchecked."
    ),
    "no-change": gettext_lazy("The words are the same as those that readers see."),
    "too-many": gettext_lazy("It changes more than five words, or more than ten since the last review."),
    "dose": gettext_lazy("A dose is never a small correction. Save it with that box unchecked, and have it reviewed."),
    "medicine": gettext_lazy("The name of a medicine is never a small correction. Save it with that box unchecked."),
    "meaning": gettext_lazy("One of these words may reverse the meaning. Have it reviewed."),
    "known-word": gettext_lazy("You replaced a word that other pages also use, so this may change the meaning."),
    "unknown-word": gettext_lazy("The new word appears nowhere else on the site, so nothing shows that it is right."),
    "too-far": gettext_lazy("The two words differ by more than two letters."),
}


@transaction.atomic
def review_again(case: Any) -> Revision:
    """A copy of what readers see, to be reviewed again when the review is due and the words may still be right."""
    live = case.subject.live_revision
    words = case.kind.words_of(live)
    revision = add_revision(subject=case.subject, words=words, by=case.by, note=_("Review again"))
    type(case.subject).objects.filter(pk=case.subject.pk).update(edits=case.subject.edits + 1)
    return revision


def said_saved(*, before: int, subject: Any, placed: Iterable[Any] = ()) -> str:
    """What a save did, for a message and for the history. `before` is the number of the newest revision until then;
    `placed` are the names of what is no words and changed."""
    latest = subject.latest
    done = []
    if latest and latest.number != before:
        small = latest.state == State.CORRECTION
        sentence = _("Saved revision %d, a small correction.") if small else _("Saved revision %d.")
        done.append(sentence % latest.number)
    if names := ", ".join(map(str, placed)):
        done.append(_("Changed: %(names)s.") % {"names": names})
    return " ".join(done) or _("Saved.")
