from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facilities.finder.picks import MOST, MyList, Picks


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
