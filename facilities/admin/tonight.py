from django import forms
from django.contrib import admin
from django.http import HttpRequest

from facilities.models import Tonight
from search.services import public_changed


@admin.register(Tonight)
class TonightAdmin(admin.ModelAdmin[Tonight]):
    """Shown on the pages of cities and towns as soon as it is saved."""

    list_display = ("place", "kind", "title", "checked_on")
    list_select_related = ("city",)
    formfield_overrides = {
        Tonight._meta.get_field("checked_on").__class__: {"widget": forms.DateInput({"type": "date"}, "%Y-%m-%d")}
    }

    @admin.display(description="place")
    def place(self, row: Tonight) -> str:
        return str(row.city or row.state)

    def save_model(self, request: HttpRequest, obj: Tonight, form: object, change: bool) -> None:
        super().save_model(request, obj, form, change)
        public_changed()

    def delete_model(self, request: HttpRequest, obj: Tonight) -> None:
        super().delete_model(request, obj)
        public_changed()
