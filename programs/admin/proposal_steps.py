"""The buttons beside proposed words: which are offered to whom, and what pressing one does."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.contrib.auth.models import AbstractUser
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from programs.models import Phase, Program, Proposal
from programs.services import proposals, publishing
from review.refusals import Refused

State = Proposal.State
Target = Phase | Program


@dataclass(frozen=True)
class Step:
    """A button. `asks` is "", "because" or "date", with the words for the field."""

    label: str | Promise
    done: str | Promise
    asks: str = ""
    question: str | Promise = ""


STEPS = {
    "submit": Step(_("Hand in for review"), _("Handed in. Somebody else reviews it.")),
    "send_back": Step(
        _("Send back"), _("Sent back with your note."), "because", _("What should change? The writer reads this.")
    ),
    "review": Step(
        _("Sign as medically reviewed"),
        _("Reviewed. These are now the words that readers see, wherever the page is public."),
        "date",
        _("Next review due (empty: in a year)"),
    ),
    "review_again": Step(
        _("Ask for a review of the words as they are"), _("A copy is ready to be handed in for review.")
    ),
    "publish": Step(_("Publish the program"), _("Published. Readers see it now.")),
    "unpublish": Step(_("Take it from readers"), _("Readers no longer see it.")),
}


class StepForm(forms.Form):
    because = forms.CharField(max_length=2000, required=False)
    date = forms.DateField(required=False)


def offers(target: Target, latest: Proposal | None, by: AbstractUser) -> Iterator[tuple[str, Step]]:
    """What this user may try next. The step itself asks again, and asks more."""
    state = latest.state if latest else ""
    may = {
        "submit": state in (State.DRAFT, State.SENT_BACK) and by.has_perm(proposals.PROPOSE),
        "send_back": state == State.SUBMITTED and by.has_perm(proposals.REVIEW),
        "review": state == State.SUBMITTED and by.has_perm(proposals.REVIEW),
        "review_again": _stands(target) and state in ("", State.REVIEWED) and by.has_perm(proposals.PROPOSE),
    }
    if isinstance(target, Program):
        may["publish"] = not target.published_on and by.has_perm(publishing.PUBLISH)
        may["unpublish"] = bool(target.published_on) and by.has_perm(publishing.PUBLISH)
    return ((name, STEPS[name]) for name, offered in may.items() if offered)


def _stands(target: Target) -> bool:
    """Whether there are whole words to review as they are: a phase always has some."""
    return isinstance(target, Phase) or target.reviewed_on is not None


def take(step: str, target: Target, given: dict[str, Any], by: AbstractUser) -> None:
    """Refused when it may not be taken now. KeyError for a step that there is not."""
    _ACTIONS[step](target, by, given["because"], given["date"])


def _latest(target: Target) -> Proposal:
    found = proposals.proposals_of(target).first()
    if found is None:
        raise Refused("nothing-proposed", _("Nothing is proposed yet. Write the words and save them first."))
    return found


def _program(target: Target) -> Program:
    if not isinstance(target, Program):
        raise Refused("not-a-program", _("A phase is always public. Only programs are published."))
    return target


_Action = Callable[[Target, AbstractUser, str, date | None], object]
_ACTIONS: dict[str, _Action] = {
    "submit": lambda target, by, because, on: proposals.submit(proposal=_latest(target), by=by),
    "send_back": lambda target, by, because, on: proposals.send_back(proposal=_latest(target), by=by, because=because),
    "review": lambda target, by, because, on: proposals.review(proposal=_latest(target), by=by, next_review_due=on),
    "review_again": lambda target, by, because, on: proposals.review_again(target=target, by=by),
    "publish": lambda target, by, because, on: publishing.publish_program(program=_program(target), by=by),
    "unpublish": lambda target, by, because, on: publishing.unpublish_program(program=_program(target), by=by),
}
