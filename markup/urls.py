"""The addresses that django-markdownx's script asks, answered by our own views; and our pictures."""

from django.urls import path

from markup import pictures, views

urlpatterns = [
    path("markdownx/markdownify/", views.markdownify, name="markdownx_markdownify"),
    path("markdownx/upload/", views.upload, name="markdownx_upload"),
    path(f"{pictures.ADDRESS[1:]}<str:file>", views.picture, name="picture"),
]
