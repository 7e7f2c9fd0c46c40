from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext_lazy as _

from facilities.admin.mixins import TypedCity
from facilities.choosing import CITIES, FACILITIES
from programs.admin.words import PreviewedAdmin
from programs.forms import ProgramWordsForm
from programs.models import Program
from programs.services.places import CHANGE, PLACE, save_place
from programs.views.programs import program_context
from review.admin.reviewed import ReviewedAdmin
from search.choosing_fields import ChosenField


class PlaceForm(forms.ModelForm[Program]):
    city = ChosenField(CITIES, required=False, help_text=Program._meta.get_field("city").help_text)
    facility = ChosenField(FACILITIES, required=False, help_text=Program._meta.get_field("facility").help_text)

    class Meta:
        model = Program
        fields = PLACE


@admin.register(Program)
class ProgramAdmin(PreviewedAdmin):
    """A program's place (name, setting, city, facility) is set at once; its words are reviewed."""

    words_form = ProgramWordsForm
    list_display = ("title", "setting", "city", "where", "next_review_due")
    list_filter = (*ReviewedAdmin.list_filter, TypedCity, "setting")
    list_select_related = ("city",)
    form = PlaceForm
    fields = PLACE
    readers_template = "programs/program.html"

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple[str, ...]:
        """An address that readers may have kept does not change."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Program | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    def get_urls(self) -> list[URLPattern]:
        place = self.admin_site.admin_view(self.place_view)
        return [path("<path:object_id>/place/", place, name="programs_program_place"), *super().get_urls()]

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        """First its place, by Django's own form; its words come after."""
        return admin.ModelAdmin.add_view(self, request, form_url, extra_context)

    def place_view(self, request: HttpRequest, object_id: str) -> Any:
        """Django's own form, for what is no medical word."""
        if not request.user.has_perm(CHANGE):
            raise PermissionDenied
        title = _("Name, setting and place")
        return admin.ModelAdmin.change_view(self, request, object_id, "", {"title": title, "heading": title})

    def save_model(self, request: HttpRequest, obj: Program, form: Any, change: bool) -> None:
        save_place(program=obj, by=cast(AbstractUser, request.user))

    def response_add(self, request: HttpRequest, obj: Program, post_url_continue: str | None = None) -> HttpResponse:
        """On to its words: without them there is nothing to show."""
        return redirect("admin:programs_program_change", obj.pk)

    def readers_context(self, subject: Any) -> dict[str, Any]:
        return program_context(subject, subject.parts)

    def besides(self, subject: Any) -> dict[str, Any]:
        return {"place_url": reverse("admin:programs_program_place", args=[subject.pk])}
