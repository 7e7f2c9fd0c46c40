from typing import Any, cast

from django import forms
from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from review.models import Person
from review.refusals import Refused
from review.services.people import LOG_INS, refuse_look_alike, remove_person, save_person


class PersonForm(forms.ModelForm[Person]):
    proved = False  # whoever sits there gave password and code a moment ago

    def clean_user(self) -> Any:
        """Who signs under a name is a heavy step. It is said here, where nothing that was typed is lost."""
        if "user" in self.changed_data and not self.proved:
            raise ValidationError(
                format_html(
                    '{} <a href="{}" target="_blank">{}</a>',
                    _("Is it still you? Log in again, then save this page."),
                    f"{reverse('admin:again')}?{urlencode({'next': reverse('admin:index')})}",
                    _("Log in again in a new tab"),
                ),
                code="prove-again",
            )
        return self.cleaned_data["user"]

    def clean(self) -> dict[str, Any] | None:
        """Says so in the form, where the name can be changed; saving asks again."""
        cleaned = super().clean()
        if "name" in self.changed_data and self.cleaned_data.get("name"):
            try:
                refuse_look_alike(Person(pk=self.instance.pk, name=self.cleaned_data["name"]))
            except Refused as refused:
                self.add_error("name", refused.as_error())
        return cleaned


@admin.register(Person)
class PersonAdmin(admin.ModelAdmin[Person]):
    list_display = ("name", "credentials", "user", "invented")
    search_fields = ("name",)
    fields = ("name", "slug", "credentials", "credentials_url", "bio", "conflicts", "invented", "user")
    form = PersonForm

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change=change, **kwargs)
        return type(form.__name__, (form,), {"proved": getattr(request, "proved_lately", False)})

    def save_model(self, request: HttpRequest, obj: Person, form: Any, change: bool) -> None:
        save_person(person=obj, by=cast(AbstractUser, request.user))

    def delete_model(self, request: HttpRequest, obj: Person) -> None:
        remove_person(person=obj, by=cast(AbstractUser, request.user))

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_readonly_fields(self, request: HttpRequest, obj: Person | None = None) -> tuple[str, ...]:
        """Who may sign under which name is a site manager's matter."""
        slug = ("slug",) if obj else ()
        return slug if request.user.has_perm(LOG_INS) else (*slug, "user")

    def get_prepopulated_fields(self, request: HttpRequest, obj: Person | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}
