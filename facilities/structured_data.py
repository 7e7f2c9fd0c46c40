"""A facility for machines: MedicalClinic in schema.org's words. No rating: none would be honest."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from facilities import service_codes
from facilities.facility_page import PhaseLine
from facilities.models import Facility
from markup.structured_data import breadcrumbs, script


def blocks(facility: Facility, lines: Iterable[PhaseLine]) -> list[SafeString]:
    """A delisted facility is told to people alone: machines would take it for one that is there."""
    city = facility.city
    place = [(city.name, city.get_absolute_url())] if city else []
    crumbs = breadcrumbs([(_("Home"), "/"), (_("Cities"), reverse("cities")), *place, (str(facility), "")])
    if facility.delisted_on:
        return [script(crumbs)]
    return [script(_clinic(facility, lines)), script(crumbs)]


def _clinic(facility: Facility, lines: Iterable[PhaseLine]) -> dict[str, Any]:
    services = [
        {"@type": "MedicalTherapy", "name": str(line.phase.name)} for line in lines if line.offer in ("yes", "partly")
    ]
    payment = ", ".join(str(label) for _code, label in service_codes.labels(facility.codes, "payment"))
    return {
        "@type": "MedicalClinic",
        "name": str(facility),
        "url": settings.SITE_URL + facility.get_absolute_url(),
        **({"description": _("Demo data: this place does not exist.")} if facility.edition.invented else {}),
        "address": {
            "@type": "PostalAddress",
            "streetAddress": ", ".join(filter(None, (facility.street1, facility.street2))),
            "addressLocality": facility.postal_city,
            "addressRegion": facility.state,
            "postalCode": facility.zip,
            "addressCountry": "US",
        },
        **({"telephone": facility.phone} if facility.phone else {}),
        **({"sameAs": facility.website} if facility.website else {}),
        **({"paymentAccepted": payment} if payment else {}),
        **({"availableService": services} if services else {}),
    }
