"""The search page. It joins the apps: each kind of page has its name here."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from programs.models import City, Phase
from search.queries import COUNTED, Results, find
from search.words import MOST_CHARACTERS, tidy

# What one is called, and what many are, in the order of the filter.
KINDS = {
    "phase": (gettext_lazy("Phase of care"), gettext_lazy("Phases of care")),
    "article": (gettext_lazy("Article"), gettext_lazy("Articles")),
    "question": (gettext_lazy("Question"), gettext_lazy("Questions")),
    "program": (gettext_lazy("Program"), gettext_lazy("Programs")),
    "facility": (gettext_lazy("Facility"), gettext_lazy("Facilities")),
    "city": (gettext_lazy("City"), gettext_lazy("Cities")),
}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    query = tidy(request.GET.get("q", ""))[:MOST_CHARACTERS].strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in KINDS else ""
    results = find(query, kind=kind, page=_number(request.GET.get("page", "1")))
    if results.page > results.pages:
        raise Http404(_("There is no such page of results."))
    context = {"query": query, "kind": kind, "results": results, "kinds": _filter(results, kind), "most": COUNTED}
    response = render(request, "search/search.html", context | _ways_on(results))
    if request.GET:
        # What somebody looked for stays out of search engines, shared caches and this browser's store.
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "no-store"
    return response


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:9]) <= COUNTED:
        raise Http404(_("There is no such page of results."))
    return int(text)


def _filter(results: Results, kind: str) -> list[dict[str, object]]:
    return [
        {"name": name, "many": many, "count": count, "capped": count >= COUNTED, "chosen": name == kind}
        for name, (_one, many) in KINDS.items()
        if (count := results.counts.get(name, 0)) or name == kind
    ]


def _ways_on(results: Results) -> dict[str, object]:
    """What else there is, for somebody who found nothing; and what each kind is called."""
    names = {kind: one for kind, (one, _many) in KINDS.items()}
    if results.items:
        return {"names": names}
    return {"names": names, "phases": Phase.objects.all(), "cities": City.objects.all()}
