"""What SAMHSA's service codes say about the five phases. Unknown is not no: a code that is absent says nothing.

Every answer is "as reported to SAMHSA", never verified. Codes are those of the editions of 2022 and 2023.
"""

from collections.abc import Collection, Mapping
from typing import Final, Literal

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.phases import SLUGS

Role = Literal["core", "support", "accepts", "negative", "other"]
Offer = Literal["yes", "partly", "no", "not-reported"]
Medication = Literal["on-site", "accepts", "no", ""]

_TABLE: tuple[tuple[str, Role, str], ...] = (
    ("detoxification", "core", "DT ODTX HID OD RD"),
    ("detoxification", "support", "DB DM DLC ULC MDET LFXD CLND"),
    ("detoxification", "other", "ADTX BDTX CDTX MDTX"),
    ("medication", "core", "OTP MU BU NU"),
    ("medication", "support", "OMB MM MMW BUM BMW UB UN MWS METH BWN BWON BERI BSDM NXN VTRL SOTP"),
    ("medication", "accepts", "MOA INPE RPE PC"),
    ("medication", "negative", "NMOA NOOP"),
    ("therapy", "core", "CBT MOTI FCO CMI TRC SACA ICO GCO"),
    ("therapy", "support", "DBT CRV MXM BIA ANG TWFA MCO TELE"),
    ("aftercare", "core", "ACC OFD DP"),
    ("aftercare", "support", "HH HS SHG PEER RC EMP VOC AOSS CM SSD TA"),
    ("relapse-prevention", "core", "RELP"),
    ("relapse-prevention", "support", "RPN NOE"),
)
CODES: Final[dict[str, tuple[str, Role]]] = {
    code: (phase, role) for phase, role, codes in _TABLE for code in codes.split()
}

OPIOID_DETOX: Final = frozenset({"ODTX", "DB", "DM", "DLC", "ULC"})
MEDICINES: Final = {"methadone": "MU", "buprenorphine": "BU", "naltrexone": "NU"}
NOT_FOR_OPIOIDS: Final = frozenset({"NOOP", "AUDO", "DUO"})

CONTRADICTIONS: Final[dict[str, Promise]] = {
    "medication-and-none": _("It says that it uses no medication for opioid use disorder, and lists medication."),
    "accepts-and-none": _(
        "It says that it uses no medication for opioid use disorder, and that it accepts people who get it elsewhere."
    ),
    "opioids-and-not": _("It says that it does not treat opioid use disorder, and lists opioid medication or detox."),
    "only-opioids-and-not": _("It says that it treats only opioid use disorder, and also that it does not treat it."),
    "only-opioids-and-only-others": _(
        "It says that it serves only people with opioid use disorder, and only people with another need."
    ),
    "program-without-medicine": _("It calls itself an opioid treatment program, and lists none of the medicines."),
    "free-and-paid": _("It says that it takes no payment, and lists ways to pay."),
}

GROUP_NAMES: Final[dict[str, Promise]] = {
    "payment": _("Ways to pay"),
    "settings": _("Settings"),
    "special-groups": _("Programs for groups of people"),
    "age": _("Ages accepted"),
    "languages": _("Languages"),
    "accreditation": _("Licenses and accreditation"),
}
# Code to label, in the order of display. MC is Medicare and MD is Medicaid: others have mixed them up.
GROUPS: Final[dict[str, dict[str, Promise]]] = {
    "payment": {
        "MD": _("Medicaid"),
        "MC": _("Medicare"),
        "SS": _("Sliding fee, by income"),
        "PA": _("Help with payment"),
        "NP": _("Free: takes no payment"),
        "PI": _("Private insurance"),
        "SF": _("Cash or self-payment"),
        "SI": _("State health insurance other than Medicaid"),
        "MI": _("Military insurance, such as TRICARE"),
        "FSA": _("Government funding for treatment"),
        "SAMF": _("SAMHSA funding or block grants"),
        "ITU": _("Indian Health Service, tribal or urban funds"),
    },
    "settings": {
        "OP": _("Outpatient"),
        "OIT": _("Intensive outpatient"),
        "ODT": _("Day treatment or partial hospitalization"),
        "OMB": _("Outpatient medication treatment"),
        "RES": _("Residential"),
        "RS": _("Residential, short stay"),
        "RL": _("Residential, long stay"),
        "HI": _("Hospital inpatient"),
        "HH": _("Transitional or sober housing"),
        "TELE": _("Telehealth"),
    },
    "special-groups": {
        "PW": _("Pregnant women and new mothers"),
        "WN": _("Women"),
        "MN": _("Men"),
        "AD": _("Adolescents"),
        "TAY": _("Young adults"),
        "SE": _("Older adults"),
        "GL": _("LGBTQ people"),
        "VET": _("Veterans"),
        "ADM": _("Active duty military"),
        "MF": _("Military families"),
        "CJ": _("People in the criminal justice system"),
        "CO": _("People with a mental health condition too"),
        "COPSU": _("People with pain too"),
        "HV": _("People with HIV"),
        "XA": _("People who have lived through sexual violence"),
        "DV": _("People who have lived through violence at home"),
        "TRMA": _("People who have lived through trauma"),
    },
    "age": {
        "CHLD": _("17 or younger"),
        "YAD": _("18 to 25"),
        "ADLT": _("26 to 64"),
        "SNR": _("65 or older"),
    },
    "languages": {
        "SP": _("Spanish"),
        "AH": _("Sign language"),
        "F4": _("Arabic"),
        "F17": _("Chinese"),
        "F19": _("Creole"),
        "F25": _("Farsi"),
        "F28": _("French"),
        "F30": _("German"),
        "F31": _("Greek"),
        "F35": _("Hebrew"),
        "F36": _("Hindi"),
        "F37": _("Hmong"),
        "F42": _("Italian"),
        "F43": _("Japanese"),
        "F47": _("Korean"),
        "F66": _("Polish"),
        "F67": _("Portuguese"),
        "F70": _("Russian"),
        "F81": _("Tagalog"),
        "F92": _("Vietnamese"),
        "N24": _("Ojibwa"),
        "N40": _("Yupik"),
        "NX": _("American Indian or Alaska Native languages"),
        "FX": _("Other languages"),
    },
    "accreditation": {
        "SOTP": _("SAMHSA certification as an opioid treatment program"),
        "CARF": _("CARF"),
        "JC": _("The Joint Commission"),
        "COA": _("Council on Accreditation"),
        "NCQA": _("NCQA"),
        "HFAP": _("HFAP"),
        "FQHC": _("Federally Qualified Health Center"),
        "STAG": _("State substance use treatment agency"),
        "STMH": _("State mental health department"),
        "STDH": _("State department of health"),
        "HLA": _("Hospital licensing authority"),
        "DEA": _("Drug Enforcement Administration"),
    },
}


def labels(codes: Collection[str], group: str) -> list[tuple[str, Promise]]:
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
