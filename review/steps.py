"""Who may take which step, and when: the one table. Services, buttons, the reference and "How we check" read it."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from review.kinds import Kind
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.states import UNDER_WAY, State

Text = str | Promise


@dataclass
class Case:
    """One step on one revision, locked: who takes it, and what they gave. `by` is None for the clock and for files."""

    kind: Kind
    revision: Any
    by: AbstractUser | None
    because: str = ""
    on: date | None = None
    at: datetime | None = None

    @property
    def subject(self) -> Any:
        return self.revision.subject


@dataclass(frozen=True)
class Step:
    """Any one of `rights` is enough, and the revision must be in one of `states`.

    `asks` is "", "because", "date" or "time", with the `question`. `refusals` are codes of `review.checks`, asked in
    this order after the role and the state. `done` is said when it is taken, before what readers see now.
    """

    label: Text
    explained: Text
    rights: tuple[str, ...]
    states: frozenset[str]
    refusals: tuple[str, ...] = ()
    asks: str = ""
    question: Text = ""
    done: Text = ""


ANY = frozenset(State.values)

STEPS = {
    "submit": Step(
        _("Hand in for review"),
        _("The writer says: this is ready to be checked."),
        (WRITE,),
        frozenset({State.DRAFT, State.SENT_BACK}),
        ("archived", "no-writer", "not-whole"),
        done=_("Handed in. Reviewers see it on their first page."),
    ),
    "send_back": Step(
        _("Send back"),
        _("An editor or a reviewer says what has to change."),
        (EDIT, REVIEW),
        frozenset({State.SUBMITTED, State.REVIEWED, State.CORRECTION}),
        ("was-live", "no-reason"),
        asks="because",
        question=_("What should change? The writer reads this."),
        done=_("Sent back with your note."),
    ),
    "sign_edited": Step(
        _("Sign as edited"),
        _("An editor vouches for the language, the sources and the structure."),
        (EDIT,),
        frozenset({State.SUBMITTED, State.REVIEWED}),
        ("no-editor-here", "signed-already", "no-person"),
        done=_("Signed as edited."),
    ),
    "review": Step(
        _("Sign as medically reviewed"),
        _(
            "A reviewer whose credentials can be checked, and who did not write or change any of it, vouches for the "
            "medicine."
        ),
        (REVIEW,),
        frozenset({State.SUBMITTED}),
        ("archived", "no-person", "no-credentials", "own-work", "due-in-the-past"),
        asks="date",
        question=_("Next review due (empty: in a year)"),
        done=_("Signed as medically reviewed."),
    ),
    "publish": Step(
        _("Publish"),
        _("The reviewed words become the page. An older reviewed version can be published again in the same way."),
        (PUBLISH,),
        frozenset(State.values) - set(UNDER_WAY) - {State.REPLACED},
        ("archived", "is-live", "reviewer-unchecked", "own-review", "not-whole"),
        done=_("Published."),
    ),
    "schedule": Step(
        _("Schedule"),
        _(
            "The reviewed words become the page at a set time. At that time the site checks again who may publish and "
            "who reviewed it."
        ),
        (PUBLISH,),
        frozenset({State.REVIEWED}),
        ("archived", "no-schedule-here", "is-live", "reviewer-unchecked", "own-review", "date-in-the-past"),
        asks="time",
        question=_("Goes live at"),
        done=_("Scheduled."),
    ),
    "unschedule": Step(
        _("Cancel the date"),
        _("It no longer goes live automatically. Its review stays."),
        (PUBLISH,),
        frozenset({State.REVIEWED}),
        ("not-scheduled",),
        done=_("The date is canceled. The review stays."),
    ),
    "withdraw": Step(
        _("Withdraw from readers"),
        _("Readers no longer see it at once, and read why."),
        (PUBLISH,),
        ANY,
        ("always-public", "not-live", "no-reason"),
        asks="because",
        question=_("Why? Readers will see this."),
        done=_("Withdrawn."),
    ),
    "review_again": Step(
        _("Review again without changes"),
        _("The words may still be right when their review is due. They stay as they are while they are checked."),
        (WRITE,),
        ANY,
        ("not-live", "under-way"),
        done=_("A copy is ready to be handed in for review."),
    ),
    "sign_correction": Step(
        _("Sign the small correction"),
        _("A second editor checks spelling that another editor fixed. Nothing that changes the meaning is allowed."),
        (EDIT,),
        frozenset({State.CORRECTION}),
        ("no-person", "own-work", "not-live-any-more", "not-small"),
        done=_("Signed."),
    ),
    "archive": Step(
        _("Archive the draft"),
        _("A draft that will not be used is set aside. It can be brought back."),
        (EDIT, PUBLISH),
        ANY,
        ("always-public", "is-public", "archived", "scheduled"),
        done=_("Moved to the archive."),
    ),
    "bring_back": Step(
        _("Bring back from the archive"),
        _("A draft that was set aside is worked on again."),
        (EDIT, PUBLISH),
        ANY,
        ("not-archived",),
        done=_("Brought back."),
    ),
}
