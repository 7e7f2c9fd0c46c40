"""What someone typed into "ZIP code or town", taken apart. Plain: whether there is such a place, others look up.

Letters of a state are a state only after a comma, or last after words that may be a town: whoever looks it up knows
whether they are one. "near me" is not Maine.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, NamedTuple

from facilities.places.folding import fold, in_full
from facilities.places.states import WORDS, State, state_typed

LONGEST: Final = 100
_ZIP: Final = re.compile(r"(?:^|.*[^\d-])(\d{5})(?:[\s-]*\d{4})?", re.ASCII)
_ZIP_FIRST: Final = re.compile(r"(\d{5})(?:-\d{4})?((?:[\s,]+[^\W\d]+){1,3})", re.ASCII)
_DIGITS: Final = re.compile(r"\d{3,12}", re.ASCII)
_LOS_ANGELES: Final = re.compile(r"l\.\s?a\.?", re.IGNORECASE)
_COUNTRY: Final = {"usa", "us", "united states", "united states of america", "america"}
_COUNTY_OF: Final = re.compile(r"county of ([^,]+)", re.IGNORECASE)
_BEFORE: Final = ("zip code", "zip", "zipcode", "near", "in", "around", "at", "city of", "town of")
_HERE: Final = {"me", "here", "my location", "near me", "near here", "nearby", "around me", "close to me", "my area"}
_COUNTY: Final = {"county", "parish", "borough", "municipality", "municipio", "area"}
_BY_HAND: Final = {
    **dict.fromkeys(("nyc", "new york city", "ny city", "new york new york"), ("new york", "NY")),
    **dict.fromkeys(("sf", "san fran", "frisco ca"), ("san francisco", "CA")),
    **dict.fromkeys(("dc", "d c", "washington dc"), ("washington", "DC")),
    "philly": ("philadelphia", "PA"),
    "vegas": ("las vegas", "NV"),
    "nola": ("new orleans", "LA"),
    "okc": ("oklahoma city", "OK"),
    "slc": ("salt lake city", "UT"),
}
# Who types one of these where a place goes looks for a line, not for ZIP codes that begin so. By the line's name.
_LINES: Final = {
    **dict.fromkeys(("911", "9 1 1", "emergency", "ambulance", "overdose"), "overdose"),
    **dict.fromkeys(("988", "9 8 8", "crisis", "crisis line", "lifeline", "suicide", "suicide prevention"), "crisis"),
    **dict.fromkeys(("samhsa", "samhsas"), "treatment"),
    **dict.fromkeys(("poison", "poison control", "poison help"), "poison"),
}
_LINE: Final = re.compile(r"\b(hot|help) ?line\b")
_AROUND_A_LINE: Final = re.compile(r"\b(call|dial|text|please|the|an?|number|phone|(hot|help) ?line)\b")


class Name(NamedTuple):
    """A folded name, and the letters of a state, if one was typed with it."""

    folded: str
    state: str = ""


@dataclass(frozen=True)
class Asked:
    """`digits` are three or more, a ZIP code if they are five. `names` may be towns, the likeliest first, and `county`
    a county. `state` was typed alone. `here` asks for the place where the person is, which we do not know. `line` is a
    help line's name."""

    text: str
    digits: str = ""
    names: tuple[Name, ...] = ()
    county: Name | None = None
    state: State | None = None
    here: bool = False
    line: str = ""

    @property
    def empty(self) -> bool:
        return not (self.digits or self.names or self.state or self.here or self.line)


def take_apart(typed: str) -> Asked:
    """Never fails: what means nothing has no names."""
    text = " ".join(unicodedata.normalize("NFKC", typed).split())[:LONGEST]
    if line := line_typed(text):
        return Asked(text, line=line)
    bare = _COUNTY_OF.sub(r"\1 county", _without_before(text))
    if digits := _digits(bare):
        return Asked(text, digits=digits)
    folded = fold(bare)
    if fold(text) in _HERE or folded in _HERE:
        return Asked(text, here=True)
    if _LOS_ANGELES.fullmatch(bare):
        return Asked(text, names=(Name("los angeles", "CA"),))
    if folded == "la":
        return Asked(text, names=(Name("los angeles", "CA"),), state=state_typed("LA"))
    if folded in _BY_HAND:
        return Asked(text, names=(Name(*_BY_HAND[folded]),))
    names = tuple(dict.fromkeys(_names(bare)))
    return Asked(text, names=names, county=_county(names), state=state_typed(folded))


def line_typed(typed: str) -> str:
    """As in "911", "call 988" or "suicide hotline". A hotline of no other name is the one that finds treatment."""
    folded = fold(typed[:LONGEST])
    left = " ".join(_AROUND_A_LINE.sub(" ", folded).split())
    return _LINES.get(left) or ("treatment" if _LINE.search(folded) else "")


def is_only_a_word(asked: Asked) -> bool:
    """Two letters that are a state's, but also a word, stand alone: too little to lead anywhere."""
    return asked.state is not None and fold(asked.text) in WORDS


def _without_before(text: str) -> str:
    """Without "near" and the like, unless nothing would be left."""
    lower = text.casefold()
    for word in _BEFORE:
        if lower.startswith((f"{word} ", f"{word}: ")):
            return text[len(word) :].lstrip(" :")
    return text


def _digits(text: str) -> str:
    if found := _ZIP.fullmatch(text) or _ZIP_FIRST.fullmatch(text):
        return found[1]
    together = text.replace(" ", "").replace("-", "").removesuffix("xx")  # as people write "787xx"
    if not _DIGITS.fullmatch(together):
        return ""
    return together[:5] if len(together) == 9 else together


def _names(text: str) -> Iterator[Name]:
    parts = [part for part in (fold(part) for part in text.split(",")) if part]
    if parts and parts[-1] in _COUNTRY:
        parts.pop()
    if not parts:
        return
    if len(parts) > 1 and (state := state_typed(parts[-1])):
        # Of a whole address, the town stands last.
        for head in (" ".join(parts[:-1]), *reversed(parts[:-1])):
            yield from _ways(head, state.code)
        return
    whole = " ".join(parts)
    words = whole.split()
    for count in (3, 2, 1):
        if len(words) > count and (state := state_typed(" ".join(words[-count:]))):
            yield from _ways(" ".join(words[:-count]), state.code)
    yield from _ways(whole, "")


def _ways(name: str, state: str) -> Iterator[Name]:
    yield Name(name, state)
    yield Name(in_full(name), state)


def _county(names: tuple[Name, ...]) -> Name | None:
    """Counties share their names with towns, so they count only where the word is typed."""
    return next((name for name in names if name.folded.rpartition(" ")[2] in _COUNTY and " " in name.folded), None)
