"""One step for many rows of a list. Each is asked by itself, and what was refused is said with its reason."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import date
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from review.refusals import Refused
from review.services.due import bring_forward
from review.services.taking import take

MOST, NAMED = 200, 5


class DueForm(forms.Form):
    on = forms.DateField(
        label=gettext_lazy("Next review due"),
        widget=forms.DateInput({"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("After today, and no later than the reviewer said."),
    )


def _each(request: HttpRequest, rows: Iterable[Any], step: Callable[[Any, AbstractUser], object]) -> None:
    """Each in a transaction of its own: what is refused keeps nothing else back."""
    by, done = cast(AbstractUser, request.user), 0
    refused: dict[tuple[str, str], list[str]] = defaultdict(list)
    for row in rows:
        try:
            step(row, by)
            done += 1
        except Refused as why:
            refused[why.code, str(why)].append(str(row))
    if done:
        messages.success(request, ngettext("Done for %(n)d.", "Done for %(n)d.", done) % {"n": done})
    for (code, sentence), names in refused.items():
        more = len(names) - NAMED
        listed = "; ".join(names[:NAMED]) + (_(" and %(n)d more") % {"n": more} if more > 0 else "")
        said = _("Not done: %(why)s (%(names)s)") % {"why": sentence, "names": listed}
        messages.error(request, said, extra_tags=code)


def _few(request: HttpRequest, rows: QuerySet[Any]) -> list[Any]:
    found = list(rows[: MOST + 1])
    if len(found) > MOST:
        messages.warning(request, _("At most %(n)d at a time: only the first %(n)d were used.") % {"n": MOST})
    return found[:MOST]


@admin.action(description=gettext_lazy("Hand in for review"))
def hand_in(page: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    _each(request, _few(request, rows), lambda row, by: take("submit", _newest(row), by=by))


@admin.action(description=gettext_lazy("Review again without changes"))
def review_again(page: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    _each(request, _few(request, rows), lambda row, by: take("review_again", _live(row), by=by))


@admin.action(description=gettext_lazy("Archive the drafts"))
def archive(page: Any, request: HttpRequest, rows: QuerySet[Any]) -> None:
    _each(request, _few(request, rows), lambda row, by: take("archive", _newest(row), by=by))


@admin.action(description=gettext_lazy("Set when the next review is due"))
def set_due(page: Any, request: HttpRequest, rows: QuerySet[Any]) -> HttpResponse | None:
    """First asks for the day; the page that asks sends the same rows again."""
    found = _few(request, rows)
    form = DueForm(request.POST if "on" in request.POST else None)
    if form.is_valid():
        on: date = form.cleaned_data["on"]
        _each(request, found, lambda row, by: bring_forward(subject=row, on=on, by=by))
        return None
    context = {
        **page.admin_site.each_context(request),
        "title": _("When is the next review due?"),
        "opts": page.opts,
        "rows": found,
        "form": form,
        "list_url": f"{page.kind.admin}_changelist",
    }
    return TemplateResponse(request, "admin/review/due.html", context)


def _newest(row: Any) -> Any:
    if row.latest is None:
        raise Refused("no-words", _("It has no words yet."))
    return row.latest


def _live(row: Any) -> Any:
    return row.live_revision or _newest(row)


ACTIONS = (hand_in, set_due, review_again, archive)
