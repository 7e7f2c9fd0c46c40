"""After a restore: what people took back since the backup was made is taken back again."""

from dataclasses import dataclass

from contact import tombstones
from contact.models import Consent, Inquiry, Letter, Notice
from contact.services.consenting import withdraw
from contact.services.purging import purge

WAITING = (Notice.State.WAITING, Notice.State.LEASED)


@dataclass
class Replayed:
    withdrawn: int = 0
    erased: int = 0
    sent: int = 0


def apply_tombstones() -> Replayed:
    """Done again, it finds nothing to do."""
    done = Replayed()
    for inquiry in Inquiry.objects.kept().order_by("pk").iterator():
        if tombstones.has_erased(inquiry.pk):
            purge(inquiry=inquiry, because=Inquiry.Purged.ASKED)
            done.erased += 1
    for consent in Consent.objects.filter(withdrawn_at=None).order_by("pk").iterator():
        if tombstones.stand_over(consent):
            done.withdrawn += len(withdraw(consents=[consent], by=Consent.By.PERSON))
    for model in (Notice, Letter):  # the worker passes over them
        waiting = model._default_manager.filter(state__in=WAITING).order_by("pk")
        done.sent += sum(tombstones.has_sent(row) for row in waiting.iterator())
    return done
