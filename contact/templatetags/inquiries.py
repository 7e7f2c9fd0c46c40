"""The form on other apps' pages, which may not import it. Such pages are kept for all readers, and so is the form."""

from typing import Any

from django import template
from django.template import Context

from contact.crypto import keys
from contact.forms import make_form, takes_messages
from facilities.models import Facility

register = template.Library()
SITE = ("site_name", "site_email")


@register.inclusion_tag("components/write_to_facility.html", takes_context=True)
def facility_form(context: Context, facility: Facility) -> dict[str, Any]:
    """On a facility's page. Nothing where it takes no messages, but how to call it."""
    takes = takes_messages(facility)
    form = make_form(facility=facility, kept=True) if takes and keys.is_open() else None
    return _site(context) | {"facility": facility, "takes": takes, "form": form}


def _site(context: Context) -> dict[str, Any]:
    return {name: context.get(name) for name in SITE}
