from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from facilities.models import City
from facilities.services.cities import delete_city, hanging_on, save_city


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
