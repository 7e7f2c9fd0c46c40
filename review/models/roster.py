from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.person import Person


class RosterChange(models.Model):
    """Something changed about who can sign in, or under which name. A second identity cannot be refused, but it can be
    seen: every reviewer is told on their first page, and those concerned by mail (`contact.services.telling`)."""

    class What(models.TextChoices):
        MAY_REVIEW = "may-review", _("can review from now on")
        MAY_NOT = "may-not-review", _("can no longer review")
        JOINED = "joined", _("signs under this name from now on")
        LEFT = "left", _("no longer signs under this name")
        RENEWED = "renewed", _("got a new password and new codes")
        # What is no reviewer's matter.
        LET_IN = "let-in", _("got a new password and new codes")
        ROLES = "roles", _("has other roles now")
        ADDRESS = "address", _("has another e-mail address now")

    what = models.CharField(max_length=20, choices=What)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    reached_at = models.EmailField(blank=True)  # of a new address, the old one: whoever had it is told there

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["at"], name="roster_change_at")]

    def __str__(self) -> str:
        who = f"{self.user} ({self.person})" if self.person else str(self.user)
        return f"{who} {self.get_what_display()}"


class NewsRead(models.Model):
    """Up to which change of the roster, and up to when of small corrections, a reviewer has said that they read."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    roster = models.PositiveBigIntegerField(default=0)
    corrections = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.user}: {self.roster}, {self.corrections}"
