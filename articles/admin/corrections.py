from django import forms
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.admin.doors import LiveArticle
from articles.models import Correction
from review.admin.kit import PublicAdmin


class CorrectionForm(forms.ModelForm[Correction]):
    """Only what readers see can have been corrected."""

    article = LiveArticle(_("Paste the page’s address, or start typing and pick it."))

    class Meta:
        model = Correction
        fields = ("article", "corrected_on", "was", "now")
        widgets = {"corrected_on": forms.DateInput({"type": "date"}, format="%Y-%m-%d")}


@admin.register(Correction)
class CorrectionAdmin(PublicAdmin):
    form = CorrectionForm
    list_display = ("page", "corrected_on", "was", "now")

    @admin.display(description=_("article"))
    def page(self, correction: Correction) -> str:
        live = correction.article.live_revision
        return live.title if live else str(correction.article)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Correction]:
        return super().get_queryset(request).select_related("article__live_revision")
