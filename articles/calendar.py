"""What happens in a month: what was published, what goes live, and whose review is due."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from review.kinds import Kind, kinds
from review.states import State
from search.kinds import all_kinds, kind_named

MOST = 1_000  # of each status and kind of page: a month in which 60,000 articles were moved in is shown in part


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
    """What the month that begins with `first` has, by day: of each status and kind, the first MOST."""
    last = month_after(first) - timedelta(days=1)
    return sorted([*_published(first, last), *_scheduled(first, last), *_due(first, last)])


def overdue_before(first: date) -> list[Event]:
    """Reviews that were due before that day and have not been done: of each kind, the oldest MOST."""
    return sorted(_due(date.min, first - timedelta(days=1)))


def cut_short(found: list[Event]) -> set[Status]:
    """Those of which there may be more than was found."""
    counts = Counter((_asked_as(event.status), event.what) for event in found)
    cut = {status for (status, _what), count in counts.items() if count >= MOST}
    return {event.status for event in found if _asked_as(event.status) in cut}


def _asked_as(status: Status) -> Status:
    """What is due and what is overdue is found at once."""
    return Status.DUE if status == Status.OVERDUE else status


def _published(first: date, last: date) -> Iterator[Event]:
    """Of what an editor publishes. The rest goes live with its review."""
    for kind in kinds():
        if not kind.live_when_reviewed:
            shown = kind.revision._default_manager.filter(state=State.REVIEWED, published_at__range=_span(first, last))
            yield from _events(kind, Status.PUBLISHED, shown, "published_at")


def _scheduled(first: date, last: date) -> Iterator[Event]:
    for kind in kinds():
        waiting = kind.revision._default_manager.filter(publish_at__range=_span(first, last))
        yield from _events(kind, Status.SCHEDULED, waiting, "publish_at")


def _events(kind: Kind, status: Status, revisions: QuerySet[Any], when: str) -> Iterator[Event]:
    found = revisions.order_by(when).values_list(kind.revision.OWNER, kind.title_path, when)
    for pk, title, at in found[:MOST]:
        yield Event(timezone.localtime(at).date(), status, title, str(kind.model._meta.model_name), pk)


def _span(first: date, last: date) -> tuple[datetime, datetime]:
    zone = timezone.get_current_timezone()
    begin, end = (datetime.combine(day, time(), zone) for day in (first, last + timedelta(days=1)))
    return begin, end - timedelta(microseconds=1)


def _due(first: date, last: date) -> Iterator[Event]:
    """Of what readers see: the review of an older version is no one's to do."""
    today = timezone.localdate()
    for kind in all_kinds():
        if kind.due:
            revision = kind.due.rpartition("__")[0]  # of those that a newer one replaced, the index has none
            current = {f"{revision}__passed_at": None} if revision else {}
            due = kind.public().order_by(kind.due).filter(**{f"{kind.due}__range": (first, last)}, **current)
            for pk, title, day in due.values_list("pk", kind.title, kind.due)[:MOST]:
                yield Event(day, Status.OVERDUE if day < today else Status.DUE, title, kind.name, pk)
