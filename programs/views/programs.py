from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from markup.structured_data import breadcrumbs, script
from programs.models import Program, ProgramPhase, Proposal
from programs.proposal_fields import MEASURES
from programs.services.proposals import label
from search.kept import kept


@kept()
@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    programs = Program.objects.published().order_by("city__name", "name")
    return render(request, "programs/program_list.html", {"programs": programs})


@kept()
@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Program.objects.published(), slug=slug)
    context = program_context(found, list(found.program_phases.select_related("phase")))
    return render(request, "programs/program.html", context)


def program_context(program: Program, parts: Sequence[ProgramPhase]) -> dict[str, Any]:
    """What the page shows. The admin's preview gives a program with proposed words in it."""
    crumbs = breadcrumbs([(_("Home"), "/"), (_("Programs"), reverse("programs")), (program.name, "")])
    others = Program.objects.published().filter(city=program.city).exclude(pk=program.pk)
    return {
        "program": program,
        "parts": parts,
        "measures": [(label(Program, name), getattr(program, name)) for name in MEASURES],
        "reviewer": Proposal.objects.reviewer(program=program),
        "programs": others,
        "structured_data": [script(crumbs)],
    }
