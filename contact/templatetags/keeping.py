"""What the privacy page says about inquiries. The numbers are the settings', so that the page cannot say others."""

from typing import Any

from django import template
from django.conf import settings

from contact.consent_words import FIELDS, SENT

register = template.Library()


@register.inclusion_tag("components/privacy_inquiries.html")
def how_inquiries_are_kept() -> dict[str, Any]:
    return {
        "sent": [FIELDS[name] for name in SENT],
        "days": settings.INQUIRY_DAYS,
        "days_without": settings.INQUIRY_DAYS_WITHOUT_CONSENT,
        "consent_days": settings.CONSENT_DAYS,
        "link_days": settings.LINK_DAYS,
        "part2": settings.PART2_MODE,
    }
