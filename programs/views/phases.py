from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from facilities.finder import counts
from markup.structured_data import breadcrumbs, script
from programs.models import Phase, Program, ProgramPart
from search.kept import kept

MOST_ARTICLES, MOST_QUESTIONS = 8, 6


@kept()
@require_safe
def phase_list(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/phase_list.html", {"phases": Phase.objects.all()})


@kept()
@require_safe
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "programs/phase.html", phase_context(get_object_or_404(Phase, slug=slug)))


def phase_context(phase: Phase) -> dict[str, Any]:
    """What the page shows. The admin's preview gives a phase with proposed words in it."""
    articles = phase.articles.newest_of_phase(phase)
    described = ProgramPart.objects.filter(phase=phase).exclude(description="")
    programs = Program.objects.published().filter(live_revision__in=described.values("revision"))
    reported, listed = counts.facilities_by_phase(phase.slug), counts.facilities_by_city()
    crumbs = breadcrumbs([(_("Home"), "/"), (_("Phases of care"), reverse("phases")), (phase.name, "")])
    return {
        "phase": phase,
        "phases": Phase.objects.all(),
        "reviewer": phase.reviewer,
        "articles": articles[:MOST_ARTICLES],
        "questions": articles.questions()[:MOST_QUESTIONS],
        "programs": programs,
        "cities": [(city, reporting, *listed.get(city.pk, (0, 0))) for city, reporting in reported],
        "structured_data": [script(crumbs)],
    }
