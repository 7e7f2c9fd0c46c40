"""Care near a ZIP code or a town. What someone typed is kept nowhere, by no cache either."""

from typing import Any, Final
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from facilities.finder import choices, headings
from facilities.finder.finding import Answer, NotFound, Start, Which, find
from facilities.finder.near import CLOSE, RINGS, Near, Wish, counts_around
from facilities.places.states import State
from markup.characters import one_line

LONGEST: Final = 1_000  # no name of a place is longer, and looking closely takes time
WHICH: Final = "which"  # asks which of the namesakes is meant, also where one is likely


@require_safe
def near(request: HttpRequest) -> HttpResponse:
    typed = one_line(request.GET.get("place", "")[:LONGEST])
    answer = find(typed, ask=WHICH in request.GET)
    response = _answer(request, answer, typed)
    if request.GET:
        response["Cache-Control"] = "no-store"
    return response


def _answer(request: HttpRequest, answer: Answer, typed: str) -> HttpResponse:
    wish = Wish.read(dict(request.GET.lists()))
    if isinstance(answer, State):
        return redirect("state", answer.slug)
    if isinstance(answer, Start):
        return _found(request, Near(answer, wish))
    context: dict[str, Any] = {"typed": typed, "hidden": _kept(wish)}
    if isinstance(answer, Which):
        context |= {"which": answer, "towns": _links(answer.towns, wish), "heading": headings.which(answer)}
        return render(request, "facilities/near_which.html", context)
    if isinstance(answer, NotFound):
        context |= {"found": answer, "towns": _links(answer.towns, wish, counted=False)}
        context |= {"heading": headings.not_found(answer, typed)}
        return render(request, "facilities/near_unknown.html", context)
    return render(request, "facilities/near_ask.html", context | {"heading": headings.ask()})


def _found(request: HttpRequest, found: Near) -> HttpResponse:
    kept = _kept(found.wish)
    context = {
        "near": found,
        "heading": headings.near(found),
        "typed": found.start.typed,
        "rings": RINGS,
        "page_obj": found.page,
        "hidden": kept,
        "clear": found.query(found.wish.ring, {}),
        "other_query": urlencode([("place", found.start.typed), (WHICH, "1"), *kept]),
    }
    return render(request, "facilities/near_found.html", context)


def _kept(wish: Wish) -> list[tuple[str, str]]:
    """The choices and the picks, for a form or a link that leads to another place."""
    ring = [("within", str(wish.ring))] if wish.ring else []
    return [*ring, *choices.query(wish.choices), *wish.picks.pairs]


def _links(starts: Any, wish: Wish, *, counted: bool = True) -> list[dict[str, Any]]:
    counts = counts_around([start.place for start in starts], CLOSE) if counted and starts else [None] * len(starts)
    return [
        {"start": start, "count": count, "query": urlencode([("place", start.typed), *_kept(wish)])}
        for start, count in zip(starts, counts, strict=True)
    ]
