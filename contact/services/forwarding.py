"""The one way out."""

from django.db import transaction
from django.utils.translation import gettext as _

from contact import links
from contact.models import Consent, Notice
from contact.services.locking import hold
from contact.services.records import is_proved
from review.refusals import Refused


def forward_inquiry(consent: Consent) -> Notice:
    """Lets the consent's facility be told that an inquiry waits. The only function that makes a Notice.

    Asked twice it answers with the first one. Raises Refused if the consent does not stand now, or is not what its
    record says; behind it, the database refuses the same.
    """
    with transaction.atomic():
        hold([consent.pk])
        standing = Consent.objects.standing().select_for_update(of=("self",)).filter(pk=consent.pk).first()
        if standing is None or not is_proved(standing):
            raise Refused("no-consent", _("The person does not allow this, or no longer does."))
        if notice := Notice.objects.filter(consent=standing).first():
            return notice
        link = links.make(Notice.row_of(standing.pk))
        return Notice.objects.create(consent=standing, link_seed=link.seed, link_digest=link.digest)
