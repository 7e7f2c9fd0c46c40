"""How the lists of reviewed things are narrowed: where each is, who it is waiting for, whose it is, when it is due."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.contrib import admin
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.lookups import Exact
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy

from review.kinds import Kind, kind_of
from review.models import Person
from review.states import State
from review.waiting import SOON, never_shown, ready_to_publish

FEW = 10_000


class WhereFilter(admin.SimpleListFilter):
    title = gettext_lazy("where it is")
    parameter_name = "where"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        states = (State.DRAFT, State.SUBMITTED, State.SENT_BACK, State.CORRECTION)
        return (
            *((state.value, state.label) for state in states),
            (State.REVIEWED.value, gettext_lazy("Reviewed, ready to publish")),
            ("scheduled", gettext_lazy("Scheduled")),
            ("live", gettext_lazy("Live")),
            ("changed", gettext_lazy("Live, with a newer revision")),
            ("soon", gettext_lazy("Review due within 30 days")),
            ("overdue", gettext_lazy("Review overdue")),
            ("withdrawn", gettext_lazy("Withdrawn")),
            ("archived", gettext_lazy("In the archive")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value()
        if value not in dict(self.lookup_choices):
            return queryset.filter(archived_on=None)
        return queryset.filter(_where(kind_of(queryset.model), str(value)))


def _where(kind: Kind, value: str) -> Q | Exists:
    """The condition for each choice. Revisions are asked first: few are under way, however many rows there are."""
    today = timezone.localdate()
    plain = {
        "live": Q(live_revision__isnull=False),
        "withdrawn": Q(withdrawn_on__isnull=False),
        "archived": Q(archived_on__isnull=False),
        "overdue": Q(live_revision__passed_at=None, live_revision__next_review_due__lt=today),
        "soon": Q(live_revision__passed_at=None, live_revision__next_review_due__range=(today, today + SOON)),
    }
    if value in plain:
        return plain[value]
    owner, revisions = kind.revision.OWNER, kind.revision._default_manager
    if value == "changed":
        newer = revisions.filter(**{owner: OuterRef("pk")}, number__gt=OuterRef("live_revision__number"))
        return Q(_with_revision(kind, revisions.filter(number__gt=1))) & Q(Exists(newer))
    if value == "scheduled":
        found = revisions.filter(publish_at__isnull=False)
    elif value == State.REVIEWED:
        return _with_revision(kind, ready_to_publish(kind), never_shown(kind))
    else:
        found = revisions.filter(state=value)
    return _with_revision(kind, found)


def _with_revision(kind: Kind, found: QuerySet[Any], among: QuerySet[Any] | None = None) -> Q | Exists:
    """Rows that have such a revision. Of few, their keys are asked; where there are many, each row is, from the newest
    on, and a list is soon full. `among` are not many more than those that are found, and quicker to count.
    """
    owner = kind.revision.OWNER
    if _are_few(found if among is None else among):
        return Q(pk__in=found.values(owner))
    return Exists(found.filter(**{owner: OuterRef("pk")}))


def _are_few(found: QuerySet[Any]) -> bool:
    return found.order_by().values("pk")[: FEW + 1].count() <= FEW


class WaitsForFilter(admin.SimpleListFilter):
    title = gettext_lazy("who it is waiting for")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        signs = [("editor", gettext_lazy("An editor, to sign"))] if model_admin.kind.has_editor else []
        return (
            ("writer", gettext_lazy("Its writer")),
            *signs,
            ("reviewer", gettext_lazy("A reviewer")),
            ("publisher", gettext_lazy("An editor, to publish")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        kind = kind_of(queryset.model)
        revisions = kind.revision._default_manager
        value = str(self.value())
        if value == "writer":
            found = revisions.filter(state__in=(State.DRAFT, State.SENT_BACK))
        elif value == "editor":
            found = revisions.filter(state__in=(State.SUBMITTED, State.REVIEWED), published_at=None, editor=None)
        elif value == "reviewer":
            found = revisions.filter(state=State.SUBMITTED)
        elif value == "publisher":
            return queryset.filter(_with_revision(kind, ready_to_publish(kind), never_shown(kind)))
        else:
            return queryset
        return queryset.filter(_with_revision(kind, found))


class MineFilter(admin.SimpleListFilter):
    title = gettext_lazy("your part in it")
    parameter_name = "mine"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        edits = [("editor", gettext_lazy("Its editor"))] if model_admin.kind.has_editor else []
        return (
            ("writer", gettext_lazy("Its writer")),
            *edits,
            ("reviewer", gettext_lazy("Its reviewer")),
            ("saved", gettext_lazy("The person who saved it last")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        if self.value() not in ("writer", "editor", "reviewer", "saved"):
            return queryset
        kind = kind_of(queryset.model)
        revisions = kind.revision._default_manager
        if self.value() == "saved":
            owner, saved = kind.revision.OWNER, revisions.filter(saved_by=request.user.pk)
            newest = revisions.filter(**{owner: OuterRef("pk")}).order_by("-number").values("saved_by")[:1]
            ever = Q(pk__in=saved.values(owner)) if _are_few(saved) else Q()
            return queryset.filter(ever, Exact(Subquery(newest), request.user.pk))
        # Their key first: by a query within the query all revisions are read.
        me = list(Person.objects.filter(user=request.user.pk).values_list("pk", flat=True))
        return queryset.filter(_with_revision(kind, revisions.filter(**{f"{self.value()}__in": me})))


class DueFilter(admin.SimpleListFilter):
    title = gettext_lazy("next review")
    parameter_name = "due"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return (
            ("late", gettext_lazy("Overdue")),
            ("30", gettext_lazy("Within 30 days")),
            ("90", gettext_lazy("Within 90 days")),
            ("180", gettext_lazy("Within half a year")),
            ("none", gettext_lazy("No date is set")),
        )

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        today, value = timezone.localdate(), str(self.value())
        current = queryset.filter(live_revision__passed_at=None)
        if value == "late":
            return current.filter(live_revision__next_review_due__lt=today)
        if value in ("30", "90", "180"):
            until = today + timedelta(days=int(value))
            return current.filter(live_revision__next_review_due__range=(today, until))
        if value == "none":
            return current.filter(live_revision__isnull=False, live_revision__next_review_due=None)
        return queryset
