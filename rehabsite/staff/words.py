"""Where a word is used: over everything that the site says, with counts."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from review import finding
from review.kinds import kinds
from review.rights import EDIT, PUBLISH, REVIEW, WRITE
from search import desk
from search.words import words_of

MOST_PAGES = 40
SHOWN, COUNTED = 20, 500
Text = str | Promise


@dataclass(frozen=True)
class Small:
    """A short table, read as it is: no index is worth its while."""

    model: str
    columns: tuple[str, ...]
    names: Text


# What is no reviewed words and still says something.
SMALL = (
    Small("articles.Tag", ("name", "slug", "description"), gettext_lazy("tags")),
    Small("articles.Correction", ("was", "now"), gettext_lazy("corrections")),
    Small("articles.Wording", ("avoid", "instead"), gettext_lazy("wordings")),
    Small("review.Person", ("name", "credentials", "bio", "conflicts"), gettext_lazy("people")),
    Small("facilities.City", ("name", "summary", "postal_names", "tonight"), gettext_lazy("cities")),
    Small("programs.Program", ("name", "slug"), gettext_lazy("programs, by name")),
    Small("markup.Image", ("alt", "note"), gettext_lazy("pictures")),
    Small("search.Synonym", ("typed", "means", "note"), gettext_lazy("synonyms of the search")),
    Small("search.Redirect", ("old", "leads_to"), gettext_lazy("old addresses")),
)


def page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    if not any(map(request.user.has_perm, (WRITE, EDIT, REVIEW, PUBLISH))):
        raise PermissionDenied
    q = request.GET.get("q", "")[:200]
    known = {finding.name_of(kind): kind for kind in kinds()}
    asked = request.GET.get("kind", "")
    kind, live = (asked if asked in known else ""), request.GET.get("live") == "1"
    found = desk.find(q, list(known), kind=kind, live=live, page=(number := _number(request)))
    rows = [
        (item, str(known[item.kind].name), reverse(f"{known[item.kind].admin}_change", args=[item.subject]))
        for item in found.items
        if item.kind in known
    ]
    more = {
        "title": _("Where a word is used"),
        "q": q,
        "rows": rows,
        "counts": [(name, str(known[name].names), *count) for name, count in found.counts.items() if any(count)],
        "most": desk.COUNTED,
        "kind": kind,
        "live": live,
        "earlier": number - 1,
        "later": number + 1 if found.pages > number and number < MOST_PAGES else 0,
        "small": list(_small(request, q)) if number == 1 and not kind else [],
    }
    return TemplateResponse(request, "admin/words.html", {**context, **more})


def _number(request: HttpRequest) -> int:
    typed = request.GET.get("page", "")
    return min(max(int(typed), 1), MOST_PAGES) if typed.isascii() and typed.isdecimal() and len(typed) < 4 else 1


def _small(request: HttpRequest, q: str) -> Iterator[dict[str, Any]]:
    """Every typed word in the same row, whatever comes before and after it."""
    asked = words_of(q)[: desk.MOST_WORDS]
    for one in SMALL if asked else ():
        model = apps.get_model(one.model)
        label = f"{model._meta.app_label}_{model._meta.model_name}"
        if not request.user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            continue
        columns = [name for name in one.columns if any(field.name == name for field in model._meta.fields)]
        rows = model._default_manager.all()
        for word in asked:
            rows = rows.filter(reduce(or_, (Q(**{f"{column}__icontains": word}) for column in columns)))
        found = list(rows[: COUNTED + 1])
        if found:
            yield {
                "names": one.names,
                "count": min(len(found), COUNTED),
                "more": len(found) > SHOWN,
                "rows": [(str(row), reverse(f"admin:{label}_change", args=[row.pk])) for row in found[:SHOWN]],
            }
