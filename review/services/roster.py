"""Who can sign in, and under which name: each change is kept. Those about signing are told to every reviewer on their
first page; all are told by mail to those concerned."""

from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import Max, Q, QuerySet

from review.models import NewsRead, Person, RosterChange
from review.rights import REVIEW

What = RosterChange.What
FOR_REVIEWERS = (What.MAY_REVIEW, What.MAY_NOT, What.JOINED, What.LEFT, What.RENEWED)


def tell(*, what: str, user: Any, by: AbstractUser | None, person: Person | None = None, reached_at: str = "") -> None:
    """Keep one change. Call it in the transaction that makes the change."""
    person = person or Person.objects.filter(user=user.pk).first()
    RosterChange.objects.create(
        what=what, user=user, person=person, by_id=by.pk if by else None, reached_at=reached_at
    )


def concerned(change: RosterChange) -> list[Any]:
    """The log-in's owner, who looks after log-ins, and for what is about signing every reviewer. Also whoever made the
    change: someone else may have sat there."""
    users = get_user_model().objects
    found = {change.user, *users.filter(is_active=True, is_superuser=True)}
    if change.what in FOR_REVIEWERS:
        found |= set(users.with_perm(REVIEW, backend="django.contrib.auth.backends.ModelBackend"))
    return sorted(found, key=lambda user: user.pk)


def may_review(user: Any) -> bool:
    """Asked of the database: a log-in keeps its permissions in memory."""
    fresh = type(user)._default_manager.get(pk=user.pk)
    return bool(fresh.is_active and fresh.has_perm(REVIEW))


def tell_right(*, user: Any, before: bool, by: AbstractUser | None) -> None:
    """After a log-in's roles changed, if that decides whether it may review."""
    now = may_review(user)
    if now != before:
        tell(what=What.MAY_REVIEW if now else What.MAY_NOT, user=user, by=by)


def unread(user: AbstractUser) -> "QuerySet[RosterChange]":
    """What changed since this reviewer last said that they read it; nothing for those who do not review."""
    if not user.has_perm(REVIEW):
        return RosterChange.objects.none()
    read = NewsRead.objects.filter(user=user.pk).first()
    changes = RosterChange.objects.filter(pk__gt=read.roster if read else 0, what__in=FOR_REVIEWERS)
    mine = Q(by=user.pk) | Q(user=user.pk, what=What.MAY_REVIEW)
    return changes.exclude(mine).select_related("user", "person", "by")


@transaction.atomic
def mark_read(*, user: AbstractUser, until: int) -> None:
    """Up to the newest change that was on the page, and no further."""
    newest = RosterChange.objects.filter(pk__lte=until).aggregate(newest=Max("pk"))["newest"] or 0
    NewsRead.objects.update_or_create(user_id=user.pk, defaults={"roster": newest})
