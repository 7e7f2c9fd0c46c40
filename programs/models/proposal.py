from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from programs.models.phase import Phase
from programs.models.program import Program


class ProposalQuerySet(models.QuerySet["Proposal"]):
    def reviewer(self, **target: Phase | Program) -> Any:
        """The person who reviewed what readers see of `phase=` or `program=`: a row of the app above, or None."""
        shown = self.filter(state=Proposal.State.REVIEWED, reviewed_by__isnull=False, **target)
        proposal = shown.select_related("reviewed_by").first()
        return getattr(proposal.reviewed_by, "person", None) if proposal else None


class Proposal(models.Model):
    """New words for a phase or a program. Readers see them once somebody other than their writer has reviewed them.

    `words` holds the fields' values by name; for a program also `phases`: by slug, `description` and
    `not_part_because`. Saving again makes a new row.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SUBMITTED = "submitted", _("Waiting for review")
        SENT_BACK = "sent-back", _("Sent back")
        REVIEWED = "reviewed", _("Reviewed and shown")
        REPLACED = "replaced", _("Replaced by a newer one")

    phase = models.ForeignKey(Phase, on_delete=models.PROTECT, null=True, related_name="proposals")
    program = models.ForeignKey(Program, on_delete=models.PROTECT, null=True, related_name="proposals")
    words = models.JSONField()
    state = models.CharField(max_length=12, choices=State, default=State.DRAFT)
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    saved_at = models.DateTimeField(default=timezone.now)
    sent_back_because = models.TextField(blank=True)
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    reviewed_on = models.DateField(null=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        permissions = [("review_proposal", _("Can review words on phases and programs"))]
        constraints = [
            models.CheckConstraint(
                condition=Q(phase__isnull=True, program__isnull=False) | Q(phase__isnull=False, program__isnull=True),
                name="proposal_for_a_phase_or_a_program",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by__isnull=True) | Q(saved_by__isnull=True) | ~Q(reviewed_by=F("saved_by")),
                name="nobody_reviews_words_they_proposed",
            ),
            models.CheckConstraint(
                condition=~Q(state="reviewed") | Q(reviewed_on__isnull=False), name="reviewed_proposal_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.phase or self.program} ({self.pk})"
