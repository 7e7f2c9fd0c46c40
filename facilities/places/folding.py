"""A place's name without what people write in different ways: case, accents, points, hyphens, "St." for "Saint".

Plain.
"""

import re
import unicodedata
from typing import Final

_NOTHING: Final = str.maketrans("", "", ".'’‘`´ʻʼ")
_BETWEEN: Final = re.compile(r"[\W_]+")
_IN_FULL: Final = {
    "st": "saint",
    "ste": "sainte",
    "ft": "fort",
    "mt": "mount",
    "pt": "point",
    "no": "north",
    "so": "south",
    "n": "north",
    "s": "south",
    "e": "east",
    "w": "west",
}


def fold(text: str) -> str:
    """`Española`, `O’Fallon` and `Winston-Salem` become `espanola`, `ofallon` and `winston salem`."""
    text = text.translate(_NOTHING)
    if not text.isascii():
        apart = unicodedata.normalize("NFKD", text)
        text = "".join(letter for letter in apart if not unicodedata.combining(letter))
    return _BETWEEN.sub(" ", text).strip().casefold()


def in_full(folded: str) -> str:
    """The first word written out: `st louis` becomes `saint louis`. What is written out already stays."""
    first, _, rest = folded.partition(" ")
    return f"{_IN_FULL.get(first, first)} {rest}" if rest else folded
