from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q
from django.utils import timezone

from review.states import UNDER_WAY, State

Row = TypeVar("Row", bound="Reviewed")


class ReviewedQuerySet(models.QuerySet[Row]):
    def published(self) -> Self:
        """What readers may see. The one rule, for every kind: a live revision is set."""
        people = ("writer", "editor", "reviewer")
        return self.filter(live_revision__isnull=False).select_related(*(f"live_revision__{who}" for who in people))

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_on__isnull=False).order_by("-withdrawn_on", "-pk")


class Shown:
    """Words of the revision that is shown, read as if they were the row's own. Empty where there is none yet."""

    def __init__(self, empty: Any = "") -> None:
        self.empty = empty

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, row: Any, owner: type | None = None) -> Any:
        if row is None:
            return self
        shown = row.shown
        return getattr(shown, self.name) if shown else self.empty


def live_revision(revision: str) -> Any:
    """The one column that says what readers see."""
    return models.OneToOneField(
        revision, on_delete=models.PROTECT, null=True, blank=True, editable=False, related_name="+"
    )


class Reviewed(models.Model):
    """An address and what is there. Its words are in `revisions`, which never change; readers see the live one.

    Each concrete class has a `live_revision`, and its revisions point at it with `related_name="revisions"`.
    """

    edits = models.PositiveIntegerField(default=0, editable=False)  # saves so far: tells two editors apart
    published_on = models.DateField(null=True, editable=False)  # for the first time
    withdrawn_on = models.DateField(null=True, editable=False)
    withdrawn_because = models.TextField(blank=True, editable=False)
    archived_on = models.DateField(null=True, editable=False)  # put aside by editors; readers never saw it

    writer = Shown(None)
    editor = Shown(None)
    reviewer = Shown(None)
    reviewed_on = Shown(None)
    next_review_due = Shown(None)

    # Each concrete class has these.
    live_revision: Any
    live_revision_id: int | None
    revisions: Any

    class Meta:
        abstract = True
        indexes = [
            models.Index(
                fields=["-withdrawn_on", "-id"],
                condition=Q(withdrawn_on__isnull=False),
                name="%(class)s_withdrawn",
            )
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(live_revision__isnull=True) | Q(published_on__isnull=False),
                name="live_%(class)s_has_publication_date",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_on__isnull=True) | (Q(live_revision__isnull=True) & ~Q(withdrawn_because="")),
                name="withdrawn_%(class)s_is_not_live_and_says_why",
            ),
            models.CheckConstraint(
                condition=Q(archived_on__isnull=True) | Q(live_revision__isnull=True),
                name="archived_%(class)s_is_not_live",
            ),
        ]

    @property
    def shown(self) -> Any:
        """The revision whose words this row speaks: a preview's, or what readers see or saw last, or the newest."""
        return self.__dict__.get("previewed") or self.live_revision or self._seen_last or self.latest

    @property
    def _seen_last(self) -> Any:
        """Of what was withdrawn: its name stays the reviewed one, whatever someone writes since."""
        if not self.withdrawn_on:
            return None
        return self.revisions.filter(published_at__isnull=False).order_by("-published_at").first()

    def preview(self, revision: Any) -> None:
        """From now on, this object speaks that revision's words. Nothing is saved."""
        self.__dict__["previewed"] = revision

    @property
    def latest(self) -> Any:
        """The newest revision, kept for as long as this object lives and `edits` stays."""
        if self.pk is None:
            return None
        return self.revisions.order_by("-number").first()

    @property
    def opened(self) -> Any:
        """What someone who goes on writing starts from: what is under way or reviewed and waiting, or what is live.

        After a roll-back that is the older text, not the one that was taken away.
        """
        latest, live = self.latest, self.live_revision
        if live is None or latest is None or latest.pk == live.pk:
            return latest
        waits = latest.state in UNDER_WAY or (latest.state == State.REVIEWED and latest.published_at is None)
        return latest if waits else live

    @property
    def review_overdue(self) -> bool:
        due = self.live_revision and self.live_revision.next_review_due
        return bool(due and due < timezone.localdate())
