"""A facility as its page shows it. Everything is as it was reported, and unknown is not no."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities import service_codes
from facilities.phases import PHASES, Phase

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
