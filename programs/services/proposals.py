"""Medical words change in two steps: somebody proposes them, and somebody else reviews them. Then readers see them."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.db.models import F, Model, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from markup.rendering import MAX_LENGTH, render
from programs.kinds import PHASES, PROGRAMS
from programs.models import Phase, Program, ProgramPhase, Proposal
from programs.proposal_fields import PART_FIELDS, PHASE_FIELDS, PROGRAM_FIELDS, Words, doubled, missing, phase_words
from programs.proposal_fields import program_words as normal_program_words
from review.refusals import Refused
from search.services import refresh

Target = Phase | Program
State = Proposal.State
UNDER_WAY = (State.DRAFT, State.SUBMITTED, State.SENT_BACK)
REVIEW_HOLDS = timedelta(days=365)
PROPOSE, REVIEW = "programs.add_proposal", "programs.review_proposal"


class Stale(Refused):
    """Somebody proposed other words in the meantime. `newer` is theirs; what was typed is still with the caller."""

    def __init__(self, newer: Proposal) -> None:
        super().__init__("stale", _("Somebody else saved these words while you were writing. Nothing is lost."))
        self.newer = newer


def proposals_of(target: Target) -> "QuerySet[Proposal]":
    return Proposal.objects.filter(**_key(target))


def words_shown(target: Target) -> Words:
    """What stands in the rows that readers see. A program that was never reviewed has empty ones."""
    if isinstance(target, Phase):
        return phase_words({name: getattr(target, name) for name in PHASE_FIELDS})
    parts = {
        part.phase.slug: {name: getattr(part, name) for name in PART_FIELDS}
        for part in target.program_phases.select_related("phase")
    }
    return program_words({**{name: getattr(target, name) for name in PROGRAM_FIELDS}, "phases": parts})


def words_newest(target: Target) -> Words:
    """What somebody who goes on writing starts from."""
    latest = proposals_of(target).first()
    return latest.words if latest else words_shown(target)


def program_words(given: Mapping[str, Any]) -> Words:
    return normal_program_words(given, Phase.objects.values_list("slug", flat=True))


@transaction.atomic
def propose(*, target: Target, words: Mapping[str, Any], base: int, by: AbstractUser | None) -> Proposal:
    """New words as a draft, which replaces the one under way. `base` is the proposal they are built on, 0 for none.

    Saving what is already there changes nothing, so a double click is one save. Raises Stale when somebody has
    saved other words since. `by` is None for words that were loaded from a file.
    """
    _need(PROPOSE, by)
    _lock(target)
    normal = phase_words(words) if isinstance(target, Phase) else program_words(words)
    latest = proposals_of(target).first()
    if latest and latest.words == normal:
        return latest
    if (latest.pk if latest else 0) != base:
        assert latest is not None
        raise Stale(latest)
    _refuse_too_long(target, normal)
    _refuse_empty(target, normal)
    return _add(target, normal, by)


@transaction.atomic
def review_again(*, target: Target, by: AbstractUser) -> Proposal:
    """A copy of what readers see, to be reviewed anew: the review is due, and the words may still be right."""
    _need(PROPOSE, by)
    _lock(target)
    if proposals_of(target).filter(state__in=UNDER_WAY).exists():
        raise Refused("under-way", _("New words are under way already. Let those be reviewed."))
    return _add(target, words_shown(target), by)


@transaction.atomic
def submit(*, proposal: Proposal, by: AbstractUser | None) -> None:
    """Ask for a review. A program has to be whole: each phase described, or with the reason why it is not part."""
    proposal = _locked(proposal)
    _need(PROPOSE, by)
    _in_state(proposal, State.DRAFT, State.SENT_BACK)
    if proposal.program:
        _refuse_missing(proposal.words)
    proposal.state, proposal.sent_back_because = State.SUBMITTED, ""
    proposal.save(update_fields=["state", "sent_back_because"])


@transaction.atomic
def send_back(*, proposal: Proposal, by: AbstractUser, because: str) -> None:
    proposal = _locked(proposal)
    _need(REVIEW, by)
    _in_state(proposal, State.SUBMITTED)
    if not because.strip():
        raise Refused("no-reason", _("Write a note for the writer: what should change?"))
    proposal.state, proposal.sent_back_because = State.SENT_BACK, because.strip()
    proposal.save(update_fields=["state", "sent_back_because"])


@transaction.atomic
def review(*, proposal: Proposal, by: AbstractUser, next_review_due: date | None = None) -> None:
    """Sign as medically reviewed, and show readers the words. Nobody reviews what they saved since the last review."""
    proposal = _locked(proposal)
    _need(REVIEW, by)
    _in_state(proposal, State.SUBMITTED)
    person = getattr(by, "person", None)
    if person is None or not person.can_review:
        raise Refused(
            "no-credentials",
            _("Readers must be able to check a reviewer. Add your credentials and where to check them, under People."),
        )
    if by.pk in _savers_since_review(proposal):
        raise Refused("own-work", _("You wrote or changed these words, so another person has to review them."))
    today = timezone.localdate()
    if next_review_due and next_review_due <= today:
        raise Refused("due-in-the-past", _("The next review has to be due after today."))
    record_review(proposal=proposal, by=by, on=today, due=next_review_due)


@transaction.atomic
def record_review(*, proposal: Proposal, by: AbstractUser | None, on: date, due: date | None) -> None:
    """Write a review down and apply the words. `by` is None for one that happened elsewhere and was loaded."""
    proposal = _locked(proposal)
    target = proposal.program or proposal.phase
    assert target is not None
    proposals_of(target).filter(state=State.REVIEWED).exclude(pk=proposal.pk).update(state=State.REPLACED)
    proposal.state, proposal.reviewed_on, proposal.reviewed_by_id = State.REVIEWED, on, by.pk if by else None
    proposal.save(update_fields=["state", "reviewed_on", "reviewed_by"])
    target.reviewed_on, target.next_review_due = on, due or on + REVIEW_HOLDS
    if isinstance(target, Phase):
        _show_phase(target, proposal.words)
    else:
        _show_program(target, proposal.words)


def _show_phase(phase: Phase, words: Words) -> None:
    for name in PHASE_FIELDS:
        setattr(phase, name, words[name])
    phase.html = render(phase.body).html
    phase.save(update_fields=[*PHASE_FIELDS, "html", "reviewed_on", "next_review_due"])
    refresh(PHASES, phase.pk)


def _show_program(program: Program, words: Words) -> None:
    _refuse_missing(words)
    for name in PROGRAM_FIELDS:
        setattr(program, name, words[name])
    for phase in Phase.objects.all():
        part = words["phases"][phase.slug]
        html = render(part["description"]).html if part["description"] else ""
        ProgramPhase.objects.update_or_create(program=program, phase=phase, defaults={**part, "html": html})
    program.save(update_fields=[*PROGRAM_FIELDS, "reviewed_on", "next_review_due"])
    refresh(PROGRAMS, program.pk)


def _key(target: Target) -> dict[str, Target]:
    return {"phase" if isinstance(target, Phase) else "program": target}


def _lock(target: Target) -> None:
    type(target).objects.select_for_update().get(pk=target.pk)


def _locked(proposal: Proposal) -> Proposal:
    """The proposal as it stands now, with what it is for locked until the transaction ends."""
    target = proposal.program or proposal.phase
    assert target is not None
    _lock(target)
    return Proposal.objects.select_related("phase", "program").get(pk=proposal.pk)


def _add(target: Target, words: Words, by: AbstractUser | None) -> Proposal:
    proposals_of(target).filter(state__in=UNDER_WAY).update(state=State.REPLACED)
    return Proposal.objects.create(**_key(target), words=words, saved_by_id=by.pk if by else None)


def _need(permission: str, by: AbstractUser | None) -> None:
    if by is not None and not by.has_perm(permission):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))


def _in_state(proposal: Proposal, *states: str) -> None:
    if proposal.state not in states:
        sentence = _("These words are “%(state)s”, so they cannot take this step. Reload the page.")
        raise Refused("wrong-state", sentence % {"state": proposal.get_state_display()})


def _savers_since_review(proposal: Proposal) -> set[int | None]:
    """Who saved these words, or earlier ones that nobody has reviewed since: the new ones are built on those."""
    target = proposal.program or proposal.phase
    assert target is not None
    earlier = proposals_of(target).filter(pk__lte=proposal.pk)
    last = earlier.filter(reviewed_on__isnull=False).order_by(F("pk").desc()).first()
    return set(earlier.filter(pk__gt=last.pk if last else 0).values_list("saved_by", flat=True))


def phase_names(slugs: list[str]) -> str:
    names = Phase.objects.filter(slug__in=slugs).values_list("name", flat=True)
    return ", ".join(f"“{name}”" for name in names)


def refuse_missing(slugs: list[str]) -> None:
    if slugs:
        sentence = _("%(phases)s: say what the program does there, or why it is not part of the program.")
        raise Refused("phase-missing", sentence % {"phases": phase_names(slugs)})


def _refuse_missing(words: Words) -> None:
    refuse_missing(missing(words))


def _refuse_empty(target: Target, words: Words) -> None:
    if isinstance(target, Phase) and not (words["summary"] and words["body"]):
        raise Refused("no-words", _("A phase needs a summary and a text."))
    if isinstance(target, Program) and (both := doubled(words)):
        sentence = _("%(phases)s: either describe it, or say why it is not part of the program. Not both.")
        raise Refused("phase-doubled", sentence % {"phases": phase_names(both)})


def _refuse_too_long(target: Target, words: Words) -> None:
    fields: list[tuple[type[Model], str, str]]
    fields = [(type(target), name, value) for name, value in words.items() if name != "phases"]
    for part in words.get("phases", {}).values():
        fields += [(ProgramPhase, name, value) for name, value in part.items()]
    for model, name, value in fields:
        if len(value) > longest(model, name):
            sentence = _("“%(field)s” has %(length)d characters; the most is %(most)d.")
            facts = {"field": label(model, name), "length": len(value), "most": longest(model, name)}
            raise Refused("too-long", sentence % facts)


def longest(model: type[Model], name: str) -> int:
    return getattr(model._meta.get_field(name), "max_length", None) or MAX_LENGTH


def label(model: type[Model], name: str) -> str:
    """A field's name for people, such as "In care after 30 days"."""
    words = str(getattr(model._meta.get_field(name), "verbose_name", name))
    return words[:1].upper() + words[1:]
