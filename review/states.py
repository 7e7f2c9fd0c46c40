"""Where a revision can stand."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for review")
    SENT_BACK = "sent-back", _("Sent back")
    REVIEWED = "reviewed", _("Reviewed")
    REPLACED = "replaced", _("Replaced by a newer one")
    CORRECTION = "correction", _("Small correction, waiting for a second editor")
    ORIGINAL = "original", _("Came with the site")


# Only the newest revision ever is. Saving again replaces it.
UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.CORRECTION)
# What readers may ever see.
SHOWABLE = (State.REVIEWED, State.ORIGINAL)
