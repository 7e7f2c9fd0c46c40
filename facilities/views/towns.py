"""States and towns: every place that has one for treatment. Kept whole, but where someone has picked places."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from facilities.finder.counts import Place, facilities_by_state, facilities_by_town
from facilities.finder.picks import Picks
from facilities.finder.towns import look
from facilities.models import City, Tonight, Town
from facilities.places.states import by_code
from facilities.views.facilities import unkept
from search.kept import kept
from search.lists import page_or_404

TOWNS_PER_PAGE = 400


@kept()
@require_safe
def state_list(request: HttpRequest) -> HttpResponse:
    states = [Place(one.name, reverse("state", args=[one.slug]), count) for one, count in facilities_by_state()]
    return render(request, "facilities/states.html", {"states": states})


@kept("page")
@require_safe
def state(request: HttpRequest, slug: str) -> HttpResponse:
    found = by_code().get(slug.upper())
    if found is None or slug != found.slug:
        raise Http404
    page = page_or_404(Paginator(facilities_by_town(found.code), TOWNS_PER_PAGE), request.GET.get("page", "1"))
    context = {
        "state": found,
        "page_obj": page,
        "cities": City.objects.shown().filter(state=found.code),
    }
    return render(request, "facilities/state.html", context)


@kept("page", "p")
@require_safe
def town(request: HttpRequest, key: str) -> HttpResponse:
    """The editors' page of the city stands for it, as long as it is shown. A town without places has no page."""
    found = get_object_or_404(Town, key=key)
    if city := City.objects.shown().filter(state=found.state, name__iexact=found.name).first():
        response = redirect(city, permanent=True)
        response["Cache-Control"] = "no-cache"  # the city may be hidden again
        return response
    facilities = look(found, request.GET.get("page", ""), Picks.read(dict(request.GET.lists())))
    if not facilities.total:
        return redirect(f"{reverse('near')}?{urlencode({'place': str(found)})}")
    context = {
        "town": found,
        "facilities": facilities,
        "page_obj": facilities.page,
        "tonight": Tonight.objects.of(state=found.state),
    }
    return unkept(render(request, "facilities/town.html", context), facilities.picks)
