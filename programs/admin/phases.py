from copy import copy
from typing import Any, cast

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from markup.rendering import render as as_html
from programs.admin.proposal_forms import PhaseWordsForm
from programs.admin.proposal_page import WordsAdmin
from programs.models import Phase
from programs.proposal_fields import PHASE_FIELDS, Words
from programs.services.proposals import Target
from programs.views.phases import phase_context


@admin.register(Phase)
class PhaseAdmin(WordsAdmin):
    """Five rows for good. Their words are medical, so they change only where a second person reviews them."""

    list_display = ("name", "also_called", "newest", "reviewed_on", "next_review_due")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Phase | None = None) -> bool:
        return False

    def form_for(self, words: Words, data: Any, base: int) -> PhaseWordsForm:
        return PhaseWordsForm.from_words(words, data, base)

    def preview(self, request: HttpRequest, target: Target, words: Words) -> HttpResponse:
        phase = copy(cast(Phase, target))
        for name in PHASE_FIELDS:
            setattr(phase, name, words[name])
        phase.html = as_html(phase.body).html
        return render(request, "programs/phase.html", {**phase_context(phase), "preview": True})
