"""What a visitor is shown before they agree, made in one place: what is on the page is what is kept as proof."""

from collections.abc import Iterable, Mapping
from hashlib import sha256

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.models import ConsentText
from facilities.models import Facility

# Everything that a visitor may fill in, in the order of the form. `Inquiry.holds` and `Consent.fields` name these.
FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("the name to use"),
    "email": gettext_lazy("your e-mail address"),
    "phone": gettext_lazy("your phone number"),
    "safe_time": gettext_lazy("when it is safe to call"),
    "leave_message": gettext_lazy("whether we may leave a message"),
    "for_whom": gettext_lazy("who it is for"),
    "message": gettext_lazy("your message"),
    "under_18": gettext_lazy("that the person is under 18"),
    "in_danger": gettext_lazy("that someone is in danger"),
}
# Whoever says one of these is not passed on to any facility. The team reads it.
NEVER_SENT = ("under_18", "in_danger")
SENT = tuple(name for name in FIELDS if name not in NEVER_SENT)
# Who the message is for, as the form sends it.
FOR_SOMEONE_ELSE = "someone else"
HEADING = "I give permission to {site} to reach out to facilities on my behalf."
# The same, as they are next to what was written, for those who may read it.
LABELS: dict[str, str | Promise] = {
    "name": gettext_lazy("Name to use"),
    "email": gettext_lazy("E-mail address"),
    "phone": gettext_lazy("Phone number"),
    "safe_time": gettext_lazy("Safe time to call"),
    "leave_message": gettext_lazy("May you leave a message?"),
    "for_whom": gettext_lazy("Who it is for"),
    "message": gettext_lazy("Message"),
    "under_18": gettext_lazy("The person is under 18"),
    "in_danger": gettext_lazy("Someone is in danger"),
}
# What was ticked or chosen is kept as a word of the form's own.
CHOSEN: dict[tuple[str, str], str | Promise] = {
    **{(name, "yes"): gettext_lazy("Yes") for name in ("leave_message", "under_18", "in_danger")},
    ("leave_message", "no"): gettext_lazy("No"),
    ("for_whom", "me"): gettext_lazy("The person who wrote"),
    ("for_whom", FOR_SOMEONE_ELSE): gettext_lazy("Someone else"),
}
RELATIONSHIPS: dict[str, str | Promise] = {
    Facility.Relationship.NONE: gettext_lazy("It pays this site nothing."),
    Facility.Relationship.FLAT_FEE: gettext_lazy("It pays this site a flat fee."),
    Facility.Relationship.AFFILIATE: gettext_lazy("It is affiliated with this site."),
}


def current_text() -> ConsentText:
    """The newest version. A migration made the first, so there always is one."""
    return ConsentText.objects.latest("version")


def heading(text: ConsentText | None) -> str:
    """Without a text (the database is away) the first version's."""
    return _fill(text.heading if text else HEADING, ())


def words(text: ConsentText, fields: Iterable[str]) -> str:
    return _fill(text.words, fields)


def terms(text: ConsentText, fields: Iterable[str]) -> list[tuple[str, str]]:
    """The same words, a line each: what it is about, and what it says of that."""
    return [(lead, rest) for lead, _colon, rest in (one.partition(": ") for one in words(text, fields).splitlines())]


def line(facility: Facility) -> str:
    """A facility as shown at its box: its name, its place, and whether it pays this site."""
    paid = RELATIONSHIPS[facility.relationship]
    return f"{facility}, {facility.postal_city}, {facility.state}. {paid}"


def shown(text: ConsentText, fields: Iterable[str], facility: Facility) -> str:
    """All that a person agrees to when they tick this facility's box."""
    return "\n\n".join((heading(text), words(text, fields), line(facility)))


def lines(said: Mapping[str, str]) -> list[tuple[str | Promise, str]]:
    """What was written, each with its label, in the order of the form."""
    told = ((name, said.get(name, "")) for name in LABELS)
    return [(LABELS[name], str(CHOSEN.get((name, value), value))) for name, value in told if value]


def digest(shown_words: str) -> str:
    return sha256(shown_words.encode()).hexdigest()[:32]


def _fill(template: str, fields: Iterable[str]) -> str:
    """By plain replacement: `str.format` would let a template read attributes."""
    listed = get_text_list([str(FIELDS[name]) for name in FIELDS if name in set(fields)], _("and"))
    values = {
        "site": settings.SITE_NAME,
        "fields": listed,
        "days": str(settings.CONSENT_DAYS),
        "email": settings.SITE_EMAIL,
    }
    for name, value in values.items():
        template = template.replace(f"{{{name}}}", value)
    return template
