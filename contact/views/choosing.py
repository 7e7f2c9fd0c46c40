"""Choosing facilities by name, after the box was ticked. Nothing here can be chosen that was not shown here."""

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import DatabaseError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from contact import consent_words
from contact.crypto import signed_boxes
from contact.crypto.signed_boxes import Agreed, Box, make_box
from contact.models import Consent, Inquiry
from contact.services.consenting import MOST, give, offered
from contact.services.receiving import set_city
from contact.views.asking import see_other
from contact.views.private import inquiry_of, page, private
from facilities.models import City
from review.refusals import Refused


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


PAGE = "/inquiry/facilities/"
MOST_READ = 30
log = logging.getLogger("rehabsite.contact")


@private
def facilities(request: HttpRequest, token: str) -> HttpResponse:
    if request.method != "POST":
        return _shown(request, token, inquiry_of(token))
    sent = request.POST.getlist("facility")[:MOST_READ]
    try:
        return _posted(request, token, sent)
    except DatabaseError as error:
        log.error("A choice of facilities could not be stored: %s.", type(error).__name__)
        known = [value for value in sent if signed_boxes.is_ours(value)]
        return page(request, "choice_not_stored", status=503, token=token, values=known)


def _posted(request: HttpRequest, token: str, sent: Sequence[str]) -> HttpResponse:
    inquiry = inquiry_of(token)
    if "city" in request.POST:
        # Compared here: what was sent may be nothing that a database takes.
        if city := next((city for city in cities() if city.slug == request.POST["city"]), None):
            set_city(inquiry=inquiry, city=city)
        return see_other("inquiry-facilities", token)
    agreed = [signed_boxes.agreed(value, inquiry) for value in sent]
    ticked = {one.facility: one for one in agreed if one}
    try:
        if None in agreed:
            raise Refused("not-shown", _("One of these places was not on this page, or the page was open for days."))
        give(inquiry=inquiry, agreed=list(ticked.values()), page=PAGE)
    except Refused as refused:
        return _shown(request, token, inquiry, problem=refused, ticked=ticked.values(), status=422)
    return see_other("inquiry", token)


def _shown(
    request: HttpRequest,
    token: str,
    inquiry: Inquiry,
    *,
    problem: Refused | None = None,
    ticked: Iterable[Agreed] = (),
    status: int = 200,
) -> HttpResponse:
    if inquiry.purged_at:
        return see_other("inquiry", token)
    if not inquiry.permission:
        return page(request, "not_passed_on", token=token, inquiry=inquiry)
    choices = choices_for(inquiry, ticked)
    return page(request, "choose", status=status, token=token, inquiry=inquiry, choices=choices, problem=problem)
