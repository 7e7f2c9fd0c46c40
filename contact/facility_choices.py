"""What the page for choosing facilities shows: those of one city, each with a box of its own."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet

from contact import consent_words, signed_boxes
from contact.models import Consent, Inquiry
from contact.services.consenting import MOST, offered
from contact.signed_boxes import Agreed, Box, make_box
from facilities.models import City


@dataclass(frozen=True)
class Choices:
    """`words` are what a person agrees to, whichever box they tick. `left` is how many they may still choose."""

    heading: str
    words: Sequence[tuple[str, str]]
    boxes: Sequence[Box]
    before: Sequence[Consent]
    cities: Sequence[City]
    left: int


def choices_for(inquiry: Inquiry, ticked: Iterable[Agreed] = ()) -> Choices:
    """A box is ticked if it was before, and still says what it said then."""
    text = consent_words.current_text()
    before = list(inquiry.consents.all())
    left = MOST - len(before)
    were = {(one.facility, one.digest) for one in ticked}
    boxes = []
    if inquiry.city and left > 0:
        places = offered(inquiry.city).select_related("edition")
        for facility in places.exclude(pk__in=[consent.facility_id for consent in before]):
            box = make_box(facility, text, inquiry.holds, inquiry=inquiry, at=signed_boxes.now())
            boxes.append(box.again(ticked=(facility.pk, box.digest) in were))
    return Choices(
        heading=consent_words.heading(text),
        words=consent_words.terms(text, inquiry.holds),
        boxes=boxes,
        before=before,
        cities=list(cities()),
        left=left,
    )


def cities() -> QuerySet[City]:
    """Those in which a facility can be chosen."""
    return City.objects.filter(pk__in=offered().values("city"))
