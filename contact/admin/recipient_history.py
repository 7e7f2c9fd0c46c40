"""Who changed where facilities are told, from what to what. If inquiries went to a wrong desk, it says since when.

The lines stand in the admin's history, which the database keeps from being changed. No secret comes into them.
"""

from typing import Any
from urllib.parse import urlsplit

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _

from contact.models import Recipient

LINES = 50


def told_by(recipient: Recipient) -> str:
    ways = [(_("e-mail"), recipient.email), (_("webhook"), _site(recipient.webhook))]
    return _("Told by %(ways)s.") % {"ways": ", ".join(f"{way} {place}" for way, place in ways if place)}


def changed(email: str, webhook: str, now: Recipient) -> str:
    """`email` and `webhook` are what it said before."""
    said = []
    if email != now.email:
        said.append(_("E-mail: from %(before)s to %(now)s.") % _named(email, now.email))
    if webhook != now.webhook:
        sites = _named(_site(webhook), _site(now.webhook))
        said.append(_("Address of the webhook: from %(before)s to %(now)s.") % sites)
    return " ".join(said) or _("Saved without a change.")


def new_secret() -> str:
    return _("A new secret for the webhook. The old one no longer works.")


def turned_off(recipient: Recipient) -> str:
    done = _("Turned off.")
    return f"{done} {told_by(recipient)}"


def history_page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    """Of every facility, those that were turned off too."""
    lines = LogEntry.objects.filter(content_type=ContentType.objects.get_for_model(Recipient)).select_related("user")
    more = {
        "title": _("What was changed, and who changed it"),
        "page_obj": Paginator(lines, LINES).get_page(request.GET.get("page")),
    }
    return TemplateResponse(request, "admin/contact/recipient/changes.html", {**context, **more})


def _named(before: str, now: str) -> dict[str, str]:
    return {"before": before or _("none"), "now": now or _("none")}


def _site(webhook: str) -> str:
    """Without its path, which may be a key."""
    return urlsplit(webhook).netloc
