"""What every template may use. Nothing here may look at cookies: readers' pages are cached for all."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.encoding import escape_uri_path

from rehabsite.help_lines import CHECKED_ON, HELP_LINES


def site(request: HttpRequest) -> dict[str, Any]:
    page = request.GET.get("page", "")
    query = f"?page={page}" if page.isdecimal() and page != "1" else ""
    return {
        "site_name": settings.SITE_NAME,
        "site_url": settings.SITE_URL,
        "site_email": settings.SITE_EMAIL,
        "help_lines": HELP_LINES,
        "help_lines_checked_on": CHECKED_ON,
        "canonical": f"{settings.SITE_URL}{escape_uri_path(request.path)}{query}",
    }
