from typing import Any, cast

from django.contrib import admin
from django.contrib.auth.models import AbstractUser
from django.http import HttpRequest

from review.services import at_once


class PublicAdmin(admin.ModelAdmin[Any]):
    """For what shows on readers' pages as soon as it is saved."""

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        at_once.keep(row=obj, by=cast(AbstractUser, request.user))

    def delete_model(self, request: HttpRequest, obj: Any) -> None:
        at_once.drop(row=obj, by=cast(AbstractUser, request.user))
