"""What every template may use. Nothing here may look at cookies: readers' pages are cached for all."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from articles.services.cards import site_card


def site(request: HttpRequest) -> dict[str, Any]:
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    canonical = f"{settings.SITE_URL}{escape_uri_path(request.path)}{query}"
    _, first, *rest = request.path.split("/", 2)
    return {
        # Where the main links say that one is: at the beginning of a part of the site, or somewhere in it.
        "section": f"{first}/{'…' if any(rest) else ''}",
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_email": settings.SITE_EMAIL,
        "has_health_policy": settings.CONSUMER_HEALTH_POLICY,
        "canonical": canonical,
        "site_card": site_card,  # called by those templates alone that show it
        # As short as it can be typed from paper.
        "printed_address": canonical.partition("://")[2],
    }
