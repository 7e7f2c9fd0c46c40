"""After a restore: what people took back since the backup is taken back again, and who began to pay still pays."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from django.conf import settings

from contact import clock, tombstones
from contact.models import Consent, Inquiry, Letter, Notice
from contact.services.consenting import withdraw
from contact.services.purging import purge
from facilities.models import Facility
from search.batches import one_by_one
from search.services import public_changed

UNPAID: Final = Facility.Relationship.NONE
WAITING = (Notice.State.WAITING, Notice.State.LEASED)


def catch_up() -> int:
    """Writes down what could not be written when it happened, or was written on a disk that is gone. How many lines.

    What is older than every backup needs none: it is taken back in all of them.
    """
    since = clock.now() - timedelta(days=settings.BACKUP_DAYS)
    consents = Consent.objects.filter(withdrawn_at__gt=since).order_by("withdrawn_at")
    erased = Inquiry.objects.filter(purged_at__gt=since, purged_because=Inquiry.Purged.ASKED).order_by("purged_at")
    paying = Facility.objects.exclude(relationship=UNPAID)
    # Never that one no longer pays: a copy that was put in place by hand may only not know of it.
    known = dict(tombstones.relationships(paying))
    written = [tombstones.related(one) for one in paying if known.get(one, UNPAID) == UNPAID]
    written += [tombstones.withdrawn(one) for one in consents.iterator() if not tombstones.stand_over(one)]
    written += [tombstones.erased(one) for one in erased.iterator() if not tombstones.has_erased(one.pk)]
    return sum(written)


@dataclass
class Replayed:
    withdrawn: int = 0
    erased: int = 0
    sent: int = 0
    paying: int = 0


def apply_tombstones() -> Replayed:
    """Done again, it finds nothing to do."""
    done = Replayed()
    for facility, relationship in list(tombstones.relationships(Facility.objects.filter(relationship=UNPAID))):
        if relationship != UNPAID:  # which ends what people allowed
            Facility.objects.filter(pk=facility.pk).update(relationship=relationship, takes_inquiries=False)
            public_changed()
            done.paying += 1
    for inquiry in one_by_one(Inquiry.objects.kept()):
        if tombstones.has_erased(inquiry.pk):
            purge(inquiry=inquiry, because=Inquiry.Purged.ASKED)
            done.erased += 1
    for consent in one_by_one(Consent.objects.filter(withdrawn_at=None)):
        if tombstones.stand_over(consent):
            done.withdrawn += len(withdraw(consents=[consent], by=Consent.By.PERSON))
    for model in (Notice, Letter):  # the worker passes over them
        waiting = model._default_manager.filter(state__in=WAITING).order_by("pk")
        done.sent += sum(tombstones.has_sent(row) for row in one_by_one(waiting))
    return done
