"""Where facilities are told. Each row is marked, so that an address which no one entered here is never written to.

While a notice waits, the database keeps the row as it is. So whoever changes it first hands what waits to a person,
who tries again once the new address is known to be right.
"""

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.translation import gettext as _

from contact import clock
from contact.models import Notice, Recipient
from contact.models.outbox import make_secret
from facilities.models import Facility
from review.refusals import Refused
from review.rights import may
from search.services import public_changed

WAITING = (Notice.State.WAITING, Notice.State.LEASED)


def keep(*, recipient: Recipient, by: AbstractUser | None) -> Recipient:
    """Stores it as it is now, new or changed. Raises Refused while a notice is on its way to it, and for a place that
    pays us, which is never told of anything."""
    may("contact.change_recipient" if recipient.pk else "contact.add_recipient", by)
    if recipient.facility.relationship != Facility.Relationship.NONE:
        raise Refused(
            "pays",
            _(
                "This place pays this site, or is affiliated with it. So we can never tell it about a visitor’s "
                "message."
            ),
        )
    with transaction.atomic():
        if recipient.pk and _changes(recipient):
            _hand_to_a_person(recipient.facility_id)
        recipient.prove()
        recipient.save()
        public_changed()
    return recipient


def renew_secret(*, recipient: Recipient, by: AbstractUser | None) -> Recipient:
    """The old one signs nothing from then on."""
    recipient.secret = make_secret()
    return keep(recipient=recipient, by=by)


def turn_off(*, recipient: Recipient, by: AbstractUser | None) -> None:
    may("contact.delete_recipient", by)
    with transaction.atomic():
        _hand_to_a_person(recipient.facility_id)
        Recipient.objects.filter(pk=recipient.pk).delete()
        public_changed()


def _changes(recipient: Recipient) -> bool:
    return Recipient.objects.select_for_update().get(pk=recipient.pk).content != recipient.content


def _hand_to_a_person(facility: int) -> None:
    waiting = Notice.objects.select_for_update().filter(consent__facility=facility, state__in=WAITING).order_by("pk")
    found = list(waiting.values_list("pk", "leased_until"))
    if any(until and until > clock.now() for _pk, until in found):
        raise Refused("in-hand", _("A notice is being sent there right now. Try again in a few minutes."))
    Notice.objects.filter(pk__in=[pk for pk, _until in found]).update(
        state=Notice.State.PERSON, problem="recipient-changed", lease="", leased_until=None
    )


def load_recipients() -> int:
    """How many facilities can be told of an inquiry. An address that is there stays."""
    invented = Facility.objects.listed().filter(takes_inquiries=True, edition__invented=True)
    for facility in invented:
        if not Recipient.objects.filter(facility=facility).exists():
            keep(by=None, recipient=Recipient(facility=facility, email=f"intake@{facility.slug}.example"))
    return invented.count()
