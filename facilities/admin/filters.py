from django.utils.translation import gettext_lazy as _

from facilities.choosing import CITIES
from search.choosing_filter import TypedFilter


class TypedCity(TypedFilter):
    title, parameter_name, of, column = _("city"), "city", CITIES, "city"


class TypedFacilityCity(TypedCity):
    column = "facility__city"
