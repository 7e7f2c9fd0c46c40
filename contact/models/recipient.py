import secrets

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from facilities.models import Facility
from markup.mail_addresses import validate_mail_address


def make_secret() -> str:
    return secrets.token_urlsafe(32)


class Recipient(models.Model):
    """Where a facility is told that an inquiry waits. A facility without one is never offered to visitors."""

    facility = models.OneToOneField(Facility, on_delete=models.PROTECT, related_name="+")
    email = models.EmailField(
        _("e-mail"),
        blank=True,
        validators=[validate_mail_address],
        help_text=_("An inbox that the people who answer look at each day. Ask them for it."),
    )
    webhook = models.URLField(
        blank=True,
        max_length=500,
        help_text=_(
            "Only if the facility asked for one. Its program is then called, in place of mail. Begin with https://. "
            "The facility also needs a secret. This site makes it, and shows it to you once."
        ),
    )
    secret = models.CharField(max_length=64, default=make_secret, editable=False)
    proof = models.CharField(max_length=64, editable=False)  # made by `contact.services.recipients.keep`

    class Meta:
        ordering = ["facility"]
        constraints = [
            models.CheckConstraint(condition=~Q(email="", webhook=""), name="recipient_can_be_told"),
            # Python's mail classes would decode it into another address.
            models.CheckConstraint(condition=~Q(email__contains="=?"), name="recipient_address_has_no_encoded_word"),
            models.CheckConstraint(
                condition=Q(webhook="") | Q(webhook__startswith="https://"), name="webhook_is_https"
            ),
        ]

    def __str__(self) -> str:
        return str(self.facility)
