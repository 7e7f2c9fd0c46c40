"""The one runner: a step is asked for its role, its state and its reasons, then taken, in one transaction."""

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from review.checks import CHECKS, sentence
from review.corrections import changed_words
from review.kinds import Kind, kind_of
from review.refusals import Refused
from review.rights import holds
from review.services.effects import EFFECTS
from review.services.history import record
from review.services.revising import lock
from review.steps import STEPS, Case

LEADING_LIVE = ("publish", "sign_correction")


def take(
    name: str,
    revision: Any,
    *,
    by: AbstractUser | None,
    because: str = "",
    on: date | None = None,
    at: datetime | None = None,
) -> Case:
    """Take a step on a revision. Raises Refused, with the first reason, when it may not be taken now.

    `by` is None for the clock and for files: what a person here has to be and to have is then not asked.
    """
    kind = kind_of(revision)
    if name in LEADING_LIVE:
        kind.may_go_live(revision)
    with transaction.atomic():
        return _take(name, revision, kind, by=by, because=because, on=on, at=at)


def _take(name: str, revision: Any, kind: Kind, *, by: AbstractUser | None, **given: Any) -> Case:
    subject = lock(revision.subject)
    fresh = kind.revision._default_manager.select_related("writer", "reviewer").get(pk=revision.pk)
    setattr(fresh, fresh.OWNER, subject)
    case = Case(kind, fresh, by, **given)
    for refused in refusals(name, case):
        raise refused
    EFFECTS[name](case)
    record(subject=subject, by=by, sentence=_line(name, case))
    return case


def refusals(name: str, case: Case) -> Iterator[Refused]:
    """Every reason why the step may not be taken now, the role's and the state's first."""
    step = STEPS[name]
    if case.by is not None and not holds(case.by, *step.rights):
        yield Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    if case.revision.state not in step.states:
        words = _("This revision is “%(state)s”, so this step is not possible. Reload the page to see its state.")
        yield Refused("wrong-state", words % {"state": case.revision.get_state_display()})
    yield from (sentence(code, case) for code in step.refusals if CHECKS[code].holds(case))


# What the button's page, and not the button, asks for.
_GIVEN = frozenset({"no-reason", "date-in-the-past", "due-in-the-past"})
# What is better explained than hidden: the person can do something about it, or is told by their first page.
_SAID = frozenset({"not-whole", "no-writer", "no-person", "no-credentials", "own-work", "not-small"})


def offered(name: str, case: Case) -> bool:
    """Whether to show the button. The step itself asks again, and asks more."""
    return all(refused.code in _GIVEN | _SAID for refused in refusals(name, case))


def _line(name: str, case: Case) -> str:
    """What the history says: the step, the revision, and the reason or time that was given."""
    words = {"step": STEPS[name].label, "number": case.revision.number}
    more = case.because.strip() or (case.on and date_format(case.on)) or ""
    more = more or (date_format(localtime(case.at), "DATETIME_FORMAT") if case.at else "")
    if name == "sign_correction":
        more = changed_words(case.kind, case.revision)
    said = _("%(step)s: revision %(number)d") % words
    return f"{said}. {more}" if more else f"{said}."
