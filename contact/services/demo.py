"""Addresses of the demo's invented facilities. None of them leads anywhere."""

from contact.models import Recipient
from facilities.models import Facility


def load_recipients() -> int:
    """How many facilities can be told of an inquiry. An address that is there stays."""
    invented = Facility.objects.listed().filter(takes_inquiries=True, edition__invented=True)
    for facility in invented:
        Recipient.objects.get_or_create(facility=facility, defaults={"email": f"intake@{facility.slug}.example"})
    return invented.count()
