"""What the privacy pages say, taken from the code that keeps it: no one can edit these facts into something else."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from contact.consent_words import FIELDS, SENT
from rehabsite.staff.roles import ROLES

READS_INQUIRIES = "contact.view_inquiry"


@dataclass(frozen=True)
class Change:
    on: date
    what: str | Promise


# Newest first. Whoever changes what is kept, or who gets it, adds a row: readers see when, and what.
CHANGES = (
    Change(
        date(2026, 11, 29),
        _("New here: our team may write notes about a message. They are encrypted and deleted with it."),
    ),
    Change(
        date(2026, 11, 28),
        _(
            "We never pass messages to a place that pays us. Error reports hold nothing about you. New here: who runs "
            "this site, what we do after a data leak, how long backups last, and no health facts of others passed on."
        ),
    ),
    Change(date(2026, 11, 1), _("The first version.")),
)


def facts() -> dict[str, Any]:
    """For every page that says what is kept."""
    return {
        "changes": CHANGES,
        "since": CHANGES[0].on,
        "operator_name": settings.OPERATOR_NAME,
        "operator_address": settings.OPERATOR_ADDRESS,
        "fields": list(FIELDS.values()),
        "sent": [FIELDS[name] for name in SENT],
        "backup_days": settings.BACKUP_DAYS,
        "staff_cookies": (settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME),
        "readers_of_inquiries": [role.group for role in ROLES.values() if READS_INQUIRIES in role.permissions],
    }
