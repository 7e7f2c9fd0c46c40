"""The list of inquiries and the page of one. Neither shows a word that was typed, until someone opens the words."""

import re
from collections.abc import Sequence
from typing import Any, cast

from django.contrib import admin, messages
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters

from contact import waiting
from contact.admin import steps
from contact.admin.looking import page
from contact.models import Inquiry
from facilities.models import City


class DiscreetAdmin(admin.ModelAdmin[Any]):
    actions = None
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    list_per_page = 50
    may_filter: tuple[str, ...] = ()

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What the filters ask, and nothing else: Django would take any of the row's own columns, seals too."""
        return lookup in self.may_filter


SHORTEST, LETTERS = 4, 16
NOT_IN_REFERENCES = re.compile(r"[^A-Z2-7]")


class WaitsFilter(admin.SimpleListFilter):
    title = _("what waits")
    parameter_name = "waits"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return (("new", _("New")), ("overdue", _("Overdue for an answer")), ("person", _("Needs a person")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
        lists = {"new": waiting.new, "overdue": waiting.overdue, "person": waiting.needing_a_person}
        found = lists.get(self.value() or "")
        return queryset.filter(pk__in=found().values("pk")) if found else queryset


class WhoseFilter(admin.SimpleListFilter):
    title = _("who handles it")
    parameter_name = "whose"

    def lookups(self, request: HttpRequest, model_admin: Any) -> Sequence[tuple[str, Any]]:
        return (("mine", _("Mine, open")), ("nobody", _("No one yet")))

    def queryset(self, request: HttpRequest, queryset: QuerySet[Inquiry]) -> QuerySet[Inquiry]:
        if self.value() == "mine":
            return queryset.filter(pk__in=waiting.mine(cast(AbstractUser, request.user)).values("pk"))
        return queryset.filter(handled_by=None) if self.value() == "nobody" else queryset


class CityFilter(admin.RelatedFieldListFilter):
    """Cities that someone has written from. Django's own filter of this kind reads every inquiry."""

    def field_choices(self, field: Any, request: HttpRequest, model_admin: Any) -> Any:
        there = City.objects.filter(Exists(Inquiry.objects.filter(city=OuterRef("pk"))))
        return [(city.pk, str(city)) for city in there]


@admin.register(Inquiry)
class InquiryAdmin(DiscreetAdmin):
    list_display = ("reference", "state", "needs_person", "received", "town", "handled_by", "allowed", "told")
    list_filter = (WaitsFilter, "state", WhoseFilter, ("city", CityFilter))
    may_filter = ("waits", "state__exact", "whose", "city__id__exact")
    ordering = ("-received_at",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Inquiry]:
        return waiting.for_the_list()

    @admin.display(description=_("received"), ordering="received_at")
    def received(self, inquiry: Inquiry) -> str:
        return date_format(timezone.localtime(inquiry.received_at), "Y-m-d H:i")

    @admin.display(description=_("city"), ordering="city__name")
    def town(self, inquiry: Inquiry) -> str:
        return str(inquiry.city) if inquiry.city else "—"

    @admin.display(description=_("permission"), ordering="permission")
    def allowed(self, inquiry: Inquiry) -> str:
        """In words: a red cross would look like a mistake."""
        return str(_("given")) if inquiry.permission else "—"

    @admin.display(description=_("facilities told"), ordering="told")
    def told(self, inquiry: Any) -> int:
        return int(inquiry.told)

    @admin.display(description=_("needs a person"), ordering="needs_person")
    def needs_person(self, inquiry: Any) -> str:
        return str(_("Needs a person")) if inquiry.needs_person else "—"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Inquiry | None = None) -> bool:
        """Its words are deleted when the person asks, by a step. The row stays as proof."""
        return False

    def get_urls(self) -> list[URLPattern]:
        def wrap(view: Any) -> Any:
            """What is sent stands in no report of an error, wherever the error is."""
            return sensitive_post_parameters()(self.admin_site.admin_view(view))

        one = "<uuid:object_id>"
        return [
            path("find/", wrap(self.find_view), name="contact_inquiry_find"),
            path("team-mail/<int:pk>/", wrap(self.team_mail_view), name="contact_inquiry_team_mail"),
            path(f"{one}/words/", wrap(self.words_view), name="contact_inquiry_words"),
            path(f"{one}/note/", wrap(self.note_view), name="contact_inquiry_note"),
            path(f"{one}/copy/", wrap(self.copy_view), name="contact_inquiry_copy"),
            path(f"{one}/erase/", wrap(self.erase_view), name="contact_inquiry_erase"),
            path(f"{one}/step/<slug:step>/", wrap(self.step_view), name="contact_inquiry_step"),
            *super().get_urls(),
        ]

    def get_search_results(self, request: HttpRequest, queryset: Any, search_term: str) -> tuple[Any, bool]:
        """By the beginning of a reference. What is none, finds nothing."""
        if not search_term:
            return queryset, False
        start = _start_of(search_term)
        return queryset.filter(reference__startswith=start) if start else queryset.none(), False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        more = {
            "title": _("Inquiries"),
            "stuck_alerts": [(letter, steps.why_stuck(letter)) for letter in waiting.stuck_alerts()],
            **(extra_context or {}),
        }
        return super().changelist_view(request, more)

    def change_view(self, request: HttpRequest, object_id: str, form_url: str = "", extra_context: Any = None) -> Any:
        inquiry = self._inquiry(request, object_id)
        return page(self.admin_site, request, inquiry) if _is_get(request) else HttpResponseNotAllowed(["GET"])

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """The access log is the history, and nothing else is."""
        return redirect(f"{_address(self._inquiry(request, object_id))}#access-log")

    def find_view(self, request: HttpRequest) -> HttpResponseBase:
        """Sent as a form, so that what someone puts into the box by mistake gets into no address and no log."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        start = _start_of(request.POST.get("reference", ""))
        found = list(Inquiry.objects.filter(reference__startswith=start).only("pk")[:2]) if start else []
        if len(found) == 1:
            return redirect(_address(found[0]))
        if found:
            return redirect(f"{reverse(waiting.LIST)}?q={start}")
        if not _is_get(request):
            messages.error(request, _("No inquiry has this reference. Four letters from its beginning are enough."))
        return redirect(waiting.LIST)

    def words_view(self, request: HttpRequest, object_id: Any) -> HttpResponseBase:
        return self._post(request, object_id, steps.show_words)

    def note_view(self, request: HttpRequest, object_id: Any) -> HttpResponseBase:
        return self._post(request, object_id, steps.write_note)

    def copy_view(self, request: HttpRequest, object_id: Any) -> HttpResponseBase:
        return self._post(request, object_id, steps.copy)

    def erase_view(self, request: HttpRequest, object_id: Any) -> HttpResponseBase:
        """GET asks, POST deletes."""
        inquiry = self._inquiry(request, object_id, to_change=True)
        return steps.erase(self.admin_site, request, inquiry)

    def step_view(self, request: HttpRequest, object_id: Any, step: str) -> HttpResponseBase:
        if step not in steps.STEPS:
            raise Http404(_("That step does not exist."))
        return self._post(request, object_id, lambda site, request, inquiry: steps.take(request, inquiry, step))

    def team_mail_view(self, request: HttpRequest, pk: int) -> HttpResponseBase:
        if not self.has_change_permission(request):
            raise PermissionDenied
        if not _is_get(request):
            steps.send_team_mail_again(request, pk)
        return redirect(waiting.LIST)

    def _post(self, request: HttpRequest, object_id: Any, step: steps.View) -> HttpResponseBase:
        """A GET comes from someone whose log-in ended, or who wrote the address: it shows the page as it is."""
        inquiry = self._inquiry(request, object_id, to_change=True)
        return redirect(_address(inquiry)) if _is_get(request) else step(self.admin_site, request, inquiry)

    def _inquiry(self, request: HttpRequest, object_id: Any, *, to_change: bool = False) -> Inquiry:
        if not (self.has_change_permission(request) if to_change else self.has_view_permission(request)):
            raise PermissionDenied
        found: Inquiry | None = self.get_object(request, str(object_id))
        if found is None:
            raise Http404(_("That inquiry does not exist."))
        return found


def _start_of(typed: str) -> str:
    """ "ref abcd efgh" is "REF-ABCDEFGH". Empty for what is too short to be meant."""
    letters = NOT_IN_REFERENCES.sub("", typed.strip().upper().replace("0", "O").replace("1", "I"))
    if re.match(r"\s*ref\s*[- ]", typed, re.IGNORECASE) or len(letters) == LETTERS + len("REF"):
        letters = letters.removeprefix("REF")
    return f"REF-{letters}" if SHORTEST <= len(letters) <= LETTERS else ""


def _address(inquiry: Inquiry) -> str:
    return reverse("admin:contact_inquiry_change", args=[inquiry.pk])


def _is_get(request: HttpRequest) -> bool:
    return request.method in ("GET", "HEAD")
