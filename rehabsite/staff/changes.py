"""What changed in a month: who saved and published what, with a link to the difference."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.admin.calendar import month_asked, named_month
from articles.calendar import month_after
from review.kinds import Kind, kinds
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from review.states import State

PER_PAGE, MOST_PAGES = 50, 40


@dataclass(frozen=True)
class Change:
    at: datetime
    who: str
    what: str
    title: str
    number: int
    note: str
    address: str
    difference: str


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not any(map(request.user.has_perm, (WRITE, EDIT, REVIEW, PUBLISH))):
        raise PermissionDenied
    first = month_asked(request.GET.get("month", "")) or timezone.localdate().replace(day=1)
    live = request.GET.get("live") == "1"
    typed = request.GET.get("page", "")
    number = min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1
    found = sorted(_changes(first, live, number * PER_PAGE + 1), key=lambda one: one.at, reverse=True)
    shown = found[(number - 1) * PER_PAGE : number * PER_PAGE]
    more = {
        "title": _("What changed: %(month)s") % {"month": named_month(first)},
        "first": first,
        "earlier": month_after(first, -1),
        "later": month_after(first),
        "live": live,
        "changes": shown,
        "before": number - 1,
        "after": number + 1 if len(found) > number * PER_PAGE and number < MOST_PAGES else 0,
    }
    return TemplateResponse(request, "admin/changes.html", {**context, **more})


def _changes(first: date, live: bool, most: int) -> Iterator[Change]:
    """Of each kind the newest few of the month; whoever sorts them has the newest of all."""
    begin = timezone.make_aware(datetime.combine(first, time()))
    end = timezone.make_aware(datetime.combine(month_after(first), time()))
    column = "published_at" if live else "saved_at"
    for kind in kinds():
        rows = kind.revision._default_manager.filter(**{f"{column}__gte": begin, f"{column}__lt": end})
        rows = rows.filter(state=State.REVIEWED) if live else rows
        people = ("saved_by", "reviewer", kind.revision.OWNER)
        for row in rows.select_related(*people).order_by(f"-{column}", "-pk")[:most]:
            yield _change(kind, row, getattr(row, column), live)


def _change(kind: Kind, row: Any, at: datetime, live: bool) -> Change:
    subject = row.subject
    older = row.number - 1
    compare = reverse(f"{kind.admin}_compare", args=[subject.pk])
    saved_by = row.saved_by.get_full_name() or row.saved_by.get_username() if row.saved_by else _("A file")
    reviewed = _("%(who)s; reviewed by %(reviewer)s") % {"who": saved_by, "reviewer": row.reviewer}
    return Change(
        at=at,
        who=reviewed if live and row.reviewer else saved_by,
        what=str(kind.name),
        title=kind.title(row),
        number=row.number,
        note=row.change_note,
        address=reverse(f"{kind.admin}_change", args=[subject.pk]),
        difference=f"{compare}?older={older}&newer={row.number}" if older > 0 else "",
    )
