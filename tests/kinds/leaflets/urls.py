from django.urls import path

from tests.kinds.leaflets import views

urlpatterns = [path("leaflets/<slug:slug>/", views.leaflet, name="leaflet")]
