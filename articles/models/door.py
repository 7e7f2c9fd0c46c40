from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.article import Article


class Door(models.Model):
    """Which article the first page leads to from one of its doors. The doors are fixed; the articles are chosen.

    A door whose article readers cannot see falls back or is not there: read them with `articles.doors`.
    """

    class Slot(models.TextChoices):
        EMERGENCY = "emergency", _("Help now: someone will not wake up")
        LOVED = "loved", _("Someone I love")
        WITHDRAWAL = "withdrawal", _("In withdrawal")
        OVERDOSE = "overdose", _("After an overdose")
        PREGNANT = "pregnant", _("Pregnant")
        UNINSURED = "uninsured", _("No insurance")
        OUT = "out", _("Out of medication, or away from home")
        AGAIN = "again", _("Using again after a break")

    slot = models.CharField(_("door"), max_length=20, choices=Slot, unique=True)
    article = models.ForeignKey(Article, on_delete=models.PROTECT, related_name="+", verbose_name=_("article"))

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.get_slot_display())
