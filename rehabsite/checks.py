"""System checks of our own."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, register
from django.db import DatabaseError

import guards


@register("guards")
def check_guards(**kwargs: Any) -> list[CheckMessage]:
    """The database's triggers stand as declared. A database that cannot be reached is another check's matter."""
    try:
        return [_of(fault) for fault in guards.missing()]
    except DatabaseError:
        return []


def _of(fault: guards.Fault) -> CheckMessage:
    if fault.code == "undeclared":
        hint = "Find out who made it and what it does, then drop it."
        return Error(f"The database has a trigger that nobody declared: {fault.trigger}.", hint=hint, id="guards.E2")
    hint = "Run manage.py migrate: it makes guards. If nobody of you did this, find out who can write to the database."
    return Error(f"The database's guard {fault.trigger} is {fault.code}.", hint=hint, id="guards.E1")


@register("inquiries", deploy=True)
def check_contact_form(**kwargs: Any) -> list[CheckMessage]:
    """No warning: a site may do without the form."""
    if settings.INQUIRY_PUBLIC_KEY:
        return []
    hint = "Run manage.py make_keys, and read the guide for operators."
    return [Info("INQUIRY_PUBLIC_KEY is not set: the contact form is closed.", hint=hint, id="inquiries.I1")]
