"""What each step does, once nothing speaks against it. Each saves the columns it means, and no others."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from review import finding
from review.services.own_work import signer
from review.services.revising import review_again
from review.states import State
from review.steps import Case

REVIEW_HOLDS = timedelta(days=365)


def _save(row: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))


def _submit(case: Case) -> None:
    _save(case.revision, state=State.SUBMITTED, submitted_at=timezone.now(), sent_back_because="")


def _send_back(case: Case) -> None:
    """Sign-offs go: what comes back is signed again. Only the newest is ever under way: an older one is replaced."""
    newer = case.subject.revisions.filter(number__gt=case.revision.number).exists()
    gone = ("editor", "edited_on", "reviewer", "reviewed_by", "reviewed_on", "next_review_due", "publish_at")
    because = case.because.strip()
    state = State.REPLACED if newer else State.SENT_BACK
    _save(case.revision, state=state, sent_back_because=because, **dict.fromkeys(gone))


def _sign_edited(case: Case) -> None:
    _save(case.revision, editor=signer(case.by) if case.by else None, edited_on=timezone.localdate())
    if case.revision.is_live:
        case.kind.public_changed(case.subject)


def _review(case: Case) -> None:
    assert case.by is not None
    sign_review(case, signer(case.by), timezone.localdate(), case.on)
    if case.kind.live_when_reviewed:
        make_live(case)


def sign_review(case: Case, reviewer: Any, on: date, due: date | None) -> None:
    """Also for one that happened elsewhere, and was imported."""
    _save(
        case.revision,
        state=State.REVIEWED,
        reviewer=reviewer,
        reviewed_by_id=case.by.pk if case.by else None,
        reviewed_on=on,
        next_review_due=due or on + REVIEW_HOLDS,
    )


def make_live(case: Case, at: datetime | None = None) -> None:
    """The revision becomes the page at once. An older one is a roll-back; what was withdrawn returns.

    `at` is when it was first published, if that lies in the past.
    """
    revision, subject = case.revision, case.subject
    now = timezone.now()
    shown = min(now, at) if at and subject.published_on is None else now
    _save(revision, published_at=shown, publish_at=None, passed_at=None)
    subject.revisions.filter(number__lt=revision.number).update(publish_at=None)
    reviewed_before = subject.revisions.filter(passed_at=None, next_review_due__isnull=False).exclude(pk=revision.pk)
    reviewed_before.update(passed_at=now)
    first = timezone.localtime(at or now).date()
    _save(
        subject,
        live_revision=revision,
        published_on=subject.published_on or first,
        withdrawn_on=None,
        withdrawn_because="",
        archived_on=None,
    )
    case.kind.public_changed(subject)
    case.kind.went_live(revision)
    finding.bring_in_step(subject)


def _schedule(case: Case) -> None:
    case.subject.revisions.filter(publish_at__isnull=False).update(publish_at=None)
    _save(case.revision, publish_at=case.at, scheduled_by_id=case.by.pk if case.by else None)


def _withdraw(case: Case) -> None:
    because = case.because.strip()
    case.subject.revisions.filter(pk=case.subject.live_revision_id).update(passed_at=timezone.now())
    _save(case.subject, live_revision=None, withdrawn_on=timezone.localdate(), withdrawn_because=because)
    case.subject.revisions.filter(publish_at__isnull=False).update(publish_at=None)
    case.kind.public_changed(case.subject)
    finding.bring_in_step(case.subject)


def _sign_correction(case: Case) -> None:
    by = case.by.pk if case.by else None
    _save(case.revision, state=State.REVIEWED, checked_by_id=by, checked_at=timezone.now())
    make_live(case)


EFFECTS: dict[str, Callable[[Case], object]] = {
    "submit": _submit,
    "send_back": _send_back,
    "sign_edited": _sign_edited,
    "review": _review,
    "publish": make_live,
    "schedule": _schedule,
    "unschedule": lambda case: _save(case.revision, publish_at=None),
    "withdraw": _withdraw,
    "review_again": review_again,
    "sign_correction": _sign_correction,
    "archive": lambda case: _save(case.subject, archived_on=timezone.localdate()),
    "bring_back": lambda case: _save(case.subject, archived_on=None),
}
