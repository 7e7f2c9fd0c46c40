"""The form as a page shows it: with the cities and the box that belong there, or without them while they are away."""

from collections.abc import Mapping

from django.conf import settings
from django.shortcuts import get_object_or_404

from contact import offers, wording
from contact.forms import InquiryForm
from contact.offers import make_box
from contact.services.consenting import offered
from facilities.models import City, Facility


def facility_of(slug: str) -> Facility | None:
    """Raises Http404. None without a slug: then the form is for no facility."""
    if not slug:
        return None
    return get_object_or_404(Facility.objects.public().select_related("city"), slug=slug)


def takes_messages(facility: Facility) -> bool:
    return offered().filter(pk=facility.pk).exists()


def make_form(
    said: Mapping[str, str] | None = None,
    *,
    facility: Facility | None = None,
    city: City | None = None,
    form_key: str = "",
    kept: bool = False,
) -> InquiryForm:
    """`kept` is a page that is the same for everybody."""
    text = wording.current_text()
    at = offers.today() if kept else offers.now()
    return InquiryForm(
        said,
        cities=() if facility else list(City.objects.all()),
        heading=wording.heading(text),
        box=make_box(facility, text, wording.SENT, at=at) if facility else None,
        slug=facility.slug if facility else "",
        city=city,
        form_key=form_key,
        at=_started(said, at),
    )


def bare_form(said: Mapping[str, str] | None, slug: str = "", form_key: str = "") -> InquiryForm:
    """It asks no database for anything. What was typed stays, and is not judged."""
    at = _started(said, offers.now())
    return InquiryForm(said, cities=None, slug=slug, form_key=form_key, at=at, judged=False)


def _started(said: Mapping[str, str] | None, at: int) -> int:
    """Who has sent the form once may send it again at once."""
    return at if said is None else at - max(settings.FORM_SECONDS, 0)
