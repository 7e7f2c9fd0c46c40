from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.translation import gettext as _

from programs.admin.words import PreviewedAdmin
from programs.forms import PhaseWordsForm
from programs.models import Phase
from programs.views.phases import phase_context


@admin.register(Phase)
class PhaseAdmin(PreviewedAdmin):
    """Five rows for good. Their words are medical, so they change only where a second person reviews them."""

    words_form = PhaseWordsForm
    list_display = ("title", "where", "next_review_due")
    ordering = ("position",)
    readers_template = "programs/phase.html"

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        raise PermissionDenied(_("There are always five phases. You can change their words, but you cannot add one."))

    def readers_context(self, subject: Any) -> dict[str, Any]:
        return phase_context(subject, Phase.objects.all())
