"""What a facility's service codes say together. Unknown is not no: a code that is absent says nothing.

Every answer is "as reported to SAMHSA", never verified. What each code means alone is `code_table`.
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.code_table import TABLE, Role
from facilities.phases import SLUGS

Offer = Literal["yes", "partly", "no", "not-reported"]
Medication = Literal["on-site", "accepts", "no", ""]

CODES: Final[dict[str, tuple[str, Role]]] = {row.code: (row.phase, row.role) for row in TABLE if row.role}
# In readers' words, SAMHSA's own being short for those who fill in its survey.
SAID: Final = {row.code: row.said for row in TABLE if row.said}

OPIOID_DETOX: Final = frozenset({"ODTX", "DB", "DM", "DLC", "ULC"})
MEDICINES: Final = {"methadone": "MU", "buprenorphine": "BU", "naltrexone": "NU"}
NOT_FOR_OPIOIDS: Final = frozenset({"NOOP", "AUDO", "DUO"})

CONTRADICTIONS: Final[dict[str, Promise]] = {
    "medication-and-none": _("It says that it uses no medication for opioid use disorder, but lists medication."),
    "accepts-and-none": _(
        "It says that it uses no medication for opioid use disorder, and that it accepts people who get it elsewhere."
    ),
    "opioids-and-not": _("It says that it does not treat opioid use disorder, but lists opioid medication or detox."),
    "only-opioids-and-not": _("It says that it treats only opioid use disorder, and also that it does not treat it."),
    "only-opioids-and-only-others": _(
        "It says that it serves only people with opioid use disorder, and only people with another need."
    ),
    "program-without-medicine": _("It calls itself an opioid treatment program, but lists none of the medicines."),
    "free-and-paid": _("It says that it takes no payment, but lists ways to pay."),
}

GROUP_NAMES: Final[dict[str, Promise]] = {
    "payment": _("Ways to pay"),
    "settings": _("Settings"),
    "special-groups": _("Programs for groups of people"),
    "age": _("Ages accepted"),
    "languages": _("Languages"),
    "accreditation": _("Licenses and accreditation"),
}
# Code to label, in the order of display.
GROUPS: Final[dict[str, dict[str, str | Promise]]] = {
    group: {row.code: row.label for row in TABLE if row.group == group} for group in GROUP_NAMES
}


def labels(codes: Collection[str], group: str) -> list[tuple[str, str | Promise]]:
    """The group's codes that were reported, with their labels, in the order of display."""
    return [(code, label) for code, label in GROUPS[group].items() if code in codes]


def of(phase: str, *roles: Role) -> frozenset[str]:
    return frozenset(code for code, entry in CODES.items() if entry[0] == phase and entry[1] in roles)


_CORE: Mapping[str, frozenset[str]] = {phase: of(phase, "core") for phase in SLUGS}
_PARTS: Mapping[str, frozenset[str]] = {phase: of(phase, "support", "accepts") for phase in SLUGS}
_ACCEPTS = of("medication", "accepts")
_NEGATIVE = of("medication", "negative")
_OTHERS = of("detoxification", "other")
_PAYMENT = frozenset({"MC", "MD", "MI", "PI", "SF", "SI", "SS"})


def profile(codes: Collection[str]) -> dict[str, Offer]:
    """For each phase, what was reported. Detoxification is "yes" only where it is reported for opioids."""
    return {phase: _offer(phase, frozenset(codes)) for phase in SLUGS}


def _offer(phase: str, codes: frozenset[str]) -> Offer:
    if phase == "detoxification":
        return _detoxification(codes)
    if codes & _CORE[phase]:
        return "yes"
    if phase == "medication" and codes & _NEGATIVE and not codes & _ACCEPTS:
        return "no"
    return "partly" if codes & _PARTS[phase] else "not-reported"


def _detoxification(codes: frozenset[str]) -> Offer:
    """Medicines such as clonidine have other uses, so alone they say nothing about detoxification."""
    if codes & OPIOID_DETOX:
        return "yes" if "DT" in codes else "partly"
    return "partly" if codes & _CORE["detoxification"] and not codes & _OTHERS else "not-reported"


def medication(codes: Collection[str]) -> Medication:
    """On site, accepted from elsewhere, reported as not used, or not reported. What is offered outweighs a no."""
    reported = frozenset(codes)
    if reported & _CORE["medication"]:
        return "on-site"
    if reported & _ACCEPTS:
        return "accepts"
    return "no" if reported & _NEGATIVE else ""


def medicines(codes: Collection[str]) -> dict[str, Medication]:
    """The same for each medicine. Naltrexone on site says nothing about methadone or buprenorphine.

    SAMHSA asks about accepting people on medication as a whole, so "accepts" and "no" hold for each medicine.
    """
    elsewhere = medication(frozenset(codes) - _CORE["medication"])
    if elsewhere == "no" and not _CORE["medication"].isdisjoint(codes):
        elsewhere = ""
    return {name: "on-site" if code in codes else elsewhere for name, code in MEDICINES.items()}


def for_opioids(codes: Collection[str]) -> bool:
    """False for a facility that belongs on no page about opioids, also where the rest of its report contradicts it."""
    return NOT_FOR_OPIOIDS.isdisjoint(codes)


def naloxone(codes: Collection[str]) -> bool:
    """Naloxone and overdose education were reported. False means that they were not reported, not that they lack."""
    return "NOE" in codes


def contradictions(codes: Collection[str], name: str = "") -> list[str]:
    """Keys of `CONTRADICTIONS` that hold. With its name, also what the name says and the codes do not."""
    reported = frozenset(codes)
    on_site = reported & _CORE["medication"]
    named = "OTP" in name.upper().replace("/", " ").split() or "opioid treatment program" in name.lower()
    found = {
        "medication-and-none": "NMOA" in reported and on_site,
        "accepts-and-none": {"NMOA", "MOA"} <= reported,
        "opioids-and-not": "NOOP" in reported and (on_site or _detoxification(reported) == "yes"),
        "only-opioids-and-not": {"OUDO", "NOOP"} <= reported,
        "only-opioids-and-only-others": "OUDO" in reported and reported & {"AUDO", "DUO"},
        "program-without-medicine": (named or "OTP" in reported) and not reported & set(MEDICINES.values()),
        "free-and-paid": "NP" in reported and reported & _PAYMENT,
    }
    return [key for key, holds in found.items() if holds]
