"""The steps by name, for callers in code; what a file brings that was reviewed elsewhere; and what the clock does."""

from datetime import date, datetime, time
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import DatabaseError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from review.checks import CHECKS
from review.kinds import kind_of, kinds
from review.models import Person
from review.refusals import Refused
from review.rights import PUBLISH, REVIEW, holds
from review.services.effects import make_live, sign_review
from review.services.history import record
from review.services.own_work import refuse_own_work
from review.services.revising import lock
from review.services.taking import take
from review.states import State
from review.steps import Case

NOON = time(12)  # the day stays the same day if the site's time zone is changed


def submit(*, revision: Any, by: AbstractUser | None) -> None:
    take("submit", revision, by=by)


def send_back(*, revision: Any, by: AbstractUser, because: str) -> None:
    take("send_back", revision, by=by, because=because)


def sign_edited(*, revision: Any, by: AbstractUser) -> None:
    take("sign_edited", revision, by=by)


def review(*, revision: Any, by: AbstractUser, next_review_due: date | None = None) -> None:
    take("review", revision, by=by, on=next_review_due)


def sign_correction(*, revision: Any, by: AbstractUser) -> None:
    take("sign_correction", revision, by=by)


def schedule(*, revision: Any, by: AbstractUser | None, at: datetime | None) -> None:
    take("schedule", revision, by=by, at=at)


def unschedule(*, revision: Any, by: AbstractUser) -> None:
    take("unschedule", revision, by=by)


def withdraw(*, subject: Any, by: AbstractUser | None, because: str) -> None:
    """Take it from readers at once. Its address answers with the reason, in public."""
    take("withdraw", _live_or_latest(subject), by=by, because=because)


def review_again(*, subject: Any, by: AbstractUser) -> Any:
    take("review_again", _live_or_latest(subject), by=by)
    return subject.latest


def _live_or_latest(subject: Any) -> Any:
    """As it stands now: the caller may have read it a while ago."""
    now = type(subject)._base_manager.get(pk=subject.pk)
    return now.live_revision or now.latest


@transaction.atomic
def record_review(
    *, revision: Any, reviewer: Person, by: AbstractUser | None = None, on: date, due: date | None = None
) -> None:
    """Write down a review that happened elsewhere, as a file tells it. No one reviews their own work there either."""
    refuse_own_work(revision, reviewer, by)
    case = _case(revision, by)
    sign_review(case, reviewer, on, due)
    for name in ("state", "reviewer", "reviewed_by", "reviewed_on", "next_review_due"):
        setattr(revision, name, getattr(case.revision, name))
    if case.revision.is_live:
        case.kind.public_changed(case.subject)
        case.kind.went_live(case.revision)


def publish(*, revision: Any, by: AbstractUser | None, on: date | None = None) -> None:
    """Make a reviewed revision the page, at once. `on` is the first publication's date when it lies in the past."""
    if by is not None:
        take("publish", revision, by=by)
        return
    kind_of(revision).may_go_live(revision)
    with transaction.atomic():
        _publish(revision, on)


def _publish(revision: Any, on: date | None) -> None:
    case = _case(revision, None)
    if case.revision.state != State.REVIEWED:
        raise Refused("not-reviewed", _("Only a reviewed revision can be published."))
    _refuse_unchecked(case)
    make_live(case, timezone.make_aware(datetime.combine(on, NOON)) if on else None)


def is_due() -> bool:
    """Whether something is scheduled until now."""
    now = timezone.now()
    return any(kind.revision._default_manager.filter(publish_at__lte=now).exists() for kind in kinds())


def publish_due() -> list[Any]:
    """Publish what is scheduled until now, each in a transaction of its own. Safe to run twice at once.

    The history names who scheduled it. What a file had scheduled has no line there: no one here decided it.
    One that fails holds up no other; it stays scheduled, and is raised when the rest is done.
    """
    published: list[Any] = []
    failed: list[Exception] = []
    now = timezone.now()
    for kind in kinds():
        for revision in kind.revision._default_manager.filter(publish_at__lte=now).order_by("publish_at", "number"):
            try:
                kind.may_go_live(revision)
                with transaction.atomic():
                    if _go_live(revision, now):
                        published.append(revision)
            except (Refused, DatabaseError) as error:
                failed.append(error)
    if failed:
        raise ExceptionGroup(f"{len(failed)} of what was scheduled could not be published", failed)
    return published


def _go_live(found: Any, now: datetime) -> bool:
    case = _case(found, None)
    # Someone may have published it, or put it off, since it was found.
    if not case.revision.publish_at or case.revision.publish_at > now or not _stands(case):
        return False
    make_live(case)
    _tell(case, _("Published on schedule: revision %(number)d."))
    return True


def _stands(case: Case) -> bool:
    """Asked again when it goes live: may who decided it still decide, and can readers still check who reviewed it?

    If not, its date is dropped, and it waits for an editor among what is ready to be published.
    """
    try:
        user = case.revision.scheduled_by
        if user and not holds(user, PUBLISH):
            raise Refused(
                "scheduler-gone",
                _("The person who scheduled it can no longer publish. Publish it, or set a new date."),
            )
        reviewer = case.revision.reviewed_by
        if reviewer and not holds(reviewer, REVIEW):
            raise Refused(
                "reviewer-gone", _("The person who reviewed it can no longer review. Look at it, then publish it.")
            )
        _refuse_unchecked(case)
    except Refused as refused:
        case.subject.revisions.filter(pk=case.revision.pk).update(publish_at=None)
        _tell(case, _("Not published: revision %(number)d.") + f" {refused}")
        return False
    return True


def _refuse_unchecked(case: Case) -> None:
    for code in ("reviewer-unchecked", "own-review"):
        if CHECKS[code].holds(case):
            raise Refused(code, CHECKS[code].sentence)


def _tell(case: Case, sentence: str) -> None:
    words = sentence % {"number": case.revision.number}
    record(subject=case.subject, by=case.revision.scheduled_by, sentence=words)


def _case(revision: Any, by: AbstractUser | None) -> Case:
    """As it stands now, with its subject locked until the transaction ends."""
    kind, subject = kind_of(revision), lock(revision.subject)
    fresh = kind.revision._default_manager.get(pk=revision.pk)
    setattr(fresh, fresh.OWNER, subject)
    return Case(kind, fresh, by)
