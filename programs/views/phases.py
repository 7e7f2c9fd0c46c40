from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facilities.finder.counts import facilities_by_phase
from programs.models import Phase, Program, ProgramPart
from search.kept import kept
from search.prepared import Prepared

MOST_PROGRAMS = 20


def _describing(phase: int) -> "QuerySet[Program]":
    described = ProgramPart.objects.filter(phase=phase).exclude(description="")
    return Program.objects.published().filter(live_revision__in=described.values("revision"))[:MOST_PROGRAMS]


_PHASES = Prepared(lambda: Phase.objects.all())
_DESCRIBING = Prepared(_describing)


@kept()
@require_safe
def phase_list(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/phase_list.html", {"phases": Phase.objects.all()})


@kept()
@require_safe
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    phases = _PHASES.rows()
    found = next((one for one in phases if one.slug == slug), None)
    if found is None:
        raise Http404
    return render(request, "programs/phase.html", phase_context(found, phases))


def phase_context(phase: Phase, phases: Sequence[Phase]) -> dict[str, Any]:
    """What the page shows. The admin's preview gives a phase with proposed words in it."""
    return {
        "phase": phase,
        "phases": phases,
        "reviewer": phase.reviewer,
        "articles": phase.articles.newest_of_phase(phase),
        "questions": phase.articles.questions_of_phase(phase),
        "programs": _DESCRIBING.rows(phase.pk),
        "cities": facilities_by_phase(phase.slug),
    }
