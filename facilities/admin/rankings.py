from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from facilities import ranking_page
from facilities.admin.filters import TypedCity
from facilities.choosing import FACILITIES
from facilities.models import City, Facility, LeftOut, Ranking
from facilities.services.rankings import leave_out, make_ranking, publish_ranking, take_back
from review.refusals import Refused
from search.choosing_fields import ChosenField

MAKE, PUBLISH = "facilities.add_ranking", "facilities.change_ranking"


@admin.register(Ranking)
class RankingAdmin(admin.ModelAdmin[Ranking]):
    """Make a draft, look at it, publish it. What is published can be looked at, and nothing else."""

    list_display = ("__str__", "method", "edition", "made_on", "published_on")
    list_filter = (TypedCity,)
    list_select_related = ("city", "edition")
    change_list_template = "admin/facilities/ranking/change_list.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Ranking | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Ranking | None = None) -> bool:
        return False

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        return [
            path("draft/<int:city_id>/", wrap(require_POST(self.draft_view)), name="facilities_ranking_draft"),
            path("<int:object_id>/publish/", wrap(require_POST(self.publish_view)), name="facilities_ranking_publish"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"cities": _cities(), "may_make": request.user.has_perm(MAKE), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        if not self.has_view_permission(request):
            raise PermissionDenied
        known = Ranking.objects.select_related("city", "edition")
        ranking = get_object_or_404(known, pk=object_id if object_id.isdecimal() else 0)
        rows = list(ranking.rows.select_related("facility").order_by("pk"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Ranking of %(city)s, version %(number)d")
            % {"city": ranking.city.name, "number": ranking.number},
            "opts": self.opts,
            "ranking": ranking,
            "document": ranking.document,
            "places": ranking_page.places(ranking, rows),
            "changes": ranking_page.named(ranking.differences),
            "most": ranking_page.most_points(ranking.document),
            "may_publish": request.user.has_perm(PUBLISH),
        }
        return TemplateResponse(request, "admin/facilities/ranking/look.html", context)

    def draft_view(self, request: HttpRequest, city_id: int) -> HttpResponseBase:
        _need(request, MAKE)
        city = get_object_or_404(City, pk=city_id)
        return self._after(
            request, lambda: make_ranking(city=city), _("The draft is made. Readers do not see it yet.")
        )

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        _need(request, PUBLISH)
        ranking = get_object_or_404(Ranking, pk=object_id)

        def publish() -> Ranking:
            publish_ranking(ranking=ranking)
            return ranking

        return self._after(request, publish, _("Published. Readers see it now, and it never changes."))

    def _after(self, request: HttpRequest, step: Callable[[], Ranking], done: Any) -> HttpResponse:
        try:
            ranking = step()
        except Refused as refused:
            messages.error(request, str(refused))
            return redirect("admin:facilities_ranking_changelist")
        self.log_change(request, ranking, str(done))
        messages.success(request, str(done))
        return redirect("admin:facilities_ranking_change", ranking.pk)


class LeftOutForm(forms.ModelForm[LeftOut]):
    facility = ChosenField(FACILITIES, help_text=LeftOut._meta.get_field("facility").help_text)

    class Meta:
        model = LeftOut
        fields = ("facility", "reason")
        widgets = {"reason": AdminTextareaWidget(attrs={"rows": 3})}


@admin.register(LeftOut)
class LeftOutAdmin(admin.ModelAdmin[LeftOut]):
    list_display = ("facility", "city", "reason")
    list_select_related = ("facility__city",)
    search_fields = ("facility__name1", "reason")
    form = LeftOutForm

    @admin.display(ordering="facility__city")
    def city(self, left_out: LeftOut) -> City | None:
        return left_out.facility.city

    def get_readonly_fields(self, request: HttpRequest, obj: LeftOut | None = None) -> tuple[str, ...]:
        return ("facility",) if obj else ()

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """A ranking's draft links here with the facility's number."""
        chosen = request.GET.get("facility", "")
        return {"facility": int(chosen)} if chosen.isascii() and chosen.isdecimal() and len(chosen) < 10 else {}

    def save_model(self, request: HttpRequest, obj: LeftOut, form: Any, change: bool) -> None:
        obj.pk = leave_out(facility=obj.facility, reason=obj.reason).pk

    def delete_model(self, request: HttpRequest, obj: LeftOut) -> None:
        take_back(facility=obj.facility)


def _need(request: HttpRequest, permission: str) -> None:
    if not request.user.has_perm(permission):
        raise PermissionDenied


def _cities() -> list[dict[str, Any]]:
    """Where each city's ranking stands, and whether the directory has moved on since."""
    found = []
    for city in City.objects.all():
        rankings = list(city.rankings.select_related("edition")[:2])
        listed = Facility.objects.listed().filter(city=city)
        latest = listed.order_by("-edition__imported_at").select_related("edition").first()
        published = next((ranking for ranking in rankings if ranking.published_on), None)
        behind = published and latest and latest.edition.imported_at > published.edition.imported_at
        draft = rankings[0] if rankings and not rankings[0].published_on else None
        found.append(
            {"city": city, "listed": listed.count(), "published": published, "draft": draft, "behind": behind}
        )
    return found
