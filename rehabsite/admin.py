"""Log-ins, in the admin."""

from typing import Any

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from rehabsite.models import User


@admin.register(User)
class StaffAdmin(UserAdmin):
    """Log-ins. Only somebody who has every right may give every right."""

    list_display = ("username", "first_name", "last_name", "roles", "is_active", "last_login")
    list_filter = ("is_active", "groups")
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password")}),
        (_("Who"), {"fields": ("first_name", "last_name", "email")}),
        (_("May"), {"fields": ("is_active", "is_staff", "groups", "is_superuser")}),
    )

    @admin.display(description=_("roles"))
    def roles(self, user: User) -> str:
        return ", ".join(group.name for group in user.groups.all()) or "—"

    def get_queryset(self, request: HttpRequest) -> Any:
        return super().get_queryset(request).prefetch_related("groups")

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> Any:
        all_rights = isinstance(request.user, User) and request.user.is_superuser
        return () if all_rights else ("is_superuser",)

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        all_rights = isinstance(request.user, User) and request.user.is_superuser
        return super().has_change_permission(request, obj) and (all_rights or not (obj and obj.is_superuser))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Log-ins are switched off, not deleted: what they saved and signed keeps its name."""
        return False
