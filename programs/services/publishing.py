"""Showing a program to readers, and taking it back. Its words are reviewed before: see `proposals`."""

from datetime import date

from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from programs.kinds import PROGRAMS
from programs.models import Phase, Program
from programs.proposal_fields import missing
from programs.services.proposals import proposals_of, refuse_missing
from review.refusals import Refused
from search.services import refresh

PUBLISH = "programs.change_program"


@transaction.atomic
def publish_program(*, program: Program, by: AbstractUser | None, on: date | None = None) -> None:
    """At once. Refused, with the phase's name, while a phase is neither described nor has its reason."""
    found = _locked(program, by)
    if found.published_on:
        raise Refused("published", _("This program is published already."))
    refuse_missing(_missing(found))
    if found.reviewed_on is None:
        raise Refused("not-reviewed", _("Nobody has reviewed these words yet. Hand them in for review first."))
    found.published_on = program.published_on = on or timezone.localdate()
    found.save(update_fields=["published_on"])
    refresh(PROGRAMS, found.pk)


@transaction.atomic
def unpublish_program(*, program: Program, by: AbstractUser | None) -> None:
    """Readers no longer find it. Its words and its review stay, so it can be published again."""
    found = _locked(program, by)
    if found.published_on is None:
        raise Refused("not-published", _("This program is not published."))
    found.published_on = program.published_on = None
    found.save(update_fields=["published_on"])
    refresh(PROGRAMS, found.pk)


def _locked(program: Program, by: AbstractUser | None) -> Program:
    if by is not None and not by.has_perm(PUBLISH):
        raise Refused("not-your-role", _("Your role does not include this step. Ask a site manager."))
    return Program.objects.select_for_update().get(pk=program.pk)


def _missing(program: Program) -> list[str]:
    """Slugs of phases without a row. Before the first review there are no rows: then those its newest words lack."""
    there = set(program.program_phases.values_list("phase__slug", flat=True))
    latest = proposals_of(program).first()
    if not there and latest:
        return missing(latest.words)
    return [slug for slug in Phase.objects.values_list("slug", flat=True) if slug not in there]
