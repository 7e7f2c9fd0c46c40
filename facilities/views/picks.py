from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from facilities.picks import MOST, MyList


@require_safe
def my_list(request: HttpRequest) -> HttpResponse:
    """Whoever has the address has the list. It is kept nowhere, and stays out of search engines."""
    context = {"list": MyList(dict(request.GET.lists())), "most": MOST}
    response = render(request, "facilities/list.html", context)
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex"
    return response
