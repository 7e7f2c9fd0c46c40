"""The search page."""

from collections.abc import Sequence
from typing import NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from facilities.models import City, Facility
from markup.characters import one_line
from programs.models import Phase, Program
from rehabsite.leads import leads, phone_digits, zip_code
from search.kinds import Kind, searched
from search.queries import COUNTED, PER_PAGE, Item, Results, find
from search.words import MOST_CHARACTERS


class Shown(NamedTuple):
    """A result. Who pays us, and what is invented, is read from the row of today: the index knows words alone."""

    item: Item
    kind: str | Promise
    facility: Facility | None
    program: Program | None


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    # Looking closely at a long text takes long, and only its beginning is read.
    typed = one_line(request.GET.get("q", "")[: 2 * MOST_CHARACTERS])
    query = typed[:MOST_CHARACTERS].strip()
    kind = request.GET.get("kind", "")
    kind = kind if kind in _by_name() else ""
    if start := zip_code(query):
        return _unkept(redirect(f"{reverse('near')}?{urlencode({'place': start.zip or query})}"))
    number = phone_digits(query)
    results = find(number or query, kind=kind, page=_number(request.GET.get("page", "1")))
    if results.page > results.pages:
        raise Http404(_("There is no page of results with this number."))
    context = {
        "query": query,
        "read": MOST_CHARACTERS if len(typed) > MOST_CHARACTERS else None,
        "kind": kind,
        "number": number,
        "leads": leads(query, results.understood),
        "results": results,
        "found": _shown(results.items),
        "kinds": _filter(results, kind),
        "most": COUNTED,
        "page_obj": _page(results),
        "query_without_page": urlencode({"q": query, **({"kind": kind} if kind else {})}),
        **({} if results.items else {"phases": Phase.objects.all(), "cities": City.objects.shown()}),
    }
    response = render(request, "search/search.html", context)
    return _unkept(response) if request.GET else response


def _unkept(response: HttpResponse) -> HttpResponse:
    """What someone looked for stays out of search engines, shared caches and this browser's store."""
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "no-store"
    return response


def _by_name() -> dict[str, Kind]:
    """Those that readers can narrow to."""
    return {kind.name: kind for kind in searched()}


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal()) or not 1 <= int(text[:9]) <= COUNTED:
        raise Http404(_("There is no page of results with this number."))
    return int(text)


def _filter(results: Results, kind: str) -> list[dict[str, object]]:
    return [
        {"name": name, "many": one.many, "count": count, "capped": count >= COUNTED, "chosen": name == kind}
        for name, one in _by_name().items()
        if (count := results.counts.get(name, 0)) or name == kind
    ]


def _page(results: Results) -> Page[int]:
    """For the links to the other pages. What is on this one is in the results already."""
    return Paginator(range(results.total), PER_PAGE).page(results.page)


def _shown(items: Sequence[Item]) -> list[Shown]:
    facilities = Facility.objects.select_related("edition").in_bulk(_keys(items, "facility"))
    programs = Program.objects.select_related("facility").in_bulk(_keys(items, "program"))
    names, shown = _by_name(), []
    for item in items:
        program = programs.get(int(item.key)) if item.kind == "program" else None
        facility = facilities.get(int(item.key)) if item.kind == "facility" else program.facility if program else None
        shown.append(Shown(item, names[item.kind].one if item.kind in names else "", facility, program))
    return shown


def _keys(items: Sequence[Item], kind: str) -> list[int]:
    return [int(item.key) for item in items if item.kind == kind]
