from collections.abc import Callable, Iterator
from typing import Any, Final, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.db.models import Count, Max
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from facilities import ranking_page
from facilities.admin.mixins import LookOnly, TypedCity
from facilities.choosing import FACILITIES
from facilities.models import City, Facility, LeftOut, Ranking
from facilities.services.rankings import (
    MAKE,
    PUBLISH,
    leave_out,
    make_ranking,
    publish_ranking,
    take_back,
    withdraw_ranking,
)
from review.admin.kit import Button, Text, press
from review.steps import STEPS
from search.choosing_fields import ChosenField

LIST: Final = "admin:facilities_ranking_changelist"
FIRST: Final = 5  # so many are named before it is published
PER_PAGE: Final = 50  # places, and changes


@admin.register(Ranking)
class RankingAdmin(LookOnly):
    """Make a draft, look at it, publish it. What is published can be looked at and withdrawn, and nothing else."""

    list_display = ("__str__", "method", "edition", "made_on", "published_on", "withdrawn_on")
    list_filter = (TypedCity,)
    list_select_related = ("city", "edition")
    change_list_template = "admin/facilities/ranking/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        withdraw = wrap(require_POST(self.withdraw_view))
        return [
            path("draft/<int:city_id>/", wrap(require_POST(self.draft_view)), name="facilities_ranking_draft"),
            path("<int:object_id>/publish/", wrap(self.publish_view), name="facilities_ranking_publish"),
            path("<int:object_id>/withdraw/", withdraw, name="facilities_ranking_withdraw"),
            *super().get_urls(),
        ]

    def changelist_view(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        context = {"cities": _cities(), "may_make": request.user.has_perm(MAKE), **(extra_context or {})}
        return super().changelist_view(request, context)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        ranking = self._ranking(request, object_id)
        rows = _part(request, "page", ranking_page.rows(ranking))
        changes = _part(request, "changes", ranking.differences)
        context = {
            "title": str(named(ranking)),
            "places": ranking_page.places(ranking, rows),
            "page_obj": rows,
            "changes": ranking_page.named(changes),
            "changes_page": changes,
            "buttons": list(_buttons(ranking)) if request.user.has_perm(PUBLISH) else [],
        }
        return self._page(request, ranking, "look", context)

    def draft_view(self, request: HttpRequest, city_id: int) -> HttpResponseBase:
        if not self.has_view_permission(request):
            raise PermissionDenied
        city = get_object_or_404(City, pk=city_id)
        done = _("The draft is made. Readers do not see it yet.")
        return self._after(request, lambda: make_ranking(city=city, by=_by(request)), done)

    def publish_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        """GET says what readers will see, and asks. POST publishes."""
        ranking = self._ranking(request, object_id)
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        if request.method == "POST":
            done = _("Published. Readers see it now, and it never changes. It can be withdrawn, with a reason.")
            return self._after(request, lambda: publish_ranking(ranking=ranking, by=_by(request)), done, ranking)
        if ranking.published_on:
            return redirect("admin:facilities_ranking_change", ranking.pk)
        first = ranking_page.places(ranking, ranking_page.rows(ranking)[:FIRST])
        context = {
            "title": _("Publish this ranking?"),
            "named": named(ranking),
            "before": Ranking.objects.newest().filter(city=ranking.city).first(),
            "first": [standing.told["name"] for place in first for standing in place.standings],
        }
        return self._page(request, ranking, "publish", context)

    def withdraw_view(self, request: HttpRequest, object_id: int) -> HttpResponseBase:
        ranking, because = self._ranking(request, object_id), request.POST.get("because", "")
        done = _("Withdrawn. Readers who come to its address read your reason.")

        def withdraw() -> None:
            withdraw_ranking(ranking=ranking, by=_by(request), because=because)

        return self._after(request, withdraw, done, ranking, because)

    def _after(
        self,
        request: HttpRequest,
        step: Callable[[], Ranking | None],
        done: Text,
        of: Ranking | None = None,
        because: str = "",
    ) -> HttpResponse:
        made: list[Ranking] = [of] if of else []

        def take() -> Text:
            made.extend(filter(None, [step()]))
            self.log_change(request, made[0], f"{done} {because}".strip())
            return done

        if not press(request, take) and because:
            messages.info(request, _("You had written: %(words)s") % {"words": because})
        return redirect("admin:facilities_ranking_change", made[0].pk) if made else redirect(LIST)

    def _ranking(self, request: HttpRequest, object_id: Any) -> Ranking:
        if not self.has_view_permission(request):
            raise PermissionDenied
        number = str(object_id)
        known = Ranking.objects.defer("document").select_related("city", "edition")
        return get_object_or_404(known, pk=number if number.isdecimal() and len(number) < 19 else 0)

    def _page(self, request: HttpRequest, ranking: Ranking, name: str, more: dict[str, Any]) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "ranking": ranking,
            "head": ranking.head,
            **more,
        }
        return TemplateResponse(request, f"admin/facilities/ranking/{name}.html", context)


def _part(request: HttpRequest, name: str, rows: Any) -> Page[Any]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get(name))


def named(ranking: Ranking) -> Text:
    words = {"city": ranking.city.name, "number": ranking.number}
    return _("Ranking of %(city)s, version %(number)d") % words


def _buttons(ranking: Ranking) -> Iterator[Button]:
    if not ranking.published_on:
        address = reverse("admin:facilities_ranking_publish", args=[ranking.pk])
        yield Button("publish", _("Publish for readers"), address, main=True, leads=True)
    elif not ranking.withdrawn_on:
        withdraw = STEPS["withdraw"]
        address = reverse("admin:facilities_ranking_withdraw", args=[ranking.pk])
        yield Button("withdraw", withdraw.label, address, asks=withdraw.asks, question=withdraw.question)


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
        obj.pk = leave_out(facility=obj.facility, by=_by(request), reason=obj.reason).pk

    def delete_model(self, request: HttpRequest, obj: LeftOut) -> None:
        take_back(facility=obj.facility, by=_by(request))


def _by(request: HttpRequest) -> AbstractUser:
    return cast(AbstractUser, request.user)


def _cities() -> list[dict[str, Any]]:
    """Where each city's ranking stands, and whether the directory has moved on since."""
    listed = Facility.objects.listed().filter(city__isnull=False).order_by()
    known = {
        city: (count, imported)
        for city, count, imported in listed.values_list("city").annotate(Count("pk"), Max("edition__imported_at"))
    }
    rankings = Ranking.objects.select_related("edition").heads().defer("head").order_by("number")
    drafts = {one.city_id: one for one in rankings.filter(published_on=None)}
    published = {one.city_id: one for one in rankings.filter(published_on__isnull=False)}
    found = []
    for city in City.objects.all():
        shown, (count, newest) = published.get(city.pk), known.get(city.pk, (0, None))
        behind = shown and newest and newest > shown.edition.imported_at
        found.append(
            {
                "city": city,
                "listed": count,
                "published": shown,
                "draft": drafts.get(city.pk),
                "behind": behind,
            }
        )
    return found
