"""Pages that join the apps."""

from datetime import UTC, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles.doors import doors
from articles.models import Door
from articles.readability import WORDS_A_MINUTE
from articles.services.checking import GRADE_TARGET
from programs.models import Phase
from rehabsite import sitemap
from rehabsite.privacy import facts
from rehabsite.staff.roles import ROLES
from review.checks import CHECKS
from review.steps import STEPS
from search.kept import kept
from search.kinds import Rows, all_kinds
from search.prepared import Prepared

NEWEST = 6
TILES = [slot for slot in Door.Slot if slot not in (Door.Slot.EMERGENCY, Door.Slot.LOVED)]
SAID_FOR = timedelta(days=180)


_PHASES = Prepared(Phase.objects.all)


@lru_cache
def _first(newest: Rows) -> Prepared:
    return Prepared(lambda: newest()[:NEWEST])


@kept()
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    opened = doors()
    newest = {kind.name: (kind, _first(kind.newest).rows()) for kind in all_kinds() if kind.newest}
    context = {
        "phases": _PHASES.rows(),
        "doors": opened,
        "tiles": [(slot.value, slot.label, opened[slot]) for slot in TILES if slot in opened],
        "operator_name": settings.OPERATOR_NAME,
        "articles": newest.pop("article")[1],
        "questions": newest.pop("question")[1],
        "newest": newest.values(),
    }
    return render(request, "home.html", context)


@kept()
@require_safe
def how_we_check(request: HttpRequest) -> HttpResponse:
    """The editorial process, read from the rules that the code applies."""
    context = {
        "roles": ROLES.values(),
        "steps": [
            (
                step,
                [role.group for role in ROLES.values() if set(step.rights) & set(role.permissions)],
                [CHECKS[code].when for code in step.refusals],
            )
            for step in STEPS.values()
        ],
        "words_per_minute": WORDS_A_MINUTE,
        "grade_target": GRADE_TARGET,
    }
    return render(request, "pages/how_we_check.html", context)


@kept()
@require_safe
def privacy(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/privacy.html", facts())


@kept()
@require_safe
def health_data(request: HttpRequest) -> HttpResponse:
    if not settings.CONSUMER_HEALTH_POLICY:
        raise Http404
    return render(request, "pages/health_data.html", facts())


@kept()
@require_safe
def accessibility(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/accessibility.html")


@kept()
@require_safe
def staying_private(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/staying_private.html")


@kept()
@require_safe
def help_now(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/help_now.html")


@kept()
@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    return render(request, "robots.txt", content_type="text/plain; charset=utf-8")


@kept()
@require_safe
def sitemap_index(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(sitemap.index(), content_type="application/xml")


@kept()
@require_safe
def sitemap_file(request: HttpRequest, name: str) -> StreamingHttpResponse:
    return StreamingHttpResponse(sitemap.file(name), content_type="application/xml")


@require_safe
def security(request: HttpRequest) -> HttpResponse:
    """Where to tell of a hole, as RFC 9116 wants it. It has to say until when it holds."""
    until = (timezone.now() + SAID_FOR).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = (
        f"Contact: mailto:{settings.SITE_EMAIL}",
        f"Expires: {until.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        f"Canonical: {settings.SITE_URL}{request.path}",
        "Preferred-Languages: en",
    )
    return HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")


def not_from_here(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form of staff's pages without a token that holds: open for too long, or opened under another name."""
    scheme, host = request.scheme, request.get_host()
    ours = urlsplit(settings.SITE_URL)
    elsewhere = (scheme, host) != (ours.scheme, ours.netloc)
    context = {"elsewhere": elsewhere, "here": f"{scheme}://{host}", "site_url": settings.SITE_URL}
    return render(request, "403_csrf.html", context, status=403)
