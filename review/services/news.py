"""What a reviewer is told of what they reviewed: small corrections, which keep their name under other words."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db.models import Q, QuerySet, Value
from django.utils import timezone

from review.kinds import Kind, kinds
from review.models import NewsRead
from review.rights import REVIEW
from search.prepared import Prepared


def corrections(user: AbstractUser, most: int) -> list[Any]:
    """Signed ones under this user's review, the newest first. What they made or signed themselves is no news."""
    return _found(user, "-checked_at", most)


def unread(user: AbstractUser, most: int) -> list[Any]:
    """The oldest first, so that none is read away that was not on the page."""
    if not user.has_perm(REVIEW):
        return []
    read = NewsRead.objects.filter(user=user.pk).values_list("corrections", flat=True).first()
    return _found(user, "checked_at", most, **({"checked_at__gt": read} if read else {}))


def mark_read(*, user: AbstractUser, until: datetime) -> None:
    """Up to the last that was on the page. A time still to come reads nothing away that is not there yet."""
    NewsRead.objects.update_or_create(user_id=user.pk, defaults={"corrections": min(until, timezone.now())})


def _found(user: AbstractUser, order: str, most: int, **since: datetime) -> list[Any]:
    if not user.has_perm(REVIEW):
        return []
    every = list(kinds())
    some = [every[nth] for nth, _whose in _THERE.rows(user.pk)]
    found = [row for kind in some for row in _of(kind, user.pk).filter(**since).order_by(order)[:most]]
    return sorted(found, key=lambda row: row.checked_at, reverse=order.startswith("-"))[:most]


def _of(kind: Kind, user: int) -> "QuerySet[Any]":
    mine = Q(reviewed_by=user) | Q(reviewer__user=user)
    own = Q(saved_by=user) | Q(checked_by=user)
    signed = kind.revision._default_manager.filter(mine, corrects__isnull=False, checked_at__isnull=False)
    return signed.exclude(own).select_related("corrects", kind.revision.OWNER, "saved_by", "checked_by")


def _there(user: int) -> "QuerySet[Any, Any]":
    """Kinds of which there is any: mostly none, and each is long to ask for."""
    parts = [
        kind.revision._default_manager.filter(pk__in=_of(kind, user).order_by().values("pk")[:1])
        .order_by()
        .values_list(Value(nth), Value(user))
        for nth, kind in enumerate(kinds())
    ]
    return parts[0].union(*parts[1:], all=True)


_THERE = Prepared(_there)
