"""What happens in a month: what was published, what goes live, and whose review is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import ArticleRevision
from search.kinds import all_kinds, kind_named


class Status(models.TextChoices):
    PUBLISHED = "published", _("Published")
    SCHEDULED = "scheduled", _("Goes live")
    DUE = "due", _("Review due")
    OVERDUE = "overdue", _("Review overdue")


@dataclass(frozen=True, order=True)
class Event:
    """One line of the calendar. `what` is the name of the kind of page."""

    day: date
    status: Status
    title: str
    what: str
    pk: int

    @property
    def address(self) -> str:
        """Where an editor works on it."""
        return kind_named(self.what).desk_address(self.pk)


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
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    shown = ArticleRevision.objects.filter(
        state=ArticleRevision.State.REVIEWED, published_at__gte=begin, published_at__lt=end
    )
    for pk, title, at in shown.values_list("article", "title", "published_at"):
        yield Event(timezone.localtime(at).date(), Status.PUBLISHED, title, "article", pk)


def _scheduled(first: date, last: date) -> Iterator[Event]:
    waiting = ArticleRevision.objects.filter(publish_on__range=(first, last))
    for pk, title, on in waiting.values_list("article", "title", "publish_on"):
        if on:
            yield Event(on, Status.SCHEDULED, title, "article", pk)


def _due(first: date, last: date) -> Iterator[Event]:
    """Of what readers see: the review of an older version is nobody's to do."""
    today = timezone.localdate()
    for kind in all_kinds():
        if kind.due:
            due = kind.public().order_by().filter(**{f"{kind.due}__range": (first, last)})
            for pk, title, day in due.values_list("pk", kind.title, kind.due):
                yield Event(day, Status.OVERDUE if day < today else Status.DUE, title, kind.name, pk)
