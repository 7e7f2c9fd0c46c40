"""The words of a query and of a text. Plain: knows neither Django nor a database.

A query is never read as syntax. What reaches a database is made of letters and digits alone.
"""

import re
import unicodedata
from collections.abc import Iterable

from markup import characters

MOST_CHARACTERS = 1_000
MOST_WORDS = 12
LONGEST_WORD = 60

_ACCENTS = re.compile("[\u0300-\u036f]")
_WORD = re.compile(r"[^\W_]+")
_VOCABULARY = re.compile(r"[^\W\d_]{4,40}")
# They are in nearly every text, so they tell nothing about what someone looks for.
_FILLERS = frozenset(
    "a about after again all also am an and any are as at be because been before being between both but by can could"
    " d did do does doing don during each few for from further get had has have having he her here hers him his how i"
    " if in into is it its itself just ll m me more most my myself no nor not now of off on once only or other our"
    " ours out over own re s same she should so some such t than that the their theirs them then there these they"
    " this those through to too under until up us ve very was we were what when where which while who whom why will"
    " with would you your yours".split()
)
# Typed in a hurry, "cant" is "can't", which is two words here: a phrase of the table is to be found either way.
_APART = {
    **{
        f"{word}t": (word, "t")
        for word in "aren can couldn didn doesn don hasn haven isn shouldn wasn won wouldn".split()
    },
    **{f"{word}s": (word, "s") for word in ("he", "she", "that", "what", "where")},
    "im": ("i", "m"),
    "ive": ("i", "ve"),
}


def tidy(text: str) -> str:
    """Without characters that a database cannot hold, or that mark the matches in a result; accents in one piece."""
    return unicodedata.normalize("NFC", characters.tidy(text))


def words_of(query: str) -> list[str]:
    """Every word in its order, without accents. Long queries are cut."""
    plain = unicodedata.normalize("NFKD", tidy(query[:MOST_CHARACTERS]).lower())
    plain = unicodedata.normalize("NFC", _ACCENTS.sub("", plain))
    return [part[:LONGEST_WORD] for word in _WORD.findall(plain) for part in _APART.get(word, (word,))]


def places_of(query: str) -> list[tuple[int, int]]:
    """Where the words are in it, in the order of `words_of`."""
    return [
        found.span()
        for found in _WORD.finditer(query[:MOST_CHARACTERS])
        for _part in _APART.get(found[0].lower(), "1")
    ]


def fold(text: str) -> str:
    """What two ways to type the same have in common: small letters without accents, signs as blanks."""
    return " ".join(words_of(text))


def telling(words: Iterable[str]) -> list[str]:
    """Those that a page has to have: each once, and no fillers."""
    return list(dict.fromkeys(word for word in words if word not in _FILLERS))[:MOST_WORDS]


def vocabulary(text: str) -> set[str]:
    return set(_VOCABULARY.findall(text.lower()))
