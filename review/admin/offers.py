"""The buttons beside reviewed words: who is offered which, and what pressing one does."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.models import AbstractUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from review.admin.kit import Button, press
from review.forms import StepForm
from review.kinds import Kind, kind_of
from review.services.taking import offered, take
from review.standing import standing
from review.states import State
from review.steps import STEPS, Case, Step

# About the thing and not about one of its revisions: one button is enough.
_ONCE = ("archive", "bring_back")


# What most would do next: the first of these that is offered, and one alone. An editor signs before they publish.
_MAIN = ("submit", "review", "sign_correction", "sign_edited", "publish")


def buttons(subject: Any, by: AbstractUser) -> Iterator[Button]:
    """What this user may do next, for the newest revision and for those before it that still matter."""
    found = list(_buttons(subject, by))
    first = next((button for name in _MAIN for button in found if button.name == name), None)
    return (replace(button, main=button is first) for button in found)


def _buttons(subject: Any, by: AbstractUser) -> Iterator[Button]:
    kind = kind_of(subject)
    latest = subject.latest
    for revision in _within_reach(subject, latest):
        case = Case(kind, revision, by)
        for name, step in STEPS.items():
            older = revision.pk != latest.pk
            if offered(name, case) and not (older and name in _ONCE):
                yield _button(kind, name, step, revision, older)


def _button(kind: Kind, name: str, step: Step, revision: Any, older: bool) -> Button:
    """What readers have seen and no longer see is published *again*: no one brings it back by mistake."""
    label: Any = step.label
    if name == "publish" and revision.published_at:
        label = _("Publish revision %(number)d again") % {"number": revision.number}
    elif older:
        label = _("%(step)s (revision %(number)d)") % {"step": label, "number": revision.number}
    return Button(
        name,
        label,
        reverse(f"{kind.admin}_step", args=[revision.subject.pk, revision.pk, name]),
        asks=step.asks,
        question=step.question,
        key=revision.pk,
        of=revision,
    )


def _within_reach(subject: Any, latest: Any) -> list[Any]:
    live = subject.live_revision
    if latest is None:
        return []
    waits = subject.revisions.filter(state=State.REVIEWED, published_at=None, number__lt=latest.number).first()
    dated = subject.revisions.filter(publish_at__isnull=False).first()
    found = {row.pk: row for row in (latest, waits, dated, live) if row}
    for row in found.values():
        setattr(row, row.OWNER, subject)
    return list(found.values())


def answer(request: HttpRequest, subject: Any, revision_id: int, name: str) -> HttpResponse:
    """Take the step, and say exactly what readers see now and what waits."""
    kind = kind_of(subject)
    revision = get_object_or_404(subject.revisions, pk=revision_id)
    if name not in STEPS:
        raise Http404(_("That step does not exist."))
    form, by = StepForm(request.POST), cast(AbstractUser, request.user)
    back = redirect(f"{kind.admin}_change", subject.pk)
    if not form.is_valid():
        messages.error(
            request,
            _("Nothing was done. Give a date and time such as 2027-01-31 14:00, and use at most 2,000 characters."),
        )
        return back
    given = form.cleaned_data

    def step() -> str:
        take(name, revision, by=by, because=given["because"], on=given["date"], at=given["time"])
        return f"{STEPS[name].done} {standing(subject)}"

    if not press(request, step) and given["because"]:
        messages.info(request, _("You had written: %(words)s") % {"words": given["because"]})
    return back
