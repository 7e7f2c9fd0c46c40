"""For the kit of the admin's pages."""

from collections.abc import Iterable

from django import template
from django.contrib.admin.models import LogEntry

from review.admin.kit import Line

register = template.Library()


@register.filter
def as_lines(entries: Iterable[LogEntry]) -> list[Line]:
    """Django's own history, as lines of the kit's."""
    return [
        Line(one.action_time, one.user.get_full_name() or one.user.get_username(), one.get_change_message())
        for one in entries
    ]
