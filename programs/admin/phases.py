from django.contrib import admin
from django.http import HttpRequest

from programs.models import Phase


@admin.register(Phase)
class PhaseAdmin(admin.ModelAdmin[Phase]):
    """To look at. The text is medical, so it changes only where a second person reviews it."""

    list_display = ("position", "name", "also_called", "summary")
    fields = ("position", "slug", "name", "also_called", "summary", "body")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Phase | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Phase | None = None) -> bool:
        return False
