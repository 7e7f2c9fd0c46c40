from django.contrib import admin

from articles.models import Wording
from review.admin.kit import PublicAdmin


@admin.register(Wording)
class WordingAdmin(PublicAdmin):
    list_display = ("avoid", "instead", "kind")
    list_filter = ("kind",)
    search_fields = ("avoid", "instead")
