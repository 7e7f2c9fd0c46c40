from django.urls import path

from programs import views

urlpatterns = [
    path("phases/", views.phase_list, name="phases"),
    path("phases/<slug:slug>/", views.phase, name="phase"),
    path("cities/", views.city_list, name="cities"),
    path("cities/<slug:slug>/", views.city, name="city"),
]
