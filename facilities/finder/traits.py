"""What a facility can be found by, as the bits of a number: a list of thousands is narrowed and counted in a moment.

A facility has a trait only where it reported it: "not reported" is no answer. Bits are kept in rows, so a trait never
moves: new ones come last in their table, and `fill_places` counts every facility again.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import lru_cache
from typing import Final

from facilities import service_codes
from facilities.code_table import TABLE
from facilities.phases import SLUGS

# Of each question its answers. The table of codes says which codes give which.
_ASKED: Final[dict[str, Sequence[str]]] = {
    "medicine": ("methadone", "buprenorphine", "naltrexone", "from-elsewhere"),
    "payment": (
        "none",
        "medicaid",
        "medicare",
        "private-insurance",
        "sliding-fee",
        "help-with-payment",
        "free",
        "cash",
        "state-insurance",
        "military-insurance",
        "government-funds",
        "block-grants",
        "tribal-funds",
    ),
    "phase": SLUGS,  # by the phase's profile
    "setting": (
        "opioid-treatment-program",
        "outpatient",
        "intensive-outpatient",
        "day-treatment",
        "residential",
        "hospital",
        "sober-housing",
        "telehealth",
    ),
    "group": (
        "pregnancy",
        "women",
        "men",
        "adolescents",
        "young-adults",
        "older-adults",
        "lgbtq",
        "veterans",
        "active-duty",
        "military-families",
        "criminal-justice",
        "mental-health",
        "pain",
        "hiv",
        "sexual-violence",
        "violence-at-home",
        "trauma",
    ),
    "only": ("veterans",),
}
_LANGUAGES: Final[dict[str, Sequence[str]]] = {
    "language": (
        "spanish",
        "sign-language",
        "arabic",
        "chinese",
        "creole",
        "farsi",
        "french",
        "german",
        "greek",
        "hebrew",
        "hindi",
        "hmong",
        "italian",
        "japanese",
        "korean",
        "polish",
        "portuguese",
        "russian",
        "tagalog",
        "vietnamese",
        "ojibwa",
        "yupik",
        "native-languages",
        "others",
    )
}
WIDTH: Final = 63  # bits of a column: a number with a sign has 64
_LANE: Final = 16  # bits for each count, so that 65,535 rows can be counted at once


def _bits(table: dict[str, Sequence[str]], first: int) -> Iterator[tuple[tuple[str, str], int]]:
    names = [(question, answer) for question, answers in table.items() for answer in answers]
    for place, name in enumerate(names, start=first):
        yield name, 1 << place


BITS: Final[dict[tuple[str, str], int]] = dict((*_bits(_ASKED, 0), *_bits(_LANGUAGES, WIDTH)))
CODES: Final[dict[tuple[str, str], str]] = {
    (question, answer): " ".join(row.code for row in TABLE if f"{question}.{answer}" in row.answers.split())
    for question, answers in (_ASKED | _LANGUAGES).items()
    for answer in answers
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
