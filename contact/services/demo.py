"""Addresses of the demo's invented facilities. None of them leads anywhere."""

from contact.models import Recipient
from contact.services.recipients import keep
from facilities.models import Facility


def load_recipients() -> int:
    """How many facilities can be told of an inquiry. An address that is there stays."""
    invented = Facility.objects.listed().filter(takes_inquiries=True, edition__invented=True)
    for facility in invented:
        if not Recipient.objects.filter(facility=facility).exists():
            keep(by=None, recipient=Recipient(facility=facility, email=f"intake@{facility.slug}.example"))
    return invented.count()
