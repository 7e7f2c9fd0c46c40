"""What a search asks for that no list of pages answers: a place, a number, help at once. It stands above the results.

What is urgent comes first: a person in crisis, an overdose, then a place.
"""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse

from facilities.finder.finding import Start, Which, find
from facilities.finder.traits import CODES
from facilities.places.asking import line_typed
from facilities.places.states import State, state_typed
from rehabsite.help_lines import HELP_LINES, HelpLine
from search.models import Synonym
from search.understanding import Understood
from search.words import places_of, telling

BIG_ENOUGH: Final = 20_000  # people in a town whose name is taken for a place although it stands alone
_ZIP: Final = re.compile(r"(?<![\d-])\d{5}(?:-\d{4})?(?![\d-])", re.ASCII)
_PHONE: Final = re.compile(r"\+?[\d\s().\-–]{10,20}", re.ASCII)
_SAYS_WHERE: Final = {"near", "in", "around", "by", "at", "close", "cerca", "en", "de", "zip"}
# What stands before a place, and after one, and is no part of its name.
_BEFORE: Final = _SAYS_WHERE | set(
    "for the of on my a program programs clinic clinics center centers doctor doctors rehab rehabs treatment help"
    " place places facility facilities care meetings".split()
)
_AFTER: Final = set(
    "with for and or that which who take takes accept accepts accepting open now today tonight please asap area"
    " con para y o hoy que".split()
)
_ALSO_WORDS: Final = {"va", "md", "co", "mi"}  # letters of states that stand for something else in a search


@dataclass(frozen=True)
class Lead:
    """`near` is where it leads; without a `name`, it asks for the place."""

    near: str = ""
    name: str = ""
    state: State | None = None
    narrows: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Leads:
    crisis: bool = False
    overdose: bool = False
    place: Lead | None = None
    line: HelpLine | None = None


def phone_digits(query: str) -> str:
    """Ten digits, if a phone number is all that was typed."""
    digits = re.sub(r"\D", "", query, flags=re.ASCII) if _PHONE.fullmatch(query.strip()) else ""
    digits = digits[1:] if len(digits) == 11 and digits[0] == "1" else digits
    return digits if len(digits) == 10 else ""


def zip_code(query: str) -> Start | None:
    """If nothing but a ZIP code that we know was typed."""
    if not _ZIP.fullmatch(query.strip()):
        return None
    found = find(query.strip())
    return found if isinstance(found, Start) else None


def leads(query: str, understood: Understood) -> Leads:
    digits = phone_digits(query)
    line = _line(digits or re.sub(r"\s", "", query)) or HELP_LINES.named(line_typed(query))
    crisis = line is HELP_LINES.crisis or understood.asks_first(Synonym.First.CRISIS)
    overdose = line is HELP_LINES.overdose or understood.asks_first(Synonym.First.OVERDOSE)
    return Leads(
        crisis=crisis,
        overdose=overdose,
        place=None if digits or line else _place(query, understood),
        line=None if crisis or overdose else line,
    )


def _line(digits: str) -> HelpLine | None:
    return next((line for line in HELP_LINES.all if digits and digits == _digits(line.href)), None)


def _digits(href: str) -> str:
    digits = re.sub(r"\D", "", href)
    return digits[1:] if len(digits) == 11 and digits[0] == "1" else digits


def _place(query: str, understood: Understood) -> Lead | None:
    narrows = tuple(
        (question, value)
        for question, _equals, value in (one.partition("=") for one in understood.narrows)
        if (question, value) in CODES
    )
    left = telling(understood.rest)
    if typed := _typed_place(query, understood):
        answer = find(typed, alike=False)
        if isinstance(answer, State) and typed.casefold() not in _ALSO_WORDS:
            return Lead(reverse("state", args=[answer.slug]), answer.name, answer, narrows)
        if isinstance(answer, Start) and _is_meant(typed, understood, answer):
            return Lead(_near(answer.zip or answer.typed, narrows), answer.title, None, narrows)
        if isinstance(answer, Which) and (_says_where(typed, understood) or answer.towns[0].population >= BIG_ENOUGH):
            return Lead(_near(typed, narrows), answer.name, None, narrows)
    asks = understood.asks_first(Synonym.First.NEAR)
    if asks and (not left or any(" " in span.row.folded for span in understood.spans if span.row.first == "near")):
        return Lead("", "", None, narrows)
    return None


def _near(place: str, narrows: tuple[tuple[str, str], ...]) -> str:
    return f"{reverse('near')}?{urlencode([('place', place), *narrows])}"


def _typed_place(query: str, understood: Understood) -> str:
    """As it was typed, with its comma: what is left once everything else is understood."""
    if found := _ZIP.search(query):
        return found[0]
    covered = {place for span in understood.spans for place in range(span.start, span.end)}
    runs: list[list[int]] = []
    for place in range(len(understood.words)):
        if place in covered:
            continue
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    spans = places_of(query)
    if not runs or len(spans) < len(understood.words):
        return ""
    run = runs[-1]
    while run and understood.words[run[0]] in _BEFORE:
        run = run[1:]
    while run and understood.words[run[-1]] in _AFTER:
        run = run[:-1]
    if not run or len(run) > 5:
        return ""
    return query[spans[run[0]][0] : spans[run[-1]][1]]


def _says_where(typed: str, understood: Understood) -> bool:
    return "," in typed or bool(_SAYS_WHERE & set(understood.words))


def _is_meant(typed: str, understood: Understood, start: Start) -> bool:
    """A name that is also a word is a place only where something says so, or where many people live."""
    last = typed.replace(",", " ").split()
    has_state = len(last) > 1 and any(state_typed(" ".join(last[-count:])) for count in (1, 2) if len(last) > count)
    if start.zip or start.prefix or has_state or _says_where(typed, understood):
        return True
    return start.population >= BIG_ENOUGH
