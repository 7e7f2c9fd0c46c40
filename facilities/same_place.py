"""What is left of a name and of a street when spelling, forms of companies and abbreviations are taken away. Plain.

For comparing two years' reports of one place. What is equal here is not one place yet: an editor decides.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from markup.characters import folded

_COMPANY: Final = frozenset(
    "inc incorporated llc lllp llp lp ltd limited co company corp corporation pc pllc pa plc the".split()
)
_SHORT: Final = {
    "avenue": "ave",
    "av": "ave",
    "aven": "ave",
    "boulevard": "blvd",
    "boul": "blvd",
    "circle": "cir",
    "court": "ct",
    "crossing": "xing",
    "drive": "dr",
    "drv": "dr",
    "expressway": "expy",
    "freeway": "fwy",
    "highway": "hwy",
    "hiway": "hwy",
    "lane": "ln",
    "parkway": "pkwy",
    "pky": "pkwy",
    "place": "pl",
    "plaza": "plz",
    "road": "rd",
    "square": "sq",
    "street": "st",
    "str": "st",
    "terrace": "ter",
    "trail": "trl",
    "turnpike": "tpke",
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
    "saint": "st",
    "mount": "mt",
    "fort": "ft",
    "center": "ctr",
    "centre": "ctr",
    "route": "rte",
    "first": "1st",
    "second": "2nd",
    "third": "3rd",
    "fourth": "4th",
    "fifth": "5th",
    "sixth": "6th",
    "seventh": "7th",
    "eighth": "8th",
    "ninth": "9th",
    "tenth": "10th",
    "martin": "m",
    "luther": "l",
    "mlk": "m l k",
}
# From here on a line tells where inside of the building.
_INSIDE: Final = frozenset("suite ste unit apt apartment floor fl flr room rm building bldg bld wing dept".split())
_NAMES: Final = {
    "center": "ctr",
    "centre": "ctr",
    "services": "svcs",
    "service": "svcs",
    "svc": "svcs",
    "department": "dept",
    "hospital": "hosp",
    "saint": "st",
    "mount": "mt",
    "and": "&",
    "associates": "assoc",
    "community": "comm",
    "medical": "med",
    "health": "hlth",
    "behavioral": "bhvl",
    "behavioural": "bhvl",
    "county": "cnty",
}


@lru_cache(maxsize=60_000)
def bare_name(name: str) -> str:
    """`The Árbol Health Center, L.L.C.` is `Arbol Health Ctr`."""
    return " ".join(_NAMES.get(word, word) for word in _words(name) if word not in _COMPANY)


@lru_cache(maxsize=60_000)
def bare_street(first: str, second: str = "") -> str:
    """The house's number and street, whichever of the two lines they stand in; "" where there is no number."""
    for line in (first, second):
        words = _words(line.replace("#", " suite "))
        if words and words[0][0].isdigit():
            inside = next((at for at, word in enumerate(words) if at > 1 and word in _INSIDE), len(words))
            return " ".join(_SHORT.get(word, word) for word in words[:inside])
    return ""


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", folded(text))
    plain = "".join(sign for sign in plain if not unicodedata.combining(sign))
    # `L.L.C.` and `O'Neil` are one word each; `&` stays one.
    plain = re.sub(r"[.']", "", plain).replace("&", " and ")
    return re.findall(r"\w+", plain)
