from typing import Any

from django.contrib import admin
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.choosing import TAGS
from articles.kinds import refresh_tagged
from articles.models import Tag
from review.admin.kit import PublicAdmin
from search.choosing_filter import TypedFilter


class TypedTag(TypedFilter):
    title, parameter_name, of, column = _("tag"), "tag", TAGS, "tags"


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
