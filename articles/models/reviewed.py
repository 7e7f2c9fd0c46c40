"""What questions and terms have in common: one set of words, and a review that holds for exactly these."""

from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.person import Person

Row = TypeVar("Row", bound="Reviewed")


class ReviewedQuerySet(models.QuerySet[Row]):
    def published(self) -> Self:
        """Those whose present words were reviewed. Changing the words takes the review away."""
        return self.filter(reviewed_on__isnull=False)


class Reviewed(models.Model):
    """`services.reviews` saves these and signs them. Each model takes `review_constraints` besides."""

    writer = models.ForeignKey(
        Person,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text=_("Who wrote the words. Somebody else has to review them."),
    )
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    # Who saved and who is named as the writer, since the last review: all of them, not the last.
    savers = models.ManyToManyField(settings.AUTH_USER_MODEL, editable=False, related_name="+")
    writers = models.ManyToManyField(Person, editable=False, related_name="+")
    reviewer = models.ForeignKey(
        Person, on_delete=models.PROTECT, null=True, blank=True, related_name="+", editable=False
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, editable=False, related_name="+"
    )
    reviewed_on = models.DateField(null=True, blank=True, editable=False)
    next_review_due = models.DateField(null=True, blank=True, editable=False)

    class Meta:
        abstract = True


def review_constraints(name: str) -> list[models.CheckConstraint]:
    """What the database refuses about a review; `name` is the model's, in lower case."""
    return [
        models.CheckConstraint(
            condition=Q(reviewed_on__isnull=True) | Q(reviewer__isnull=False), name=f"{name}_review_has_reviewer"
        ),
        models.CheckConstraint(
            condition=Q(reviewer__isnull=True) | Q(writer__isnull=True) | ~Q(reviewer=F("writer")),
            name=f"{name}_reviewer_is_not_writer",
        ),
        models.CheckConstraint(
            condition=Q(reviewed_by__isnull=True) | Q(saved_by__isnull=True) | ~Q(reviewed_by=F("saved_by")),
            name=f"nobody_reviews_a_{name}_they_saved",
        ),
    ]
