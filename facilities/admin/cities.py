"""Cities, and what their pages say under "Tonight"."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from facilities.models import City, Tonight
from facilities.services.cities import delete_city, hanging_on, save_city
from review.admin.kit import PublicAdmin


@admin.register(City)
class CityAdmin(admin.ModelAdmin[City]):
    list_display = ("name", "state", "slug", "hidden")

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        save_city(city=obj, by=request.user)  # type: ignore[arg-type]

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        """Django's would name the facilities, which stay."""
        return [str(city) for city in objs], {}, set(), [name for city in objs for name in hanging_on(city)]

    def delete_model(self, request: HttpRequest, obj: City) -> None:
        delete_city(city=obj, by=request.user)  # type: ignore[arg-type]


@admin.register(Tonight)
class TonightAdmin(PublicAdmin):
    """Shown on the pages of cities and towns as soon as it is saved."""

    list_display = ("place", "kind", "title", "checked_on")
    list_select_related = ("city",)

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        if isinstance(db_field, models.DateField):
            kwargs["widget"] = forms.DateInput({"type": "date"}, "%Y-%m-%d")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description=_("place"))
    def place(self, row: Tonight) -> str:
        return str(row.city or row.state)
