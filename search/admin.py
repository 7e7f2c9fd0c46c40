from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from search import redirects
from search.models import Redirect, Synonym
from search.services import delete_synonym, save_synonym
from search.words import fold


class SynonymForm(forms.ModelForm[Synonym]):
    def clean_typed(self) -> str:
        typed: str = self.cleaned_data["typed"]
        if not fold(typed):
            raise ValidationError(_("Write at least one letter or digit."), code="no-word")
        if Synonym.objects.filter(folded=fold(typed)).exclude(pk=self.instance.pk).exists():
            raise ValidationError(
                _("This is already in the table, perhaps with different punctuation or capital letters."), code="twice"
            )
        return typed

    def clean_page(self) -> str:
        page: str = self.cleaned_data["page"]
        if page and not page.startswith("/"):
            raise ValidationError(
                _("Write the address without the site, as in /articles/no-insurance/"), code="address"
            )
        return page


@admin.register(Synonym)
class SynonymAdmin(admin.ModelAdmin[Synonym]):
    """What is saved here counts for the next search. Switch a row off and say why, rather than deleting it."""

    form = SynonymForm
    list_display = ("typed", "language", "reason", "means", "page", "first", "is_on")
    list_filter = ("language", "reason", "first", "is_on")
    search_fields = ("typed", "folded", "means", "page")

    def save_model(self, request: HttpRequest, obj: Synonym, form: Any, change: bool) -> None:
        save_synonym(synonym=obj, by=cast(AbstractUser, request.user))

    def delete_model(self, request: HttpRequest, obj: Synonym) -> None:
        delete_synonym(synonym=obj, by=cast(AbstractUser, request.user))


class RedirectForm(forms.ModelForm[Redirect]):
    def clean(self) -> dict[str, Any]:
        """Saving asks again. Here it is said next to the field."""
        found = super().clean() or self.cleaned_data
        if "old" in found and "leads_to" in found:
            try:
                found["old"], found["leads_to"] = redirects.check(
                    found["old"], found["leads_to"], but=self.instance.pk
                )
            except redirects.WrongAddress as wrong:
                self.add_error(wrong.field, ValidationError(str(wrong), code=wrong.code))
        return found


@admin.register(Redirect)
class RedirectAdmin(admin.ModelAdmin[Redirect]):
    """Where addresses lead that have no page any longer. An article that is renamed keeps its old ones by itself."""

    form = RedirectForm
    list_display = ("old", "leads_to", "made_by", "made_at")
    list_filter = ("made_by",)
    list_per_page = 50
    show_full_result_count = False
    search_fields = ("old", "leads_to")
    fields = ("old", "leads_to", "made_by", "made_at")
    readonly_fields = ("made_by", "made_at")

    def save_model(self, request: HttpRequest, obj: Redirect, form: Any, change: bool) -> None:
        redirects.save(redirect=obj, by=cast(AbstractUser, request.user))

    def delete_model(self, request: HttpRequest, obj: Redirect) -> None:
        redirects.delete(redirect=obj, by=cast(AbstractUser, request.user))
