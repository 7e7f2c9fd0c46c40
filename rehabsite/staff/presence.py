"""Whether the person who logged in still sits there: an idle log-in ends, and a heavy step asks again."""

from collections.abc import Callable
from time import time
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.messages.middleware import MessageMiddleware
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme, urlencode

from rehabsite.staff.roles import ROLES

SEEN, PROVED = "seen_at", "proved_at"
LATER = 60  # seconds between two notes that someone is there, so that not each page writes a row
FRESH = 10 * 60  # seconds for which a log-in is enough for a heavy step
ROOMS = ("/admin/", "/markdownx/")
# What a stranger at an open desk could do most harm with: words of visitors that leave, words that go, and who may in.
HEAVY = frozenset(
    {
        *("contact_inquiry_copy", "contact_inquiry_erase"),
        *("rehabsite_user_add", "rehabsite_user_change", "rehabsite_user_sign_in", "authenticator"),
    }
)
WATCHED = ("intake", "site-manager")


class IdleTimeout:
    """Ends the log-in of whoever may read inquiries or look after log-ins, after a time without a page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.path_info.startswith(ROOMS) and request.user.is_authenticated and _is_watched(request.user):
            seen, now = request.session.get(SEEN), time()
            if seen is not None and now - seen > settings.IDLE_MINUTES * 60:
                logout(request)
            elif seen is None or now - seen > LATER:
                request.session[SEEN] = now
        return self.get_response(request)


class StaffMessages(MessageMiddleware):
    """Django's, where staff work. No reader's page says anything in that way."""

    def process_request(self, request: HttpRequest) -> None:
        if request.path_info.startswith(ROOMS):
            super().process_request(request)


def prove(request: HttpRequest) -> None:
    """They have just given password and code."""
    request.session[PROVED] = request.session[SEEN] = time()


def proved_lately(request: HttpRequest) -> bool:
    return bool(time() - request.session.get(PROVED, 0) < FRESH)


def ask_again(request: HttpRequest, view: str | None) -> HttpResponseBase | None:
    """To the page that asks for password and code, if the step is heavy and the last time was too long ago."""
    if view not in HEAVY or proved_lately(request):
        return None
    return redirect(f"{reverse('admin:again')}?{urlencode({'next': _way_back(request)})}")


def safe(request: HttpRequest, address: str) -> str:
    """An address of the admin to go on to; its first page for anything that is none."""
    is_ours = url_has_allowed_host_and_scheme(address, allowed_hosts=None) and address.startswith("/admin/")
    return address if is_ours else reverse("admin:index")


def _way_back(request: HttpRequest) -> str:
    """A form is sent again by whoever sent it, from the page that it is on."""
    return request.path if request.method == "GET" else urlsplit(request.headers.get("Referer", "")).path


def _is_watched(user: Any) -> bool:
    groups = [ROLES[role].group for role in WATCHED]
    return bool(user.is_superuser or user.groups.filter(name__in=groups).exists())
