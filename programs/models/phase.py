from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from markup.names import AddressField, in_small_letters
from markup.rendering import stored
from review.models import Reviewed, ReviewedQuerySet, Revision, Shown, live_revision, revision_constraints


class PhaseManager(models.Manager.from_queryset(ReviewedQuerySet["Phase"])):  # type: ignore[misc]
    def get_queryset(self) -> ReviewedQuerySet["Phase"]:
        """Always with its words: whoever asks for a phase says something of it."""
        found: ReviewedQuerySet[Phase] = super().get_queryset().select_related("live_revision__reviewer")
        return found


class Phase(Reviewed):
    """A part of care. Exactly five rows, made by a migration, always public; their words are reviewed."""

    position = models.PositiveSmallIntegerField(unique=True)
    slug = AddressField(unique=True)
    name = models.CharField(max_length=80)
    live_revision = live_revision("programs.PhaseRevision")

    also_called, summary, body, html = Shown(), Shown(), Shown(), Shown()

    objects = PhaseManager()

    class Meta(Reviewed.Meta):
        ordering = ["position"]
        constraints = [
            *Reviewed.Meta.constraints,
            *in_small_letters(),
            models.CheckConstraint(condition=models.Q(position__range=(1, 5)), name="phase_position_1_to_5"),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("phase", args=[self.slug])

    @property
    def text(self) -> SafeString:
        return stored(self.html)


class PhaseRevision(Revision):
    subject = models.ForeignKey(Phase, on_delete=models.PROTECT, related_name="revisions")
    also_called = models.CharField(max_length=120, blank=True)
    summary = models.CharField(max_length=300)
    body = models.TextField(_("text"), help_text=_("What it is, what happens, how long, and what to ask."))
    html = models.TextField()

    class Meta(Revision.Meta):
        constraints = [
            *revision_constraints("subject"),
            models.CheckConstraint(condition=~Q(summary="") & ~Q(body=""), name="phase_has_summary_and_text"),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({self.number})"
