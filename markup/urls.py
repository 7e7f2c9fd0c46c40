"""The addresses that django-markdownx's script asks, answered by our own views; and our pictures."""

from django.urls import path

from markup import pictures, views

urlpatterns = [
    path("markdownx/markdownify/", views.markdownify, name="markdownx_markdownify"),
    path("markdownx/paste/", views.paste, name="markdownx_paste"),
    path("markdownx/describe/", views.describe, name="markdownx_describe"),
    path("markdownx/upload/", views.upload, name="markdownx_upload"),
    path(f"{pictures.ADDRESS[1:]}<str:file>", views.picture, name="picture"),
]
