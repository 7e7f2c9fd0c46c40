"""Mails that tell colleagues what was done in their name or about them. They are rows of the outbox like all others,
so whoever does it waits for no mail server."""

from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef

from contact import clock
from contact.models import AccessLine, Letter
from review.models import RosterChange
from review.services.roster import concerned

LATEST = timedelta(days=7)


def tell_team(line: AccessLine) -> None:
    """A copy of a message was made, or its words were deleted. Call it in the transaction that does so."""
    Letter.objects.create(kind=Letter.Kind.WATCH, line=line)


def tell_colleagues() -> int:
    """Of each change about who can sign in, all who are concerned and can be reached. How many mails that makes."""
    told = Exists(Letter.objects.filter(change=OuterRef("pk")))
    new = RosterChange.objects.filter(~told, at__gt=clock.now() - LATEST).order_by("at", "pk")
    count = 0
    for change in new.select_related("user", "by"):
        letters = [
            Letter(kind=Letter.Kind.ACCOUNT, user=user, change=change)
            for user in concerned(change)
            if reached_at(change, user)
        ]
        with transaction.atomic():
            count += len(Letter.objects.bulk_create(letters))
    return count


def reached_at(change: RosterChange, user: object) -> str:
    """Whoever gave a log-in another address than its owner's is not to be the only one who hears of it."""
    before = change.reached_at if change.user == user else ""
    return before or str(getattr(user, "email", ""))
