from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from facilities import facility_page, service_codes
from facilities.finder.picks import MOST, MyList, Picks
from facilities.forms import ProblemForm
from facilities.models import Facility
from facilities.services.problems import TooMany, report_problem, told
from search.kept import kept
from search.prepared import Prepared
from visitors.addresses import client_address


@kept()
@require_safe
def facility(request: HttpRequest, slug: str) -> HttpResponse:
    found = _public(slug)
    lines = facility_page.phase_lines(found.codes)
    context = {
        "facility": found,
        "lines": lines,
        "medicines": facility_page.medicine_lines(found.codes),
        "groups": facility_page.groups(found.codes),
        "contact": found.contact(),
        "naloxone": service_codes.naloxone(found.codes),
        "contradictions": facility_page.contradictions(found.contradictions),
        "reports": told(found),
        "programs": _PROGRAMS.rows(found.pk),
        "structured_data": facility_page.blocks(found, lines),
    }
    return render(request, "facilities/facility.html", context)


# Pages for readers set no cookie, so they hold no token: rehabsite.sameorigin looks where the form was sent from.
@kept()
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, slug: str) -> HttpResponse:
    found = _public(slug)
    form = ProblemForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            if not form.is_from_a_program:
                report_problem(facility=found, said=form.cleaned_data["said"], address=client_address(request))
            return redirect("facility-reported", slug)
        except TooMany as full:
            form.add_error(None, full.as_error())
            status = 429 if full.code == "many-yours" else 503
    elif form.is_bound:
        status = 422
    response = render(request, "facilities/report.html", {"facility": found, "form": form}, status=status)
    if form.is_bound:
        response["Cache-Control"] = "no-store"
    return response


@kept()
@require_safe
def reported(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "facilities/reported.html", {"facility": _public(slug)})


_PUBLIC = Prepared(lambda slug: Facility.objects.public().select_related("edition", "city", "town").filter(slug=slug))
_PROGRAMS = Prepared(lambda key: Facility(pk=key).programs.published())


def _public(slug: str) -> Facility:
    for found in _PUBLIC.rows(slug):
        return found  # type: ignore[no-any-return]
    raise Http404


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """Whoever has the address has the list. It is kept nowhere, and stays out of search engines."""
    context = {"list": MyList(dict(request.GET.lists())), "most": MOST}
    return _own(render(request, "facilities/list.html", context))


def unkept(response: HttpResponse, picks: Picks) -> HttpResponse:
    """A page that is kept for all readers, unless someone's own picks are in its address."""
    return _own(response) if picks.slugs else response


def _own(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
