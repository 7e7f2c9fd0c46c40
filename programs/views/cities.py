from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from programs.models import City


@require_safe
def city_list(request: HttpRequest) -> HttpResponse:
    cities = City.objects.annotate(article_count=Count("articles", filter=Q(articles__live_revision__isnull=False)))
    return render(request, "programs/city_list.html", {"cities": cities})


@require_safe
def city(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(City, slug=slug)
    return render(request, "programs/city.html", {"city": found, "articles": found.articles.published()})
