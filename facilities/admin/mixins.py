"""What several pages of this admin share: rows to look at, marks for done, and filters that are typed."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.choosing import CITIES
from search.choosing_filter import TypedFilter

Text = str | Promise


class LookOnly(admin.ModelAdmin[Any]):
    """Pages to look at, for what other verbs make. Nothing is added, typed over or deleted here."""

    made_by: Text = _("The rows of this list are made somewhere else. You cannot add one here.")

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: Any = None) -> Any:
        raise PermissionDenied(str(self.made_by))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def done_or_not(field: str, title: Text, not_yet: Text, done: Text) -> tuple[str, type[Any]]:
    """For `list_filter`: Django's filter for what is empty, in words that say what that means here."""

    class Filter(admin.EmptyFieldListFilter):
        def __init__(self, *args: Any, **options: Any) -> None:
            super().__init__(*args, **options)
            self.title = str(title)

        def choices(self, changelist: Any) -> Iterator[Any]:
            for choice, words in zip(super().choices(changelist), (_("All"), not_yet, done), strict=True):
                yield {**choice, "display": words}

    return field, Filter


class TypedCity(TypedFilter):
    title, parameter_name, of, column = _("city"), "city", CITIES, "city"


class TypedFacilityCity(TypedCity):
    column = "facility__city"
