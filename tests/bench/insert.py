"""The barest Django view that stores a row and answers when it is durable: what a message could cost at least."""

import os
from typing import Any
from uuid import uuid4

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rehabsite.settings")
django.setup()

from django.conf import settings  # noqa: E402 (Django first)
from django.contrib.sessions.models import Session  # noqa: E402
from django.core.handlers.wsgi import WSGIHandler  # noqa: E402
from django.http import HttpRequest, HttpResponse  # noqa: E402
from django.urls import path  # noqa: E402
from django.utils import timezone  # noqa: E402


def store(request: HttpRequest) -> HttpResponse:
    Session.objects.create(session_key=uuid4().hex, session_data=request.POST["message"], expire_date=timezone.now())
    return HttpResponse("stored")


urlpatterns: list[Any] = [path("<path:anything>", lambda request, anything: store(request))]
settings.ROOT_URLCONF, settings.MIDDLEWARE = __name__, []
application = WSGIHandler()
