"""The words next to the box: versions to look at, and the next one to write."""

import re
from typing import Any, cast

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget, AdminTextInputWidget
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _

from contact import consent_words
from contact.admin.inquiries import DiscreetAdmin
from contact.models import ConsentText
from contact.services.consenting import new_text
from review.refusals import Refused

PLACES = ("site", "fields", "days", "email")
# What a permission is worth nothing without: who asks, what is sent, until when.
NEEDED = {"heading": ("site",), "words": ("fields", "days")}


class TextForm(forms.Form):
    after = forms.IntegerField(widget=forms.HiddenInput)
    heading = forms.CharField(
        max_length=300,
        label=_("Next to the box"),
        help_text=_("Write {site} where the site’s name should go."),
        widget=AdminTextInputWidget(attrs={"size": 80}),
    )
    words = forms.CharField(
        max_length=5000,
        label=_("Under it"),
        help_text=_(
            "Say what is sent, who gets it, why, and until when. The site fills in {site}, {fields}, {days} and "
            "{email}."
        ),
        widget=AdminTextareaWidget(attrs={"rows": 16}),
    )

    def clean_heading(self) -> str:
        return self._checked("heading")

    def clean_words(self) -> str:
        return self._checked("words")

    def _checked(self, name: str) -> str:
        text: str = self.cleaned_data[name].replace("\r\n", "\n")
        if unknown := [place for place in re.findall(r"\{(.*?)\}", text) if place not in PLACES]:
            raise forms.ValidationError(_("The site does not fill in {%(place)s}.") % {"place": unknown[0]})
        if missing := [place for place in NEEDED[name] if f"{{{place}}}" not in text]:
            raise forms.ValidationError(_("{%(place)s} has to be here.") % {"place": missing[0]})
        return text


@admin.register(ConsentText)
class ConsentTextAdmin(DiscreetAdmin):
    """A version is never changed, used or not: the next one is written upon it."""

    list_display = ("version", "heading", "made_at", "agreed")
    fields = readonly_fields = ("version", "heading", "words", "as_shown", "made_at", "agreed")

    def get_queryset(self, request: HttpRequest) -> QuerySet[ConsentText]:
        return ConsentText.objects.annotate(agreements=Count("consents"))

    @admin.display(description=_("times agreed to"))
    def agreed(self, text: Any) -> int:
        return int(text.agreements)

    @admin.display(description=_("as visitors see it"))
    def as_shown(self, text: ConsentText) -> str:
        return _shown(text)

    def has_change_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ConsentText | None = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> Any:
        return super().changelist_view(request, {"title": _("Words next to the box"), **(extra_context or {})})

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            current = consent_words.current_text()
            first = {"after": current.version, "heading": current.heading, "words": current.words}
            return self._page(request, TextForm(initial=first))
        form = TextForm(request.POST)
        if not form.is_valid():
            return self._page(request, form, status=422)
        given = form.cleaned_data
        if "_preview" in request.POST:
            text = ConsentText(heading=given["heading"], words=given["words"])
            shown = {"heading": consent_words.heading(text), "terms": consent_words.terms(text, consent_words.SENT)}
            return self._page(request, form, shown=shown)
        try:
            with transaction.atomic():
                text = new_text(**given, by=cast(AbstractUser, request.user))
                self.log_addition(request, text, _("Version %d is what visitors see from now on.") % text.version)
        except Refused as refused:
            form.add_error(None, refused.as_error())
            return self._page(request, form, status=409)
        messages.success(request, _("Version %d is what visitors see from now on.") % text.version)
        return redirect("admin:contact_consenttext_changelist")

    def _page(self, request: HttpRequest, form: TextForm, *, status: int = 200, shown: Any = None) -> HttpResponse:
        context = {
            **self.admin_site.each_context(request),
            "title": _("Write the next version"),
            "opts": self.opts,
            "form": form,
            "shown": shown,
        }
        return TemplateResponse(request, "admin/contact/consenttext/write.html", context, status=status)


def _shown(text: ConsentText) -> str:
    """As for a visitor who filled in everything."""
    return f"{consent_words.heading(text)}\n\n{consent_words.words(text, consent_words.SENT)}"
