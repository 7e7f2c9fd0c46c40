"""Whoever changes more than one row of an inquiry holds the inquiry's own row first, and the others in the order
consent, facility, notice. So two of them stand in line, and never wait for each other."""

from collections.abc import Iterable

from contact.models import Consent, Inquiry


def hold(consents: Iterable[int]) -> None:
    """Holds the inquiries of these consents until the transaction ends."""
    found = Consent.objects.filter(pk__in=list(consents)).values("inquiry")
    list(Inquiry.objects.select_for_update().filter(pk__in=found).order_by("pk").values_list("pk"))
