"""Words go, when their time is over or when the person asks. The basic record of consent and disclosure stays."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from contact import clock, tombstones
from contact.models import AccessLine, Consent, Inquiry, Letter, Notice
from contact.services import telling
from contact.services.consenting import withdraw

WAITING = ("waiting", "leased", "person")


def due(now: datetime | None = None) -> QuerySet[Inquiry]:
    """Inquiries whose words have been kept long enough."""
    now = now or clock.now()
    agreed = Exists(Consent.objects.filter(inquiry=OuterRef("pk")))
    old = Q(received_at__lt=now - timedelta(days=settings.INQUIRY_DAYS))
    unasked = Q(received_at__lt=now - timedelta(days=settings.INQUIRY_DAYS_WITHOUT_CONSENT)) & ~agreed
    return Inquiry.objects.kept().filter(old | unasked).order_by("received_at")


def kept_until(inquiry: Inquiry) -> datetime:
    """When `due` begins to name it."""
    days = [settings.INQUIRY_DAYS]
    if not inquiry.consents.exists():
        days.append(settings.INQUIRY_DAYS_WITHOUT_CONSENT)
    return inquiry.received_at + timedelta(days=min(days))


def purge_due(pause: Callable[[], object] = lambda: None) -> int:
    """How many were deleted. Each in a transaction of its own, and looked at again in it. `pause` is called after
    each, and may raise to end it."""
    count = 0
    for pk in list(due().values_list("pk", flat=True)):
        with transaction.atomic():
            inquiry = Inquiry.objects.select_for_update().get(pk=pk)
            if due().filter(pk=pk).exists():
                purge(inquiry=inquiry, because=Inquiry.Purged.AGE)
                count += 1
        pause()
    return count


def purge(*, inquiry: Inquiry, because: str, who: str = "") -> None:
    """Deletes the words and the notes, and stops what waits. `because` is an Inquiry.Purged.

    Asked by the person, it withdraws every consent first. Done twice, the second finds nothing to do.
    """
    with transaction.atomic():
        inquiry = Inquiry.objects.select_for_update().get(pk=inquiry.pk)
        if inquiry.purged_at:
            return
        if because == Inquiry.Purged.ASKED:
            withdraw(consents=inquiry.consents.all(), by=Consent.By.STAFF if who else Consent.By.PERSON)
        inquiry.notes.all().delete()
        Notice.objects.filter(consent__inquiry=inquiry, state__in=WAITING).update(state=Notice.State.CANCELLED)
        Letter.objects.filter(inquiry=inquiry, state__in=WAITING).update(state=Letter.State.CANCELLED)
        inquiry.sealed, inquiry.holds, inquiry.submission, inquiry.city = b"", [], None, None
        inquiry.purged_at, inquiry.purged_because = clock.now(), because
        inquiry.save(update_fields=["sealed", "holds", "submission", "city", "purged_at", "purged_because"])
        line = AccessLine.objects.create(inquiry=inquiry, who=who, what=AccessLine.What.PURGED)
        if who:
            telling.tell_team(line)
        if because == Inquiry.Purged.ASKED:  # what was kept long enough goes again by itself
            tombstones.erased(inquiry)
