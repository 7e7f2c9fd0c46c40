"""A facility as its page shows it. Everything is as it was reported, and unknown is not no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.conf import settings
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from facilities import service_codes
from facilities.models import Facility
from facilities.phases import PHASES, Phase
from markup.structured_data import script

# How payment can be made comes first: it is the first question on the phone.
SHOWN: Final = ("payment", "age", "special-groups", "languages", "settings", "accreditation")
MEDICINES: Final[dict[str, Promise]] = {
    "methadone": _("Methadone"),
    "buprenorphine": _("Buprenorphine"),
    "naltrexone": _("Naltrexone"),
}


@dataclass(frozen=True)
class PhaseLine:
    """`reported` is what was reported under the phase, in plain words, what matters most first."""

    phase: Phase
    offer: service_codes.Offer
    reported: Sequence[str | Promise]


def phase_lines(codes: Iterable[str]) -> list[PhaseLine]:
    there = frozenset(codes)
    profile = service_codes.profile(there)
    return [
        PhaseLine(phase, profile[phase.slug], _reported(phase.slug, profile[phase.slug], there)) for phase in PHASES
    ]


def _reported(slug: str, offer: service_codes.Offer, codes: frozenset[str]) -> list[str | Promise]:
    """Two codes may say the same, such as MU and METH. A phase that is not offered has nothing under it."""
    if offer not in ("yes", "partly"):
        return []
    rank = {"core": 0, "support": 1, "accepts": 2}
    under = [code for code in service_codes.SAID if code in codes and service_codes.CODES[code][0] == slug]
    under.sort(key=lambda code: rank[service_codes.CODES[code][1]])
    return list({str(service_codes.SAID[code]): service_codes.SAID[code] for code in under}.values())


def medicine_lines(codes: Iterable[str]) -> list[tuple[Promise, service_codes.Medication]]:
    return [(MEDICINES[name], offer) for name, offer in service_codes.medicines(frozenset(codes)).items()]


def groups(codes: Iterable[str]) -> list[tuple[str, Promise, list[str | Promise]]]:
    """Key, heading and what was reported. A group without any stays: that it was not reported is a fact too."""
    there = frozenset(codes)
    return [
        (name, service_codes.GROUP_NAMES[name], [label for _code, label in service_codes.labels(there, name)])
        for name in SHOWN
    ]


def contradictions(
    keys: Iterable[str], sentences: Mapping[str, Promise] = service_codes.CONTRADICTIONS
) -> list[Promise]:
    """Keys that an older version of the program stored may have no sentence anymore."""
    return [service_codes.CONTRADICTIONS[key] for key in keys if key in service_codes.CONTRADICTIONS]


def blocks(facility: Facility, lines: Iterable[PhaseLine]) -> list[SafeString]:
    """A delisted facility is told to people alone: machines would take it for one that is there."""
    return [] if facility.delisted_on else [script(_clinic(facility, lines))]


def _clinic(facility: Facility, lines: Iterable[PhaseLine]) -> dict[str, Any]:
    services = [
        {"@type": "MedicalTherapy", "name": str(line.phase.name)} for line in lines if line.offer in ("yes", "partly")
    ]
    payment = ", ".join(str(label) for _code, label in service_codes.labels(facility.codes, "payment"))
    return {
        "@type": "MedicalClinic",
        "name": str(facility),
        "url": settings.SITE_URL + facility.get_absolute_url(),
        **({"description": gettext("Demo data: this place does not exist.")} if facility.edition.invented else {}),
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
