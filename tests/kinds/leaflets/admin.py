from django.contrib import admin

from tests.kinds.leaflets.models import Leaflet

admin.site.register(Leaflet)
