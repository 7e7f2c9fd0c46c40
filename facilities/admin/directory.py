"""Editions of the directory, and rows that are perhaps facilities we know."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from facilities.admin.mixins import LookOnly, TypedFacilityCity
from facilities.models import DirectoryEdition, Facility, ProposedMatch
from facilities.services.facilities import DECIDE, confirm_match, reject_match
from review.admin.kit import press

_COMPARED: tuple[tuple[str, str, str | Promise], ...] = (  # of the facility, of the row, as the page says it
    ("name1", "name1", _("Name")),
    ("name2", "name2", _("Second name")),
    ("street1", "street1", _("Street")),
    ("street2", "street2", _("Second line")),
    ("postal_city", "city", _("City")),
    ("state", "state", _("State")),
    ("zip", "zip", "ZIP"),
    ("phone", "phone", _("Phone")),
    ("intake1", "intake1", _("Intake phone")),
    ("intake2", "intake2", _("Second intake phone")),
    ("website", "website", _("Web site")),
)


@admin.register(DirectoryEdition)
class DirectoryEditionAdmin(LookOnly):
    """To look at: `manage.py import_directory` makes them."""

    list_display = ("name", "source", "survey_year", "facility_count", "imported_at", "invented")
    fields = ("name", "source", "survey_year", "facility_count", "imported_at", "invented", "sha256", "not_taken_in")

    @admin.display(description=_("rows that were not imported"))
    def not_taken_in(self, edition: DirectoryEdition) -> str:
        return "\n".join(edition.refused_rows) or "—"


@admin.register(ProposedMatch)
class ProposedMatchAdmin(LookOnly):
    list_display = ("row_name", "facility", "place", "percent", "edition", "decision")
    list_filter = ("decision", "edition", TypedFacilityCity)
    list_select_related = ("facility", "edition")
    search_fields = ("facility__name1", "facility__name2", "facility__phone")

    @admin.display(description=_("in the new edition"))
    def row_name(self, match: ProposedMatch) -> str:
        return " ".join(filter(None, (match.row["name1"], match.row["name2"])))

    @admin.display(description=_("place"))
    def place(self, match: ProposedMatch) -> str:
        return f"{match.row['city']} {match.row['state']} {match.row['zip']}"

    @admin.display(description=_("likeness"), ordering="likeness")
    def percent(self, match: ProposedMatch) -> str:
        return f"{match.likeness:.0%}"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/same/", wrap(require_POST(self.same_view)), name="facilities_proposedmatch_same"),
            path("<int:pk>/other/", wrap(require_POST(self.other_view)), name="facilities_proposedmatch_other"),
            *super().get_urls(),
        ]

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = ProposedMatch.objects.select_related("facility__edition", "edition")
        match = get_object_or_404(known, pk=object_id if object_id.isdecimal() else 0)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Is this the same facility?"),
            "opts": self.opts,
            "match": match,
            "compared": _compared(match),
            "only_before": sorted(set(match.facility.codes) - set(match.row["codes"])),
            "only_now": sorted(set(match.row["codes"]) - set(match.facility.codes)),
            "may_decide": request.user.has_perm(DECIDE) and match.decision == ProposedMatch.Decision.WAITING,
        }
        return TemplateResponse(request, "admin/facilities/proposedmatch/look.html", context)

    def same_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        done = _("It is the same facility. Its page keeps its address and now says what the new edition says.")
        return self._decide(request, pk, confirm_match, done)

    def other_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        done = _("They are two different facilities. The new one is listed, and the old one is delisted.")
        return self._decide(request, pk, reject_match, done)

    def _decide(
        self, request: HttpRequest, pk: int, step: Callable[..., Facility], done: str | Promise
    ) -> HttpResponse:
        if not request.user.has_perm(DECIDE):
            raise PermissionDenied
        match = get_object_or_404(ProposedMatch, pk=pk)

        def take() -> str:
            facility = step(match=match, by=request.user)
            self.log_change(request, match, str(done))
            return f"{facility}: {done}"

        if not press(request, take):
            return redirect("admin:facilities_proposedmatch_change", pk)
        return redirect("admin:facilities_proposedmatch_changelist")


def _compared(match: ProposedMatch) -> list[dict[str, Any]]:
    found = []
    for ours, theirs, words in _COMPARED:
        before, now = getattr(match.facility, ours), match.row[theirs]
        found.append({"words": words, "before": before, "now": now, "differs": before != now})
    return found
