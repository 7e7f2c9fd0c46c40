from django.urls import path

from programs.views import cities, phases

urlpatterns = [
    path("phases/", phases.phase_list, name="phases"),
    path("phases/<slug:slug>/", phases.phase, name="phase"),
    path("cities/", cities.city_list, name="cities"),
    path("cities/<slug:slug>/", cities.city, name="city"),
]
