"""What happens in a month: what was published, what goes live, and whose review is due."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import models
from django.db.models import Exists, F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models import Article, ArticleRevision, Question, Term
from programs.models import Phase, Program


class Kind(models.TextChoices):
    PUBLISHED = "published", _("Published")
    SCHEDULED = "scheduled", _("Goes live")
    DUE = "due", _("Review due")
    OVERDUE = "overdue", _("Review overdue")


@dataclass(frozen=True, order=True)
class Event:
    """One line of the calendar. `what` is the kind of page: "article", "question", "term", "phase" or "program"."""

    day: date
    kind: Kind
    title: str
    what: str
    pk: int

    @property
    def address(self) -> str:
        """Where an editor works on it."""
        app = "programs" if self.what in ("phase", "program") else "articles"
        return reverse(f"admin:{app}_{self.what}_change", args=[self.pk])


# Of each kind of page with reviews: the rows that readers see, and the field that names them.
_REVIEWED: tuple[tuple[str, Any, str], ...] = (
    ("question", Question.objects.published, "question"),
    ("term", Term.objects.published, "term"),
    ("phase", Phase.objects.all, "name"),
    ("program", Program.objects.published, "name"),
)


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
        state=State.REVIEWED, published_at__gte=begin, published_at__lt=end
    )
    for pk, title, at in shown.values_list("article", "title", "published_at"):
        yield Event(timezone.localtime(at).date(), Kind.PUBLISHED, title, "article", pk)


def _scheduled(first: date, last: date) -> Iterator[Event]:
    waiting = ArticleRevision.objects.filter(publish_on__range=(first, last))
    for pk, title, on in waiting.values_list("article", "title", "publish_on"):
        if on:
            yield Event(on, Kind.SCHEDULED, title, "article", pk)


def _due(first: date, last: date) -> Iterator[Event]:
    """Of articles only the live revision counts: an older one is nobody's to review."""
    live = Exists(Article.objects.filter(live_revision=OuterRef("pk")))
    revisions = ArticleRevision.objects.filter(live)
    yield from _due_of("article", revisions.annotate(owner=F("article"), name=F("title")), first, last)
    for what, rows, name in _REVIEWED:
        field = {"name": F(name)} if name != "name" else {}
        yield from _due_of(what, rows().order_by().annotate(owner=F("pk"), **field), first, last)


def _due_of(what: str, rows: QuerySet[Any], first: date, last: date) -> Iterator[Event]:
    today = timezone.localdate()
    for pk, name, due in rows.filter(next_review_due__range=(first, last)).values_list(
        "owner", "name", "next_review_due"
    ):
        yield Event(due, Kind.OVERDUE if due < today else Kind.DUE, name, what, pk)
