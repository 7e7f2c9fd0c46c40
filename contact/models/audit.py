from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from contact.models.consent import Consent
from contact.models.inquiry import Inquiry


class Disclosure(models.Model):
    """A facility was shown the words. Written in the transaction that checked the consent. Never changes."""

    consent = models.ForeignKey(Consent, on_delete=models.PROTECT, related_name="disclosures")
    fields = models.JSONField(default=list)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.consent_id}, {self.at:%Y-%m-%d %H:%M}"


class AccessLine(models.Model):
    """Somebody of the team did something with an inquiry. Never changes, and nobody can delete it."""

    class What(models.TextChoices):
        OPENED = "opened", _("Opened the words")
        NOTED = "noted", _("Wrote a note")
        TOOK = "took", _("Took it on")
        HANDED = "handed", _("Handed it to a colleague")
        STATE = "state", _("Changed its state")
        RESENT = "resent", _("Sent a facility a new link")
        RETRIED = "retried", _("Tried to send again")
        WITHDREW = "withdrew", _("Withdrew a consent, asked by the person")
        EXPORTED = "exported", _("Made the person's copy")
        PURGED = "purged", _("Deleted the words")

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="access_lines")
    who = models.CharField(max_length=150)  # a user name, kept when the account goes; "" is the site itself
    what = models.CharField(max_length=10, choices=What)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.who}: {self.what}"


class Note(models.Model):
    """What the desk writes for itself, sealed like the inquiry, and gone with its words."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.PROTECT, related_name="notes")
    who = models.CharField(max_length=150)
    at = models.DateTimeField(default=timezone.now)
    sealed = models.BinaryField()  # to its own row: see `seal_row`

    class Meta:
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.inquiry_id}, {self.at:%Y-%m-%d %H:%M}"

    @property
    def seal_row(self) -> str:
        """What its seal names, so that a note cannot be passed off as another, nor as an inquiry."""
        return f"note-{self.pk}"
