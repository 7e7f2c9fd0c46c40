"""A facility as a list shows it, ready to print: what decides comes first, and what is plainly yes is left out.

Everything is as it was reported, and unknown is not no. Knows no rows: it is given one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, ngettext
from django.utils.translation import gettext as _

from facilities import service_codes
from facilities.contacts import Contact, Number
from facilities.finder.told import Shown, told
from facilities.finder.traits import CODES
from facilities.places.states import State, state

if TYPE_CHECKING:
    from facilities.models import Facility

MEDICINES: Final[dict[str, Promise]] = {
    "methadone": gettext_lazy("Methadone"),
    "buprenorphine": gettext_lazy("Buprenorphine"),
    "naltrexone": gettext_lazy("Naltrexone"),
}
# Short, since all of them are shown, and what belongs together in one word. MD, Medicaid, has its state's name.
PAY: Final[dict[str, Promise]] = {
    "MD": gettext_lazy("Medicaid"),
    "MC": gettext_lazy("Medicare"),
    "SS": gettext_lazy("sliding fee"),
    "PA": gettext_lazy("payment help"),
    "NP": gettext_lazy("free"),
    "PI": gettext_lazy("private insurance"),
    "SI": gettext_lazy("state insurance"),
    "MI": gettext_lazy("military insurance"),
    "PI SI": gettext_lazy("private and state insurance"),
    "PI MI": gettext_lazy("private and military insurance"),
    "SI MI": gettext_lazy("state and military insurance"),
    "PI SI MI": gettext_lazy("private, state and military insurance"),
    "SF": gettext_lazy("cash"),
    "FSA": gettext_lazy("government funds"),
    "SAMF": gettext_lazy("block-grant funds"),
    "FSA SAMF": gettext_lazy("government and block-grant funds"),
    "ITU": gettext_lazy("tribal funds"),
}
TOGETHER: Final = [one.split() for one in ("MD", "MC", "SS", "PA", "NP", "PI SI MI", "SF", "FSA SAMF", "ITU")]
PHASES: Final[dict[str, Promise]] = {
    "detoxification": gettext_lazy("detoxification"),
    "therapy": gettext_lazy("therapy"),
    "aftercare": gettext_lazy("aftercare"),
    "relapse-prevention": gettext_lazy("relapse prevention"),
}
OFFERS: Final[dict[str, Promise]] = {
    "partly": gettext_lazy("Partly: %(phases)s"),
    "no": gettext_lazy("No: %(phases)s"),
    "not-reported": gettext_lazy("Not reported: %(phases)s"),
}
ASK: Final[dict[str, Promise]] = {
    "medication-and-none": gettext_lazy("which medicines it gives"),
    "program-without-medicine": gettext_lazy("which medicines it gives"),
    "accepts-and-none": gettext_lazy("if it takes people who are on a medicine"),
    "only-opioids-and-only-others": gettext_lazy("if it treats opioid use"),
    "free-and-paid": gettext_lazy("what it costs"),
}
ELSE: Final[dict[str, Promise]] = {
    "accepts": gettext_lazy("No medicine on site. Takes people who get it elsewhere"),
    "no": gettext_lazy("Uses no medicine for opioid use, as reported"),
    "": gettext_lazy("Medicine: not reported"),
}
MARKS: Final[dict[str, Promise]] = {
    "veterans": gettext_lazy("Veterans only"),
    "military": gettext_lazy("Run by the military"),
    "tribal": gettext_lazy("Tribal"),
    "women": gettext_lazy("Women only"),
    "men": gettext_lazy("Men only"),
}
AGES: Final[dict[str, Promise]] = {
    "YAD": gettext_lazy("Ages 18 to 25"),
    "ADLT": gettext_lazy("Ages 26 and older"),
    "YAD ADLT": gettext_lazy("Adults"),
    "CHLD": gettext_lazy("Takes people under 18"),
    "CHLD YAD": gettext_lazy("Ages 25 and younger"),
    "CHLD ADLT": gettext_lazy("Ages 26 and older, and people under 18"),
    "CHLD YAD ADLT": gettext_lazy("Adults, and people under 18"),
}


@dataclass(frozen=True)
class Setting:
    """What a list knows and its cards depend on: what was asked for, and from where."""

    payment: frozenset[str] = frozenset()  # codes of the ways to pay that were asked for
    state: State | None = None
    zip: str = ""
    town: str = ""
    edition: int | None = None  # whose age is above the list


@dataclass(frozen=True)
class Call(Shown):
    """`href` is empty for what cannot be dialed."""

    words: str
    text: str
    href: str


@dataclass
class Card(Shown):
    """All that is printed, as it is printed: `asked` are the ways to pay that the reader looked for."""

    facility: "Facility"
    url: str
    name: str
    where: str
    miles: str
    marks: Sequence[str]
    paid: bool
    calls: Sequence[Call]
    ask: str
    medicines: str
    asked: Sequence[str]
    pay: str
    less: str
    age: str
    other_state: State | None = None  # on the first card of another state


class _Words(NamedTuple):
    """The tables in the page's language: looked up once for all cards of a list."""

    medicines: Mapping[str, str]
    otherwise: Mapping[str, str]
    pay: Mapping[str, str]
    phases: Mapping[str, str]
    offers: Mapping[str, str]
    ages: Mapping[str, str]


def cards(pairs: Iterable[tuple["Facility", float | None]], setting: Setting) -> list[Card]:
    """Of facilities with their miles, if they have any. Names that are alike say what tells them apart."""
    before, after = reverse("facility", args=["-"]).split("-")  # once: to find an address twenty times costs
    words = _Words(*map(told, (MEDICINES, ELSE, PAY, PHASES, OFFERS, AGES)))
    made = [_card(facility, f"{before}{facility.slug}{after}", miles, setting, words) for facility, miles in pairs]
    names = Counter(card.name for card in made)
    for card in made:
        if names[card.name] > 1 and card.facility.street1:
            card.name = f"{card.name}, {card.facility.street1}"
    if setting.state:
        other = next((card for card in made if card.facility.state != setting.state.code), None)
        if other:
            other.other_state = state(other.facility.state)
    return made


def _card(facility: "Facility", url: str, miles: float | None, setting: Setting, words: _Words) -> Card:
    codes = frozenset(facility.codes)
    contact = facility.contact()
    asked, pay = _pay(codes, facility.state, setting, words.pay)
    return Card(
        facility=facility,
        url=url,
        name=str(facility),
        where=_where(contact, here=bool(setting.town) and facility.town_id == setting.town, near=bool(setting.state)),
        miles="" if miles is None else miles_words(miles, here=facility.zip[:5] == setting.zip),
        marks=marks(codes),
        paid=facility.relationship != "none",
        calls=_calls(contact.numbers),
        ask=_ask(facility.contradictions),
        medicines=_medicines(codes, words),
        asked=asked,
        pay=pay,
        less=_less(codes, words),
        age=_age(facility, setting),
    )


def _calls(numbers: Sequence[Number]) -> list[Call]:
    """The first for new patients, and the main one: more would hide them."""
    two = [numbers[0], numbers[-1]] if len(numbers) > 2 else numbers
    return [Call(str(number.words), number.phone.text, number.phone.href) for number in two]


def miles_words(miles: float, *, here: bool = False) -> str:
    """Whole miles: a ZIP code's point is not more exact than that."""
    return _miles_words(0 if here else max(1, round(miles)), get_language() or "")


@lru_cache(maxsize=1_000)
def _miles_words(whole: int, language: str) -> str:
    if not whole:
        return _("In this ZIP code")
    return ngettext("About %(count)d mile", "About %(count)d miles", whole) % {"count": whole}


def marks(codes: Collection[str]) -> list[str]:
    """Who alone a place is for, or who runs it, where that decides."""
    found = []
    if "VAMC" in codes:
        found.append("veterans")
    elif "DDF" in codes:
        found.append("military")
    if "TBG" in codes or "IH" in codes:
        found.append("tribal")
    if ("FEM" in codes) != ("MALE" in codes):
        found.append("women" if "FEM" in codes else "men")
    return [told(MARKS)[name] for name in found] if found else []


def _where(contact: Contact, *, here: bool, near: bool) -> str:
    """The town only where it is another than the one that was asked for."""
    street = ", ".join(part for part in (contact.street, contact.second_line) if part)
    if here:
        return street
    town = f"{contact.town}, {contact.state}" if near else f"{contact.town} {contact.zip[:5]}"
    return f"{street}, {town}" if street else town


def _medicines(codes: Collection[str], words: _Words) -> str:
    offers = service_codes.medicines(codes)
    on_site = [name for name, offer in offers.items() if offer == "on-site"]
    if on_site:
        return " · ".join([words.medicines[name] for name in on_site])
    return words.otherwise["accepts" if "accepts" in offers.values() else "no" if "no" in offers.values() else ""]


def _pay(codes: frozenset[str], its_state: str, setting: Setting, words: Mapping[str, str]) -> tuple[list[str], str]:
    """All ways, those that were asked for apart."""
    asked = _ways(codes & setting.payment, its_state, setting, words) if setting.payment else []
    rest = _ways(codes - setting.payment, its_state, setting, words)
    return asked, ", ".join(rest) or ("" if asked else _("not reported"))


def _ways(codes: frozenset[str], its_state: str, setting: Setting, words: Mapping[str, str]) -> list[str]:
    found = []
    for together in TOGETHER:
        if there := [code for code in together if code in codes]:
            found.append(_medicaid(its_state, setting, words) if there == ["MD"] else words[" ".join(there)])
    return found


def _medicaid(code: str, setting: Setting, words: Mapping[str, str]) -> str:
    its = state(code)
    if setting.state and setting.state.code != its.code:
        return _("%(state)s Medicaid") % {"state": its.name}
    return its.brand or words["MD"]


def asked_codes(choices: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Of the ways to pay that were chosen."""
    return frozenset(code for value in choices.get("payment", ()) for code in CODES["payment", value].split())


def _less(codes: Collection[str], words: _Words) -> str:
    """Ages, and the phases that are not plainly offered. About medication the line of medicines says all."""
    by_offer: dict[str, list[str]] = {}
    for phase, offer in service_codes.profile(codes).items():
        if offer != "yes" and phase in words.phases:
            by_offer.setdefault(offer, []).append(words.phases[phase])
    lines = [
        sentence % {"phases": ", ".join(by_offer[offer])}
        for offer, sentence in words.offers.items()
        if offer in by_offer
    ]
    return ". ".join(filter(None, (words.ages.get(_ages(codes), ""), *lines)))


def ages(codes: Collection[str]) -> str:
    return told(AGES).get(_ages(codes), "")


def _ages(codes: Collection[str]) -> str:
    """Of 12,744 reports of 2022, 2,407 name people under 18 alone; a third of these have a program for older adults.

    So a code adds people and its absence keeps no one out: 65 or older is rarely reported.
    """
    return " ".join([code for code in ("CHLD", "YAD", "ADLT") if code in codes])


def _ask(contradictions: Sequence[str]) -> str:
    """What to ask about where a report contradicts itself."""
    if not contradictions:
        return ""
    questions = list(dict.fromkeys(told(ASK)[key] for key in contradictions if key in ASK))
    if not questions:
        return ""
    return _("Its report contradicts itself: ask %(questions)s.") % {"questions": _(" and ").join(questions)}


def _age(facility: "Facility", setting: Setting) -> str:
    if facility.last_confirmed_on:
        return _("Confirmed by phone %(day)s") % {"day": date_format(facility.last_confirmed_on)}
    if facility.edition_id == setting.edition or facility.edition.invented:
        return ""
    if facility.edition.survey_year:
        return _("Reported in %(year)d") % {"year": facility.edition.survey_year}
    return _("Reported: %(edition)s") % {"edition": facility.edition.name}
