"""Where to get help now. First on every page, in this order."""

from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class HelpLine:
    name: str | Promise
    number: str
    href: str
    what: str | Promise


# Source: samhsa.gov/find-help/national-helpline and 988lifeline.org.
CHECKED_ON = date(2026, 11, 1)
HELP_LINES = (
    HelpLine(_("Overdose"), "911", "tel:911", _("Call at once. Give naloxone if you have it, and stay.")),
    HelpLine(_("Crisis"), "988", "tel:988", _("Suicide and Crisis Lifeline. Call or text, day and night.")),
    HelpLine(
        _("Find treatment"),
        "1-800-662-4357",
        "tel:+18006624357",
        _("SAMHSA’s helpline. Free, private, day and night, English and Spanish."),
    ),
)
