from typing import Any

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from facilities import ranking_page
from facilities.models import RankedFacility, Ranking
from facilities.ranking import METHOD, write
from markup.structured_data import script
from search.kept import kept
from search.lists import page_or_404
from search.prepared import Prepared

PER_PAGE = 10
_NEWEST = Prepared(lambda slug: Ranking.objects.ever_published().heads().filter(city__slug=slug)[:1])


@kept("page")
@require_safe
def ranking(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    """The newest published ranking of a city, or an earlier one by its number. Each keeps its address.

    Where the newest was withdrawn, the city's address says so. No older one takes its place unasked.
    """
    found = _ever_published(slug, number)
    versions = list(_heads(found))
    if found.withdrawn_on:
        return render(
            request, "facilities/ranking_withdrawn.html", {"ranking": found, "versions": versions}, status=410
        )
    page = _page(request, found)
    places = ranking_page.places(found, list(page.object_list))
    context = {
        "ranking": found,
        "city": found.city,
        "head": found.head,
        "places": places,
        "left_out": ranking_page.named(found.head["left_out"]),
        "changes": ranking_page.named(found.head["changes"]),
        "more_changes": found.head["more_changes"],
        "page_obj": page,
        "newest": versions[0],
        "versions": versions,
        "structured_data": _structured_data(found, places),
    }
    if number == versions[0].number:
        context["canonical"] = settings.SITE_URL + reverse("ranking", args=[slug])
    return render(request, "facilities/ranking.html", context)


@kept()
@require_safe
def ranking_file(request: HttpRequest, slug: str, number: int | None = None) -> HttpResponse:
    found = _ever_published(slug, number)
    if found.withdrawn_on:
        return HttpResponse(found.withdrawn_because, content_type="text/plain; charset=utf-8", status=410)
    return HttpResponse(write(found.document), content_type="application/json")


@kept()
@require_safe
def method(request: HttpRequest) -> HttpResponse:
    rankings = Ranking.objects.newest().heads().defer("head")
    return render(request, "facilities/ranking_method.html", {"method": METHOD, "rankings": rankings})


def _heads(ranking: Ranking) -> QuerySet[Ranking]:
    """All versions, the newest first, without what is in them."""
    versions = Ranking.objects.ever_published().filter(city=ranking.city).order_by("-number").select_related(None)
    return versions.only("city", "number", "published_on", "withdrawn_on")


def _ever_published(slug: str, number: int | None) -> Ranking:
    if number is not None:
        return get_object_or_404(Ranking.objects.ever_published().heads().filter(city__slug=slug), number=number)
    found: Ranking | None = next(iter(_NEWEST.rows(slug)), None)
    if found is None:
        raise Http404(_("There is no ranking for this city yet."))
    return found


def _page(request: HttpRequest, ranking: Ranking) -> Page[RankedFacility]:
    paginator = Paginator(ranking_page.rows(ranking), PER_PAGE)
    paginator.count = ranking.head["count"]
    return page_or_404(paginator, request.GET.get("page", "1"))


def _structured_data(ranking: Ranking, places: list[ranking_page.Place]) -> list[Any]:
    """A plain list. No rating: none would be honest."""
    items = [
        {"@type": "ListItem", "position": place.position, "name": standing.told["name"]}
        | ({"url": settings.SITE_URL + standing.facility.get_absolute_url()} if standing.facility.for_opioids else {})
        for place in places
        for standing in place.standings
    ]
    name = _("Opioid treatment programs in %(city)s, compared") % {"city": ranking.city.name}
    listed = {"@type": "ItemList", "name": name, "numberOfItems": len(items), "itemListElement": items}
    return [script(listed)]
