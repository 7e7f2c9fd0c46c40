"""System checks of our own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.db import DatabaseError

from rehabsite import guards


@register("guards")
def check_guards(**kwargs: Any) -> list[CheckMessage]:
    """The database's triggers stand. A database that cannot be reached is another check's matter."""
    try:
        missing = guards.missing()
    except DatabaseError:
        return []
    return [
        Error(f"The database lost its guard {name}.", hint="Run manage.py migrate: it makes guards.", id="guards.E1")
        for name in missing
    ]


@register("inquiries", deploy=True)
def check_contact_form(**kwargs: Any) -> list[CheckMessage]:
    """No warning: a site may do without the form."""
    if settings.INQUIRY_PUBLIC_KEY:
        return []
    hint = "Run manage.py make_keys, and read the guide for operators."
    return [Info("INQUIRY_PUBLIC_KEY is not set: the contact form is closed.", hint=hint, id="inquiries.I1")]
