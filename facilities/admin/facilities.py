"""Facilities: what SAMHSA's directory says can be looked at, and what we know next to it can be set."""

from collections.abc import Callable
from functools import partial
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import URLPattern, path
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from facilities import facility_page, service_codes
from facilities.admin.mixins import TypedCity, done_or_not
from facilities.models import Facility
from facilities.services.facilities import KNOWN, delist, relist, save_facility
from review.admin.kit import press

REPORTED = (
    *("name1", "name2", "street1", "street2", "postal_city", "state", "zip"),
    *("phone", "intake1", "intake2", "website", "latitude", "longitude"),
    *("medication", "for_opioids", "five_phases", "contradicts", "service_codes"),
    *("city", "edition", "slug", "delisted_on", "delisted_because"),
)


class ContradictoryFilter(admin.SimpleListFilter):
    title = _("contradictions in the report")
    parameter_name = "contradictory"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("1", _("Yes")), ("0", _("No"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Facility]) -> QuerySet[Facility]:
        if self.value() == "1":
            return queryset.exclude(contradictions=[])
        return queryset.filter(contradictions=[]) if self.value() == "0" else queryset


class FacilityForm(forms.ModelForm[Facility]):
    def clean(self) -> dict[str, Any]:
        """The database refuses it as well. This says what to do."""
        found = super().clean() or self.cleaned_data
        if found.get("takes_inquiries") and found.get("relationship") != Facility.Relationship.NONE:
            sentence = _(
                "A place that pays us, or is affiliated with us, cannot get messages from visitors. Choose “None” "
                "above, or uncheck this. If you uncheck it, what people allowed for this place ends at once."
            )
            self.add_error("takes_inquiries", forms.ValidationError(sentence, "pays"))
        return found


@admin.register(Facility)
class FacilityAdmin(admin.ModelAdmin[Facility]):
    form = FacilityForm
    change_form_template = "admin/facilities/facility/change_form.html"
    list_display = ("__str__", "place", "phone", "medication", "for_opioids", "delisted_on")
    list_filter = (
        TypedCity,
        "edition",
        done_or_not("delisted_on", _("listing"), _("Listed"), _("Delisted")),
        ContradictoryFilter,
        "medication",
        "for_opioids",
        "takes_inquiries",
        "relationship",
    )
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("name1", "name2", "phone", "zip", "slug")
    fieldsets = ((_("What we know"), {"fields": KNOWN}), (_("As reported to SAMHSA"), {"fields": REPORTED}))
    readonly_fields = REPORTED

    @admin.display(description=_("city"), ordering="postal_city")
    def place(self, facility: Facility) -> str:
        return f"{facility.postal_city}, {facility.state}"

    @admin.display(description=_("the five phases"))
    def five_phases(self, facility: Facility) -> str:
        return ", ".join(f"{phase}: {offer}" for phase, offer in service_codes.profile(facility.codes).items())

    @admin.display(description=_("contradicts itself"))
    def contradicts(self, facility: Facility) -> str:
        return " ".join(map(str, facility_page.contradictions(facility.contradictions))) or "—"

    @admin.display(description=_("service codes"))
    def service_codes(self, facility: Facility) -> str:
        names = dict(facility.edition.codes.filter(code__in=facility.codes).values_list("code", "name"))
        return "; ".join(f"{code}: {names.get(code, '?')}" for code in facility.codes)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name == "takes_inquiries":
            kwargs["help_text"] = _(
                "The facility agreed that we may tell it when a visitor chooses it. Visitors can choose it once "
                "the intake desk has also entered where to tell it. If you uncheck this, visitors can no longer "
                "choose it. It cannot open messages that it has not opened yet."
            )
        if db_field.name == "last_confirmed_on":
            kwargs["widget"] = forms.DateInput({"type": "date"}, format="%Y-%m-%d")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Facility | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Facility, form: Any, change: bool) -> None:
        save_facility(facility=obj, by=cast(AbstractUser, request.user))

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("<int:pk>/delist/", wrap(require_POST(self.delist_view)), name="facilities_facility_delist"),
            path("<int:pk>/relist/", wrap(require_POST(self.relist_view)), name="facilities_facility_relist"),
            *super().get_urls(),
        ]

    def delist_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        because = request.POST.get("because", "")
        done = _("Delisted. Its page stays and says why.")
        return self._step(request, pk, partial(delist, because=because), done, because)

    def relist_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        return self._step(request, pk, relist, _("Listed again."))

    def _step(
        self, request: HttpRequest, pk: int, step: Callable[..., None], done: str | Promise, more: str = ""
    ) -> HttpResponse:
        if not self.has_change_permission(request):
            raise PermissionDenied
        facility = get_object_or_404(Facility, pk=pk)

        def take() -> str | Promise:
            step(facility=facility, by=request.user)
            self.log_change(request, facility, f"{done} {more}".strip())
            return done

        press(request, take)
        return redirect("admin:facilities_facility_change", pk)
