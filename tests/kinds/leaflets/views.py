from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from search.kept import kept
from tests.kinds.leaflets.models import Leaflet


@kept()
@require_safe
def leaflet(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Leaflet.objects.published(), slug=slug)
    return render(request, "leaflets/leaflet.html", {"leaflet": found})
