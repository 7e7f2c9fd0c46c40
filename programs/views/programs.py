from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.models import Program, ProgramPart, ProgramRevision
from programs.reviewed import label
from programs.words import MEASURES
from search.kept import kept


@kept()
@require_safe
def program_list(request: HttpRequest) -> HttpResponse:
    programs = Program.objects.published().order_by("city__name", "name")
    return render(request, "programs/program_list.html", {"programs": programs})


@kept()
@require_safe
def program(request: HttpRequest, slug: str) -> HttpResponse:
    found = Program.objects.published().filter(slug=slug).first()
    if found:
        return render(request, "programs/program.html", program_context(found, found.parts))
    withdrawn = get_object_or_404(Program.objects.withdrawn(), slug=slug)
    return render(request, "programs/withdrawn.html", {"program": withdrawn}, status=410)


def program_context(program: Program, parts: Sequence[ProgramPart]) -> dict[str, Any]:
    """What the page shows. The admin's preview gives a program with proposed words in it."""
    others = Program.objects.published().filter(city=program.city).exclude(pk=program.pk)
    return {
        "program": program,
        "parts": parts,
        "measures": [(label(ProgramRevision, name), getattr(program, name)) for name in MEASURES],
        "reviewer": program.reviewer,
        "programs": others,
    }
