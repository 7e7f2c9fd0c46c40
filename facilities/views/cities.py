from urllib.parse import urlencode

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from facilities.finder.choices import QUESTIONS
from facilities.finder.city_facilities import PER_SHEET, SORTS, look
from facilities.finder.counts import facilities_by_city
from facilities.models import City, Ranking, Tonight, Town
from facilities.views.facilities import unkept
from search.kept import kept
from search.prepared import Prepared
from search.templatetags.once import GENERATION


@kept("page")
@require_safe
def city_list(request: HttpRequest) -> HttpResponse:
    cities = City.objects.shown().annotate(
        article_count=Count("articles", filter=Q(articles__live_revision__isnull=False))
    )
    counts = facilities_by_city()
    counted = [(city, *counts.get(city.pk, (0, 0))) for city in cities]
    return render(request, "facilities/city_list.html", {"cities": counted})


def _of_slug(slug: str) -> QuerySet[City]:
    compared = Exists(Ranking.objects.newest().filter(city=OuterRef("pk")))
    return City.objects.annotate(is_compared=compared).filter(slug=slug)


_CITY = Prepared(_of_slug)


@kept(*QUESTIONS, "zip", "sort", "page", "p")
@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponse:
    """A list has one address: what its query says in another way, or in vain, is sent there."""
    found = next(iter(_CITY.rows(slug)), None)
    if found is None:
        raise Http404
    if found.hidden:
        return _town_instead(found)
    facilities = look(found, dict(request.GET.lists()), generation=request.META.get(GENERATION))
    if zip_code := request.GET.get("zip"):
        return _around(zip_code, facilities.hidden)
    if request.META.get("QUERY_STRING", "") != facilities.query:
        return redirect(f"{request.path}?{facilities.query}" if facilities.query else request.path)
    context = {
        "city": found,
        "articles": found.articles.newest_of_city(found),
        "facilities": facilities,
        "page_obj": facilities.page,
        "sorts": {name: words for name, (words, _key) in SORTS.items()},
        # Asked by the template, where no other page of the city has asked before.
        "tonight": lambda: Tonight.objects.of(state=found.state, city=found),
        "ranking": vars(found)["is_compared"],
    }
    if facilities.is_narrowed:
        context["canonical"] = settings.SITE_URL + found.get_absolute_url()
    return unkept(render(request, "facilities/city.html", context), facilities.picks)


@kept(*QUESTIONS, "page")
@require_safe
def city_sheet(request: HttpRequest, slug: str) -> HttpResponse:
    """All places of the list, to print and to make calls with."""
    found = get_object_or_404(City.objects.shown(), slug=slug)
    facilities = look(found, dict(request.GET.lists()), PER_SHEET, request.META.get(GENERATION))
    context = {
        "city": found,
        "facilities": facilities,
        "page_obj": facilities.page,
        "canonical": settings.SITE_URL + found.get_absolute_url(),
    }
    return render(request, "facilities/city_sheet.html", context)


def _town_instead(city: City) -> HttpResponse:
    """Of a hidden city, the plain list of the town."""
    town = get_object_or_404(Town, state=city.state, name__iexact=city.name)
    return redirect(town)


def _around(zip_code: str, choices: list[tuple[str, str]]) -> HttpResponse:
    """Addresses of lists by ZIP code, from before one could look around it."""
    response = redirect(f"{reverse('near')}?{urlencode([('place', zip_code[:10]), *choices])}")
    response["Cache-Control"] = "no-store"
    return response
