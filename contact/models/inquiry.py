import secrets
import uuid
from base64 import b32encode

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.crypto.links import Link
from facilities.models import City


def make_reference() -> str:
    """80 random bits that can be read out on the phone. It opens nothing."""
    return f"REF-{b32encode(secrets.token_bytes(10)).decode()}"


class InquiryQuerySet(models.QuerySet["Inquiry"]):
    def kept(self) -> "InquiryQuerySet":
        """Those whose words are still here."""
        return self.filter(purged_at__isnull=True)


class Inquiry(models.Model):
    """What a visitor sent. In the open stands what the desk must sort by; what was typed is sealed.

    The row stays as the basic record that something was received; its words go.
    """

    class State(models.TextChoices):
        NEW = "new", _("New")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    class Purged(models.TextChoices):
        AGE = "age", _("Kept long enough")
        ASKED = "asked", _("The person asked")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=20, unique=True, default=make_reference, editable=False)
    # A digest of what was pressed "Send" on: pressing again finds the first. Empty once that can no longer happen.
    submission = models.CharField(max_length=64, unique=True, null=True, editable=False)  # noqa: DJ001 (unique)
    city = models.ForeignKey(City, on_delete=models.PROTECT, null=True, related_name="+", editable=False)
    received_at = models.DateTimeField(default=timezone.now, editable=False)
    permission = models.BooleanField(
        editable=False, help_text=_("The box was checked, and the person is an adult and not in danger now.")
    )
    holds = models.JSONField(default=list, editable=False)  # names of the fields that were filled in, not what with
    sealed = models.BinaryField(editable=False)
    link_seed = models.CharField(max_length=32, editable=False)
    link_digest = models.CharField(max_length=64, unique=True, editable=False)

    state = models.CharField(max_length=10, choices=State, default=State.NEW)
    handled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    purged_at = models.DateTimeField(null=True, editable=False)
    purged_because = models.CharField(max_length=10, choices=Purged, blank=True, editable=False)

    objects = InquiryQuerySet.as_manager()

    class Meta:
        ordering = ["-received_at"]
        verbose_name_plural = _("inquiries")
        default_permissions = ("view", "change")
        indexes = [models.Index(fields=["purged_at", "received_at"], name="inquiry_purged_received")]
        constraints = [
            models.CheckConstraint(
                condition=Q(purged_at__isnull=True, purged_because="")
                | (Q(purged_at__isnull=False, sealed=b"", submission__isnull=True) & ~Q(purged_because="")),
                name="purged_inquiry_holds_no_words",
            )
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def link(self) -> Link:
        """The person's own, for `links.token_of`."""
        return Link(self.link_seed, self.link_digest, self.link_row)

    @property
    def seal_row(self) -> str:
        """What its seal names, so that words copied to another row are found out."""
        return str(self.pk)

    @property
    def link_row(self) -> str:
        """For `links.make`, before there is a link."""
        return f"inquiry-{self.pk}"
