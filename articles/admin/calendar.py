"""The calendar's page."""

from collections import Counter
from datetime import date
from itertools import groupby
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _

from articles.calendar import MOST, Event, Status, cut_short, events, month_after, overdue_before
from search.kinds import kind_named

PER_PAGE = 100
OLDEST = 10


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not request.user.has_perm("articles.view_article"):
        raise PermissionDenied
    today = timezone.localdate()
    first = month_asked(request.GET.get("month", "")) or today.replace(day=1)
    found = events(first)
    kind = asked if (asked := request.GET.get("kind", "")) in Status.values else ""
    shown = [event for event in found if event.status == kind] if kind else found
    paginator = Paginator(shown, PER_PAGE)
    part = paginator.get_page(request.GET.get("page"))
    counts, cut = Counter(event.status for event in found), cut_short(found)
    this_month = first == today.replace(day=1)
    late = overdue_before(first) if this_month and part.number == 1 and kind in ("", Status.OVERDUE) else []
    more = {
        "title": _("Calendar: %(month)s") % {"month": named_month(first)},
        "first": first,
        "this_month": this_month,
        "today": today,
        "earlier": month_after(first, -1),
        "later": month_after(first),
        "kind": kind,
        "kinds": [(one.value, one.label, f"{counts[one]}{'+' * (one in cut)}") for one in Status if counts[one]],
        "total": f"{len(found)}{'+' * bool(cut)}",
        "most": MOST if cut else 0,
        "days": [(day, [_row(event) for event in group]) for day, group in groupby(part, lambda one: one.day)],
        "page_obj": part,
        "asks": f"month={first:%Y-%m}&kind={kind}&",
        "late": [_row(event) for event in late[:OLDEST]],
        "late_count": len(late),
        "late_cut": bool(cut_short(late)),
    }
    return TemplateResponse(request, "admin/articles/calendar.html", {**context, **more})


def _row(event: Event) -> dict[str, Any]:
    return {"event": event, "what": kind_named(event.what).one, "kind": event.status.label}


def month_asked(text: str) -> date | None:
    """The month of an address, such as 2027-01; None for no month."""
    if not text:
        return None
    year, _dash, month = text.partition("-")
    if not (len(year) == 4 and text.isascii() and year.isdecimal() and month.isdecimal()):
        raise Http404(_("Write a month like this: 2027-01."))
    if not (1900 <= int(year) <= 2199 and 1 <= int(month) <= 12):
        raise Http404(_("There is nothing that far from today."))
    return date(int(year), int(month), 1)


def named_month(first: date) -> str:
    return f"{MONTHS[first.month]} {first.year}"
