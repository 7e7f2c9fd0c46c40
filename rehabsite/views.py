"""Pages that join the apps."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from articles.models import Article, Question
from articles.readability import WORDS_A_MINUTE
from articles.services.checking import GRADE_TARGET
from articles.services.workflow import STEPS
from programs.models import City, Phase
from rehabsite.privacy import facts
from rehabsite.roles import ROLES
from rehabsite.sitemap import entries

NEWEST = 6
QUESTIONS = 6


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    context = {
        "articles": Article.objects.published()[:NEWEST],
        "phases": Phase.objects.all(),
        "cities": City.objects.all(),
        "questions": Question.objects.published().order_by("-reviewed_on", "question")[:QUESTIONS],
    }
    return render(request, "home.html", context)


@require_safe
def how_we_check(request: HttpRequest) -> HttpResponse:
    """The editorial process, read from the rules that the code applies."""
    context = {
        "roles": ROLES.values(),
        "steps": STEPS.values(),
        "words_per_minute": WORDS_A_MINUTE,
        "grade_target": GRADE_TARGET,
    }
    return render(request, "pages/how_we_check.html", context)


@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", facts())


@require_safe
def health_data(request: HttpRequest) -> HttpResponse:
    if not settings.CONSUMER_HEALTH_POLICY:
        raise Http404
    return render(request, "pages/health_data.html", facts())


@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@require_safe
def staying_private(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/staying_private.html")


@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help_now.html")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    return render(request, "sitemap.xml", {"urlset": entries()}, content_type="application/xml")
