from copy import copy
from typing import Any, cast

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _

from facilities.admin.mixins import done_or_not
from facilities.admin.page_field import FacilityField
from markup.rendering import render as as_html
from programs.admin.proposal_forms import ProgramWordsForm
from programs.admin.proposal_page import WordsAdmin
from programs.kinds import PROGRAMS
from programs.models import Phase, Program, ProgramPhase
from programs.proposal_fields import PROGRAM_FIELDS, Words
from programs.services.proposals import Target
from programs.views.programs import program_context
from search.services import refresh

PLACE = ("name", "slug", "setting", "city", "facility", "invented")


class PlaceForm(forms.ModelForm[Program]):
    facility = FacilityField(required=False, help_text=Program._meta.get_field("facility").help_text)

    class Meta:
        model = Program
        fields = PLACE


@admin.register(Program)
class ProgramAdmin(WordsAdmin):
    """A program's place (name, setting, city, facility) is set at once; its words are proposed and reviewed."""

    list_display = ("name", "setting", "city", "newest", "published_on", "next_review_due")
    list_filter = (
        "city",
        "setting",
        done_or_not("published_on", _("publication"), _("Not yet"), _("Published")),
    )
    list_select_related = ("city",)
    search_fields = ("name", "slug", "summary")
    form = PlaceForm
    fields = PLACE

    def get_readonly_fields(self, request: HttpRequest, obj: Program | None = None) -> tuple[str, ...]:
        """An address that readers may have kept does not change."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Program | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}

    def get_urls(self) -> list[URLPattern]:
        place = self.admin_site.admin_view(self.place_view)
        return [path("<path:object_id>/place/", place, name="programs_program_place"), *super().get_urls()]

    def place_view(self, request: HttpRequest, object_id: str) -> Any:
        """Django's own form, for what is no medical word."""
        title = _("Name, setting and place")
        return admin.ModelAdmin.change_view(self, request, object_id, "", {"title": title, "heading": title})

    def save_model(self, request: HttpRequest, obj: Program, form: Any, change: bool) -> None:
        if change:
            obj.save(update_fields=[name for name in PLACE if name != "slug"])
        else:
            obj.save()
        refresh(PROGRAMS, obj.pk)

    def response_add(self, request: HttpRequest, obj: Program, post_url_continue: str | None = None) -> HttpResponse:
        """On to its words: without them there is nothing to show."""
        return redirect("admin:programs_program_change", obj.pk)

    def form_for(self, words: Words, data: Any, base: int) -> ProgramWordsForm:
        return ProgramWordsForm.from_words(words, data, base)

    def preview(self, request: HttpRequest, target: Target, words: Words) -> HttpResponse:
        program = copy(cast(Program, target))
        for name in PROGRAM_FIELDS:
            setattr(program, name, words[name])
        parts = [_part(program, phase, words["phases"][phase.slug]) for phase in Phase.objects.all()]
        context = {**program_context(program, parts), "preview": True}
        return render(request, "programs/program.html", context)


def _part(program: Program, phase: Phase, part: dict[str, str]) -> ProgramPhase:
    return ProgramPhase(program=program, phase=phase, html=as_html(part["description"]).html, **part)
