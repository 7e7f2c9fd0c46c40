"""Beside articles: people, tags, wordings, corrections."""

from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.choosing import LIVE_ARTICLES
from articles.kinds import refresh_tagged
from articles.models import Correction, Tag, Wording
from review.services import at_once
from search.choosing_fields import ChosenField


class PublicAdmin(admin.ModelAdmin[Any]):
    """For what shows on readers' pages as soon as it is saved."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        at_once.keep(row=obj, by=cast(AbstractUser, request.user))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        at_once.drop(row=obj, by=cast(AbstractUser, request.user))


@admin.register(Tag)
class TagAdmin(PublicAdmin):
    list_display = ("name", "slug", "description")
    search_fields = ("name",)
    fields = ("name", "slug", "description")

    def save_model(self, request: HttpRequest, obj: Tag, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        refresh_tagged(obj)

    def get_readonly_fields(self, request: HttpRequest, obj: Tag | None = None) -> tuple[str, ...]:
        """An address that readers may have kept does not change."""
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Tag | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Wording)
class WordingAdmin(PublicAdmin):
    list_display = ("avoid", "instead", "kind")
    list_filter = ("kind",)
    search_fields = ("avoid", "instead")


class CorrectionForm(forms.ModelForm[Correction]):
    """Only what readers see can have been corrected."""

    article = ChosenField(
        LIVE_ARTICLES,
        wrong=_("There is no live article at this address. Copy the address from the page itself."),
        label=_("Article"),
        help_text=_("Paste the page’s address, or begin to type and pick it."),
    )

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
