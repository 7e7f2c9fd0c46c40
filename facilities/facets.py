"""What readers can narrow a city's facilities by, and which of it a facility reported. Values stand in addresses.

A facility has a value only where it reported it: narrowing never takes "not reported" for an answer.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Final

from django.utils.translation import gettext_lazy as _

from facilities import service_codes
from facilities.filters import Facet, Trait, Words
from facilities.phases import SLUGS

# Value to codes, of which any one is enough, in the order of display.
_CODES: Final[dict[str, dict[str, str]]] = {
    "payment": {
        "medicaid": "MD",
        "medicare": "MC",
        "sliding-fee": "SS",
        "help-with-payment": "PA",
        "free": "NP",
        "private-insurance": "PI",
        "cash": "SF",
        "state-insurance": "SI",
        "military-insurance": "MI",
        "tribal-funds": "ITU",
    },
    "setting": {
        "opioid-treatment-program": "OTP",
        "outpatient": "OP ORT OMB OD",
        "intensive-outpatient": "OIT",
        "day-treatment": "ODT",
        "residential": "RES RS RL RD",
        "hospital": "HI HIT HID",
        "sober-housing": "HH",
        "telehealth": "TELE",
    },
    "language": {
        "spanish": "SP",
        "sign-language": "AH",
        "arabic": "F4",
        "chinese": "F17",
        "creole": "F19",
        "farsi": "F25",
        "french": "F28",
        "german": "F30",
        "greek": "F31",
        "hebrew": "F35",
        "hindi": "F36",
        "hmong": "F37",
        "italian": "F42",
        "japanese": "F43",
        "korean": "F47",
        "polish": "F66",
        "portuguese": "F67",
        "russian": "F70",
        "tagalog": "F81",
        "vietnamese": "F92",
        "ojibwa": "N24",
        "yupik": "N40",
        "native-languages": "NX",
        "others": "FX",
    },
    "group": {
        "pregnancy": "PW",
        "women": "WN",
        "men": "MN",
        "adolescents": "AD",
        "young-adults": "TAY",
        "older-adults": "SE",
        "lgbtq": "GL",
        "veterans": "VET",
        "active-duty": "ADM",
        "military-families": "MF",
        "criminal-justice": "CJ",
        "mental-health": "CO",
        "pain": "COPSU",
        "hiv": "HV",
        "sexual-violence": "XA",
        "violence-at-home": "DV",
        "trauma": "TRMA",
    },
}
_OWN_WORDS: Final[dict[str, Words]] = {
    "opioid-treatment-program": _("Opioid treatment program (methadone clinic)"),
    "hospital": _("Hospital inpatient"),
}
_MEDICINES: Final[dict[str, Words]] = {
    "methadone": _("Methadone, on site"),
    "buprenorphine": _("Buprenorphine, on site"),
    "naltrexone": _("Naltrexone, on site"),
    "from-elsewhere": _("I get it elsewhere, they accept that"),
}
_GROUP_OF: Final = {"payment": "payment", "setting": "settings", "language": "languages", "group": "special-groups"}


def _words(name: str) -> dict[str, Words]:
    """Those of `phases`, so that a list and a facility's page call a thing the same."""
    labels = service_codes.GROUPS[_GROUP_OF[name]]
    return {value: _OWN_WORDS.get(value) or labels[codes.split()[0]] for value, codes in _CODES[name].items()}


def _by_code() -> dict[str, frozenset[Trait]]:
    found: defaultdict[str, set[Trait]] = defaultdict(set)
    for name, values in _CODES.items():
        for value, codes in values.items():
            for code in codes.split():
                found[code].add((name, value))
    return {code: frozenset(traits) for code, traits in found.items()}


_BY_CODE: Final = _by_code()
_FOUND_BY: Final = frozenset(_BY_CODE)  # a report has a hundred codes, most of which nobody looks for
_ACCEPTS: Final = service_codes.of("medication", "accepts")
# Made once, so that thousands of facilities share them.
_PHASES: Final = {phase: ("phase", phase) for phase in SLUGS}
_ON_SITE: Final = {name: ("medicine", name) for name in service_codes.MEDICINES}
_ELSEWHERE: Final = ("medicine", "from-elsewhere")


def facets(phase_names: Mapping[str, Words], zips: Iterable[str]) -> list[Facet]:
    """All questions. Names of phases are the editors', ZIP codes are those of the place's facilities."""
    return [
        Facet("medicine", _("Medicine"), _MEDICINES),
        Facet("payment", _("How to pay"), _words("payment")),
        Facet("phase", _("Phase of care"), phase_names),
        Facet("language", _("Language other than English"), _words("language")),
        Facet("setting", _("Setting"), _words("setting"), more=True),
        Facet("group", _("Programs for"), _words("group"), more=True),
        Facet("zip", _("ZIP code"), {code: code for code in sorted(zips) if code}, more=True),
    ]


def traits(codes: Collection[str], zip_code: str) -> frozenset[Trait]:
    """Everything that a facility can be found by."""
    found: set[Trait] = {("zip", zip_code[:5])}
    found.update(*(_BY_CODE[code] for code in _FOUND_BY.intersection(codes)))
    found.update(_PHASES[phase] for phase, offer in service_codes.profile(codes).items() if offer == "yes")
    found.update(_ON_SITE[name] for name, offer in service_codes.medicines(codes).items() if offer == "on-site")
    if not _ACCEPTS.isdisjoint(codes):
        found.add(_ELSEWHERE)
    return frozenset(found)
