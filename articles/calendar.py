"""What happens in a month: what was published, what goes live, and whose review is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.kinds import Kind as Reviewed
from review.kinds import kinds
from review.states import State
from review.waiting import live


class Kind(models.TextChoices):
    PUBLISHED = "published", _("Published")
    SCHEDULED = "scheduled", _("Goes live")
    DUE = "due", _("Review due")
    OVERDUE = "overdue", _("Review overdue")


@dataclass(frozen=True, order=True)
class Event:
    """One line of the calendar. `what` is the kind of page, such as "article"."""

    day: date
    kind: Kind
    title: str
    what: str
    pk: int
    admin: str

    @property
    def address(self) -> str:
        """Where an editor works on it."""
        return reverse(f"{self.admin}_change", args=[self.pk])


def month_after(first: date, months: int = 1) -> date:
    """The first day of a month so many months later, or before."""
    index = first.year * 12 + first.month - 1 + months
    return date(index // 12, index % 12 + 1, 1)


def events(first: date) -> list[Event]:
    """All of the month that begins with `first`, by day."""
    last = month_after(first) - timedelta(days=1)
    return sorted([*_published(first, last), *_scheduled(first, last), *_due(first, last)])


def overdue_before(first: date) -> list[Event]:
    """Reviews that were due before that day and have not been done."""
    return sorted(_due(date.min, first - timedelta(days=1)))


def _published(first: date, last: date) -> Iterator[Event]:
    """Of what an editor publishes. The rest goes live with its review."""
    begin, end = _span(first, last)
    for reviewed in kinds():
        if not reviewed.live_when_reviewed:
            shown = reviewed.revision._default_manager.filter(state=State.REVIEWED, published_at__range=(begin, end))
            for pk, title, at in _rows(reviewed, shown, "published_at"):
                yield _event(reviewed, timezone.localtime(at).date(), Kind.PUBLISHED, title, pk)


def _scheduled(first: date, last: date) -> Iterator[Event]:
    for reviewed in kinds():
        waiting = reviewed.revision._default_manager.filter(publish_at__range=_span(first, last))
        for pk, title, at in _rows(reviewed, waiting, "publish_at"):
            yield _event(reviewed, timezone.localtime(at).date(), Kind.SCHEDULED, title, pk)


def _due(first: date, last: date) -> Iterator[Event]:
    """Only the live revision counts: an older one is nobody's to review."""
    today = timezone.localdate()
    for reviewed in kinds():
        found = live(reviewed).filter(next_review_due__range=(first, last))
        for pk, title, due in _rows(reviewed, found, "next_review_due"):
            yield _event(reviewed, due, Kind.OVERDUE if due < today else Kind.DUE, title, pk)


def _rows(reviewed: Reviewed, found: QuerySet[Any], when: str) -> Any:
    return found.order_by().values_list(reviewed.revision.OWNER, reviewed.title_path, when)


def _event(reviewed: Reviewed, day: date, kind: Kind, title: str, pk: int) -> Event:
    return Event(day, kind, title, str(reviewed.model._meta.model_name), pk, reviewed.admin)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return begin, end - timedelta(microseconds=1)
