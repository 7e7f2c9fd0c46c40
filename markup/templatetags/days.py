"""`{% day article.published_on %}`: a day, for people and for machines."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import get_language

register = template.Library()


@register.simple_tag
def day(on: date | None) -> SafeString | str:
    """Of a moment, the day here."""
    if on is None:
        return ""
    return _day(localtime(on).date() if isinstance(on, datetime) else on, get_language())


@lru_cache(maxsize=2000)
def _day(on: date, _language: str | None) -> SafeString:
    return format_html('<time datetime="{}">{}</time>', on.isoformat(), date_format(on))
