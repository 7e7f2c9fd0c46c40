from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.models import Phase


@require_safe
def phase_list(request: HttpRequest) -> HttpResponse:
    return render(request, "programs/phase_list.html", {"phases": Phase.objects.all()})


@require_safe
def phase(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Phase, slug=slug)
    context = {"phase": found, "phases": Phase.objects.all(), "articles": found.articles.published()}
    return render(request, "programs/phase.html", context)
