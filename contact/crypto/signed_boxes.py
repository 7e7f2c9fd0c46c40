"""What a page vouches for by a signature: which facility it showed in which words, and when it was made.

The pages themselves are kept for all readers, so a signature is the same for everyone. Pages that are kept are
dated at the day's beginning: made twice, they are the same, and so is their ETag.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.utils import timezone

from contact import consent_words
from contact.models import ConsentText, Inquiry
from facilities.models import Facility

# A page is kept for a day at most, and may then stay open in a tab for as long again.
SECONDS_VALID: Final = 2 * 24 * 3600
LONGEST: Final = 1000
_OFFER: Final = "contact.offers.offer"
_STARTED: Final = "contact.offers.started"


@dataclass(frozen=True)
class Agreed:
    """A facility whose box was ticked.

    `digest` is `consent_words.digest` of what the page showed next to the box, as its own signature vouches, and
    `fields` what the page said would be sent.
    """

    facility: int
    digest: str
    fields: Sequence[str]


@dataclass(frozen=True)
class Box:
    """A box for one facility, and all that is shown with it. Whoever ticks it sends `value`."""

    facility: Facility
    heading: str
    words: Sequence[tuple[str, str]]
    line: str
    fields: Sequence[str]
    digest: str
    value: str
    ticked: bool = False

    def again(self, *, ticked: bool) -> "Box":
        return replace(self, ticked=ticked)


def make_box(
    facility: Facility,
    text: ConsentText,
    fields: Sequence[str],
    *,
    inquiry: Inquiry | None = None,
    at: int,
) -> Box:
    """`inquiry` ties the box to the one that it is shown to. `at` is `now()`, or `today()` on a page that is kept."""
    digest = consent_words.digest(consent_words.shown(text, fields, facility))
    content = {"f": facility.pk, "d": digest, "n": list(fields), "i": _name(inquiry), "at": at}
    return Box(
        facility=facility,
        heading=consent_words.heading(text),
        words=consent_words.terms(text, fields),
        line=consent_words.line(facility),
        fields=fields,
        digest=digest,
        value=Signer(salt=_OFFER).sign_object(content),
    )


def agreed(value: str, inquiry: Inquiry | None = None) -> Agreed | None:
    """What was shown to whoever sends this. None: it was not shown by us, not to them, or too long ago."""
    content = _content(_OFFER, value)
    if content is None or content["i"] != _name(inquiry) or not 0 <= now() - content["at"] <= SECONDS_VALID:
        return None
    return Agreed(content["f"], content["d"], content["n"])


def is_ours(value: str) -> bool:
    """Some page of this site made it, for whomever."""
    return _content(_OFFER, value) is not None


def started(at: int) -> str:
    return Signer(salt=_STARTED).sign_object({"at": at})


def has_waited(value: str) -> bool:
    """Long enough for a person to fill in the form, and not so long that the page is anyone's by now."""
    if settings.FORM_SECONDS <= 0:
        return True
    content = _content(_STARTED, value)
    return content is not None and settings.FORM_SECONDS <= now() - content["at"] <= SECONDS_VALID


def now() -> int:
    return int(timezone.now().timestamp())


def today() -> int:
    return int(timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0).timestamp())


def _content(salt: str, value: str) -> dict[str, Any] | None:
    if len(value) > LONGEST:
        return None
    try:
        content: dict[str, Any] = Signer(salt=salt).unsign_object(value)
    except (BadSignature, ValueError):
        return None
    return content


def _name(inquiry: Inquiry | None) -> str:
    return str(inquiry.pk) if inquiry else ""
