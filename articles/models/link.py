from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class CheckedLink(models.Model):
    """What another site answered for an address that our pages link to. `manage.py check_links` writes it."""

    class State(models.TextChoices):
        FINE = "fine", _("Answers")
        MOVED = "moved", _("Moved for good")
        BROKEN = "broken", _("Gone")
        UNSURE = "unsure", _("Look yourself")

    url = models.URLField(max_length=1000, unique=True)
    state = models.CharField(max_length=10, choices=State)
    code = models.CharField(max_length=20)  # the answer's number, or a word: see `link_visitor.Answer`
    leads_to = models.URLField(max_length=1000, blank=True)
    checked_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["url"]
        indexes = [models.Index(fields=["state"], name="checked_link_state")]

    def __str__(self) -> str:
        return self.url
