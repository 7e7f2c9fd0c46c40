from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.models.person import Person
from review.states import State


def _person() -> Any:
    return models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")


def _log_in() -> Any:
    return models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")


def revision_constraints(owner: str) -> list[models.BaseConstraint]:
    """What the database refuses about a revision, besides guards. `owner` is the key to what it belongs to."""
    return [
        models.UniqueConstraint(fields=[owner, "number"], name="%(class)s_number_once"),
        models.CheckConstraint(
            condition=Q(reviewer__isnull=True) | Q(writer__isnull=True) | ~Q(reviewer=F("writer")),
            name="%(class)s_reviewer_is_not_the_writer",
        ),
        models.CheckConstraint(
            # A small correction keeps the review that it corrects, and who saved it may be who reviewed it.
            condition=Q(corrects__isnull=False)
            | Q(reviewed_by__isnull=True)
            | Q(saved_by__isnull=True)
            | ~Q(reviewed_by=F("saved_by")),
            name="%(class)s_nobody_reviews_what_they_saved",
        ),
        models.CheckConstraint(
            condition=~Q(state="reviewed") | (Q(reviewer__isnull=False) & Q(reviewed_on__isnull=False)),
            name="%(class)s_reviewed_says_by_whom_and_when",
        ),
        models.CheckConstraint(
            condition=Q(publish_at__isnull=True) | Q(state="reviewed"), name="%(class)s_only_reviewed_is_scheduled"
        ),
        models.CheckConstraint(
            condition=Q(corrects__isnull=True) | ~Q(state="reviewed") | Q(checked_by__isnull=False),
            name="%(class)s_correction_was_checked",
        ),
        models.CheckConstraint(
            condition=Q(checked_by__isnull=True) | Q(saved_by__isnull=True) | ~Q(checked_by=F("saved_by")),
            name="%(class)s_nobody_checks_what_they_saved",
        ),
    ]


class Revision(models.Model):
    """One saved state of a reviewed thing's words. The words never change afterwards; saving again makes a new row.

    A concrete class adds its words, `subject` as a key to what it belongs to (`related_name="revisions"`), and
    `revision_constraints` in its Meta. One that names the key otherwise says so in OWNER, and has a `subject` too.
    """

    OWNER: ClassVar[str] = "subject"
    subject: Any

    number = models.PositiveIntegerField()
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    saved_by = _log_in()
    saved_at = models.DateTimeField(default=timezone.now)
    change_note = models.CharField(max_length=200, blank=True)
    # A small correction keeps the review of the revision that it corrects; a second editor has signed it.
    corrects = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="+")
    checked_by = _log_in()
    checked_at = models.DateTimeField(null=True)

    writer = _person()
    submitted_at = models.DateTimeField(null=True)
    editor = _person()
    edited_on = models.DateField(null=True)
    reviewer = _person()
    reviewed_by = _log_in()
    reviewed_on = models.DateField(null=True)
    next_review_due = models.DateField(null=True)
    sent_back_because = models.TextField(blank=True)
    publish_at = models.DateTimeField(_("goes live"), null=True)
    scheduled_by = _log_in()
    published_at = models.DateTimeField(null=True)  # when readers could first read it, also if that was elsewhere
    # When another one took its place, or it was withdrawn. Only to look past it: what is live, `live_revision` says.
    passed_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        abstract = True
        ordering = ["-number"]
        # For the lists of what waits: they look for a few rows among all that was ever saved.
        indexes = [
            models.Index(fields=["state", "published_at", "saved_at"], name="%(class)s_state"),
            models.Index(fields=["state", "saved_at"], name="%(class)s_saved"),
            models.Index(
                fields=["saved_at"],
                condition=Q(state=State.REVIEWED, published_at__isnull=True, publish_at__isnull=True),
                name="%(class)s_ready",
            ),
            models.Index(fields=["saved_at"], name="%(class)s_when"),
            models.Index(
                fields=["next_review_due", "state"], condition=Q(passed_at__isnull=True), name="%(class)s_current"
            ),
            models.Index(fields=["publish_at"], condition=Q(publish_at__isnull=False), name="%(class)s_at"),
            models.Index(fields=["checked_at"], condition=Q(checked_at__isnull=False), name="%(class)s_news"),
        ]

    @property
    def is_live(self) -> bool:
        return bool(self.subject.live_revision_id == self.pk)

    @property
    def byline(self) -> list[tuple[str, Person]]:
        """The three roles that are signed, in order, each with its person."""
        roles = (
            (_("Written by"), self.writer),
            (_("Edited by"), self.editor),
            (_("Medically reviewed by"), self.reviewer),
        )
        return [(str(role), person) for role, person in roles if person]
