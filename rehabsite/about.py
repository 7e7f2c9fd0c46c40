"""Pages about the site itself: who runs it and who pays, and everything there is."""

from typing import Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from facilities.models import Facility
from search.kept import kept

MOST: Final = 200


class Part(NamedTuple):
    name: str | Promise
    pages: tuple[tuple[str, str | Promise], ...]


PARTS: Final = (
    Part(
        _("Find care"),
        (
            ("near", _("Care near you")),
            ("states", _("States and towns")),
            ("cities", _("Cities that we write about")),
            ("list", _("My list")),
            ("programs", _("Programs, described")),
            ("ranking-method", _("How places are compared")),
            ("help-now", _("Get help now")),
        ),
    ),
    Part(
        _("Read"),
        (
            ("medicines", _("Medicines")),
            ("paying", _("Paying")),
            ("families", _("Families")),
            ("phases", _("Five phases of care")),
            ("articles", _("All articles")),
            ("tags", _("Topics")),
            ("questions", _("Questions")),
            ("glossary", _("Words explained")),
        ),
    ),
    Part(
        _("About this site"),
        (
            ("who-pays", _("Who we are and who pays")),
            ("how-we-check", _("How we check")),
            ("corrections", _("Corrections")),
            ("privacy", _("Privacy")),
            ("staying-private", _("Staying private")),
            ("accessibility", _("Accessibility and language")),
            ("contact", _("Contact")),
            ("feed", _("Feed of new articles")),
        ),
    ),
)


@kept()
@require_safe
def more(request: HttpRequest) -> HttpResponse:
    return render(request, "pages/more.html", {"parts": PARTS})


@kept()
@require_safe
def who_pays(request: HttpRequest) -> HttpResponse:
    """Who runs the site is a setting; which places pay is read from their rows, as they are today."""
    pays = [one for one in Facility.Relationship.values if one != Facility.Relationship.NONE]  # found by an index
    rows = Facility.objects.listed().filter(relationship__in=pays).order_by("name1", "pk")
    paying = list(rows[: MOST + 1])
    context = {
        "operator_name": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "funded_by": settings.FUNDED_BY,
        "paying": paying[:MOST],
        "more": len(paying) > MOST,
        "most": MOST,
    }
    return render(request, "pages/who_pays.html", context)
