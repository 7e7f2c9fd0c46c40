from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, in_small_letters
from markup.rendering import stored


class Phase(models.Model):
    """A part of care. Exactly five rows, made by a migration; their text changes by a reviewed `Proposal`."""

    position = models.PositiveSmallIntegerField(unique=True)
    slug = AddressField(unique=True)
    name = models.CharField(max_length=80)
    also_called = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300)
    body = models.TextField(_("text"), help_text=_("What it is, what happens, how long, and what to ask."))
    html = models.TextField(editable=False)
    reviewed_on = models.DateField(null=True, editable=False)
    next_review_due = models.DateField(null=True, editable=False)

    class Meta:
        ordering = ["position"]
        constraints = [
            *in_small_letters(),
            models.CheckConstraint(condition=models.Q(position__range=(1, 5)), name="phase_position_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("phase", args=[self.slug])

    @property
    def review_overdue(self) -> bool:
        return bool(self.next_review_due and self.next_review_due < timezone.localdate())

    @property
    def text(self) -> SafeString:
        return stored(self.html)
