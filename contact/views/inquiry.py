"""The person's own page: what happened to an inquiry, and taking it back. The link is the key, there is no account."""

from django.http import HttpRequest, HttpResponse

from contact.inquiry_status import ChosenFacility, chosen_facilities, status_of
from contact.models import Consent, Inquiry
from contact.services.consenting import withdraw as withdraw_consents
from contact.services.disclosing import Dark
from contact.services.purging import purge
from contact.views.private import inquiry_of, page, private


@private
def inquiry(request: HttpRequest, token: str) -> HttpResponse:
    """Where every form leads that stored something, and where the mail's link leads."""
    found = inquiry_of(token)
    return page(request, "inquiry", token=token, inquiry=found, account=status_of(found))


@private
def withdraw(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks. POST withdraws all, or the one that `consent` names, and says what that means."""
    found = inquiry_of(token)
    if request.method == "POST":
        chosen = _chosen(chosen_facilities(found), request.POST.get("consent"))
        withdraw_consents(consents=[place.consent for place in chosen], by=Consent.By.PERSON)
        done = {place.consent.pk for place in chosen}
        places = [place for place in chosen_facilities(found) if place.consent.pk in done]
        return page(request, "withdrawn", token=token, inquiry=found, places=places)
    return page(request, "withdraw", token=token, inquiry=found, account=status_of(found))


@private
def delete(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks. POST withdraws everything and deletes the words."""
    found = inquiry_of(token)
    if request.method == "POST":
        purge(inquiry=found, because=Inquiry.Purged.ASKED)
        found.refresh_from_db()
        return page(request, "deleted", token=token, inquiry=found, places=chosen_facilities(found))
    return page(request, "delete", token=token, inquiry=found, account=status_of(found))


def _chosen(places: list[ChosenFacility], consent: str | None) -> list[ChosenFacility]:
    """Compared as text, so that no number can be too large for a database. Raises Dark for another inquiry's."""
    if consent is None:
        return places
    chosen = [place for place in places if str(place.consent.pk) == consent]
    if not chosen:
        raise Dark
    return chosen
