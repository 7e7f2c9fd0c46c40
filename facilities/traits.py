"""What a facility can be found by, as the bits of a number: a list of thousands is narrowed and counted in a moment.

A facility has a trait only where it reported it: "not reported" is no answer. Bits are kept in rows, so a trait never
moves: new ones come last in their table, and `fill_places` counts every facility anew.
"""

from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import Final

from facilities import service_codes
from facilities.phases import SLUGS

# Of each question the answers, each with the codes of which any one is enough.
_ASKED: Final[dict[str, dict[str, str]]] = {
    "medicine": {
        "methadone": "MU",
        "buprenorphine": "BU",
        "naltrexone": "NU",
        "from-elsewhere": " ".join(sorted(service_codes.of("medication", "accepts"))),
    },
    "payment": {
        "none": "SS PA NP FSA SAMF",
        "medicaid": "MD",
        "medicare": "MC",
        "private-insurance": "PI",
        "sliding-fee": "SS",
        "help-with-payment": "PA",
        "free": "NP",
        "cash": "SF",
        "state-insurance": "SI",
        "military-insurance": "MI",
        "government-funds": "FSA",
        "block-grants": "SAMF",
        "tribal-funds": "ITU",
    },
    "phase": dict.fromkeys(SLUGS, ""),  # by the phase's profile
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
    "group": {
        "pregnancy": "PW",
        "women": "WN",
        "men": "MN",
        "adolescents": "AD",
        "young-adults": "TAY",
        "older-adults": "SE",
        "lgbtq": "GL",
        "veterans": "VET VAMC",
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
    "only": {"veterans": "VAMC"},
}
_LANGUAGES: Final[dict[str, dict[str, str]]] = {
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
    }
}
WIDTH: Final = 63  # bits of a column: a number with a sign has 64
_LANE: Final = 16  # bits for each count, so that 65,535 rows can be counted at once


def _bits(table: dict[str, dict[str, str]], first: int) -> Iterator[tuple[tuple[str, str], int]]:
    names = [(question, answer) for question, answers in table.items() for answer in answers]
    for place, name in enumerate(names, start=first):
        yield name, 1 << place


BITS: Final[dict[tuple[str, str], int]] = dict((*_bits(_ASKED, 0), *_bits(_LANGUAGES, WIDTH)))
CODES: Final[dict[tuple[str, str], str]] = {
    (question, answer): codes
    for question, answers in (_ASKED | _LANGUAGES).items()
    for answer, codes in answers.items()
}
VETERANS_ONLY: Final = BITS["only", "veterans"]
_ONE_EACH: Final = int.from_bytes(b"\0\1" * 2 * (WIDTH + 1), "big")


def _by_code() -> dict[str, int]:
    found: dict[str, int] = {}
    for name, codes in CODES.items():
        for code in codes.split():
            found[code] = found.get(code, 0) | BITS[name]
    return found


_BY_CODE: Final = _by_code()


def traits(codes: Collection[str]) -> int:
    """Everything that a facility can be found by."""
    found = 0
    for code in codes:
        found |= _BY_CODE.get(code, 0)
    for phase, offer in service_codes.profile(codes).items():
        if offer == "yes":
            found |= BITS["phase", phase]
    return found


def columns(found: int) -> tuple[int, int]:
    """As two columns of a row hold it. Together again: `first | second << WIDTH`."""
    return found & ((1 << WIDTH) - 1), found >> WIDTH


@lru_cache(maxsize=20_000)
def _apart(found: int) -> int:
    """Each bit in a lane of its own, so that adding such numbers counts every trait at once."""
    return int.from_bytes(f"{found:b}".encode("utf-16-be"), "big") & _ONE_EACH


def count(rows: Iterable[int]) -> int:
    """How many rows have each trait, all in one number, that `counted` reads."""
    return sum(map(_apart, rows))


def counted(counts: int, bit: int) -> int:
    return counts >> (_LANE * (bit.bit_length() - 1)) & 0xFFFF
