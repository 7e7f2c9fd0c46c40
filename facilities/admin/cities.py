from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from facilities.kinds import CITIES
from facilities.models import City
from facilities.services.city_places import assign_cities
from search.services import refresh


@admin.register(City)
class CityAdmin(admin.ModelAdmin[City]):
    list_display = ("name", "state", "slug")

    def has_delete_permission(self, request: HttpRequest, obj: City | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        super().save_model(request, obj, form, change)
        refresh(CITIES, obj.pk)
        assign_cities()
