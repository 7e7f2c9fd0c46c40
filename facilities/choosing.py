"""Facilities and cities, as they are chosen by typing."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from facilities.models import City, Facility
from search.choosing import Choosable, by_columns, choosable


def _facility(facility: Any) -> str:
    name = " ".join(filter(None, (facility.name1, facility.name2)))
    return f"{name}, {facility.street1}, {facility.postal_city} {facility.state} {facility.zip}"


FACILITIES = choosable(
    Choosable(
        name="facility",
        one=_("facility"),
        rows=lambda: Facility.objects.public().order_by("name1", "pk"),
        matching=by_columns("name1", "name2", "street1", "postal_city", "state", "zip", "slug"),
        right="facilities.view_facility",
        said=lambda facility: facility.slug,
        label=_facility,
        few=0,
    )
)
CITIES = choosable(
    Choosable(
        name="city",
        one=_("city"),
        rows=lambda: City.objects.order_by("name", "pk"),
        matching=by_columns("name", "state", "slug", "postal_names"),
        right="facilities.view_city",
        said=lambda city: f"{city.name}, {city.state}",
    )
)
