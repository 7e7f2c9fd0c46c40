"""What a visitor is shown before they agree, made in one place: what stands on the page is what is kept as proof."""

from collections.abc import Iterable
from hashlib import sha256

from django.conf import settings
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contact.models import ConsentText
from programs.models import Facility

# Everything that a visitor may fill in, in the order of the form. `Inquiry.holds` and `Consent.fields` name these.
FIELDS: dict[str, str | Promise] = {
    "name": gettext_lazy("the name to use"),
    "email": gettext_lazy("your e-mail address"),
    "phone": gettext_lazy("your phone number"),
    "safe_time": gettext_lazy("when it is safe to call"),
    "leave_message": gettext_lazy("whether we may leave a message"),
    "for_whom": gettext_lazy("who it is for"),
    "message": gettext_lazy("your message"),
}
RELATIONSHIPS: dict[str, str | Promise] = {
    Facility.Relationship.NONE: gettext_lazy("It pays this site nothing."),
    Facility.Relationship.FLAT_FEE: gettext_lazy("It pays this site a flat fee."),
    Facility.Relationship.AFFILIATE: gettext_lazy("It belongs with this site."),
}


def current_text() -> ConsentText:
    """The newest version. A migration made the first, so there always is one."""
    return ConsentText.objects.latest("version")


def heading(text: ConsentText) -> str:
    return _fill(text.heading, FIELDS)


def words(text: ConsentText, fields: Iterable[str]) -> str:
    return _fill(text.words, fields)


def line(facility: Facility) -> str:
    """A facility as it stands beside its box: its name, its place, and who pays whom."""
    paid = RELATIONSHIPS[facility.relationship]
    return f"{facility}, {facility.postal_city}, {facility.state}. {paid}"


def shown(text: ConsentText, fields: Iterable[str], facility: Facility) -> str:
    """All that a person agrees to when they tick this facility's box."""
    return "\n\n".join((heading(text), words(text, fields), line(facility)))


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
