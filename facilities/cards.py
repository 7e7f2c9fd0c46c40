"""A facility as a list shows it, ready to print: what decides comes first, and what is plainly yes is left out.

Everything is as it was reported, and unknown is not no. Knows no rows: it is given one.
"""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from facilities import service_codes
from facilities.contacts import Number
from facilities.places.states import State, state
from facilities.traits import CODES

if TYPE_CHECKING:
    from facilities.models import Facility

Words = str | Promise
MEDICINES: Final[dict[str, Promise]] = {
    "methadone": gettext_lazy("Methadone"),
    "buprenorphine": gettext_lazy("Buprenorphine"),
    "naltrexone": gettext_lazy("Naltrexone"),
}
# Short, since all of them are shown. MD, Medicaid, has its state's name.
_PAY: Final[dict[str, Promise]] = {
    "MD": gettext_lazy("Medicaid"),
    "MC": gettext_lazy("Medicare"),
    "SS": gettext_lazy("sliding fee"),
    "PA": gettext_lazy("help with payment"),
    "NP": gettext_lazy("free"),
    "PI": gettext_lazy("private insurance"),
    "SF": gettext_lazy("cash"),
    "SI": gettext_lazy("state insurance"),
    "MI": gettext_lazy("military insurance"),
    "FSA": gettext_lazy("government funds"),
    "SAMF": gettext_lazy("block-grant funds"),
    "ITU": gettext_lazy("tribal funds"),
}
_PHASES: Final[dict[str, Promise]] = {
    "detoxification": gettext_lazy("detoxification"),
    "medication": gettext_lazy("medication"),
    "therapy": gettext_lazy("therapy"),
    "aftercare": gettext_lazy("aftercare"),
    "relapse-prevention": gettext_lazy("relapse prevention"),
}
_OFFERS: Final[dict[str, Promise]] = {
    "partly": gettext_lazy("Partly: %(phases)s"),
    "no": gettext_lazy("No: %(phases)s"),
    "not-reported": gettext_lazy("Not reported: %(phases)s"),
}
_ASK: Final[dict[str, Promise]] = {
    "medication-and-none": gettext_lazy("which medicines it gives"),
    "program-without-medicine": gettext_lazy("which medicines it gives"),
    "accepts-and-none": gettext_lazy("if it takes people who are on a medicine"),
    "only-opioids-and-only-others": gettext_lazy("if it treats opioid use"),
    "free-and-paid": gettext_lazy("what it costs"),
}


@dataclass(frozen=True)
class Way:
    """A way to pay. `asked` says that it is what the reader looked for."""

    words: Words
    asked: bool


@dataclass(frozen=True)
class Setting:
    """What a list knows and its cards depend on: what was asked for, and from where."""

    payment: Collection[str] = ()  # codes of the ways to pay that were asked for
    state: State | None = None
    zip: str = ""
    town: str = ""
    edition: int | None = None  # whose age stands above the list


@dataclass(frozen=True)
class Card:
    facility: "Facility"
    name: str
    where: str
    miles: str
    marks: Sequence[Words]
    numbers: Sequence[Number]
    ask: str
    medicines: str
    pay: Sequence[Way]
    less: str
    age: str
    other_state: State | None = None  # on the first card of another state

    @property
    def url(self) -> str:
        return self.facility.get_absolute_url()

    @property
    def paid(self) -> str | Promise:
        """Wherever its name stands: nobody should have to look for who pays us."""
        return self.facility.paid_words


def cards(pairs: Iterable[tuple["Facility", float | None]], setting: Setting) -> list[Card]:
    """Of facilities with their miles, if they have any. Names that are alike say what tells them apart."""
    made = [_card(facility, miles, setting) for facility, miles in pairs]
    return _across(_told_apart(made), setting)


def _card(facility: "Facility", miles: float | None, setting: Setting) -> Card:
    codes = frozenset(facility.codes)
    return Card(
        facility=facility,
        name=str(facility),
        where=_where(facility, setting),
        miles=miles_words(miles, here=facility.zip[:5] == setting.zip) if miles is not None else "",
        marks=marks(codes),
        numbers=facility.contact().numbers[:1] + facility.contact().numbers[1:][-1:],
        ask=_ask(facility.contradictions),
        medicines=_medicines(codes),
        pay=_pay(codes, facility.state, setting),
        less=_less(codes),
        age=_age(facility, setting),
    )


def miles_words(miles: float, *, here: bool = False) -> str:
    """Whole miles: a ZIP code's point is not more exact than that."""
    if here:
        return _("In this ZIP code")
    whole = max(1, round(miles))
    return ngettext("About %(count)d mile", "About %(count)d miles", whole) % {"count": whole}


def marks(codes: Collection[str]) -> list[Words]:
    """For whom alone a place is, or who runs it, where that decides."""
    found: list[Words] = []
    if "VAMC" in codes:
        found.append(_("Veterans only"))
    elif "DDF" in codes:
        found.append(_("Run by the military"))
    if not {"TBG", "IH"}.isdisjoint(codes):
        found.append(_("Tribal"))
    if ("FEM" in codes) != ("MALE" in codes):
        found.append(_("Women only") if "FEM" in codes else _("Men only"))
    return found


def _told_apart(made: Sequence[Card]) -> list[Card]:
    """By the street, where two places of a list have the same name."""
    names = Counter(card.name for card in made)
    return [
        replace(card, name=f"{card.name}, {card.facility.street1}")
        if names[card.name] > 1 and card.facility.street1
        else card
        for card in made
    ]


def _across(made: Sequence[Card], setting: Setting) -> list[Card]:
    if setting.state is None:
        return list(made)
    there = [card.facility.state == setting.state.code for card in made]
    first = there.index(False) if False in there else None
    return [
        replace(card, other_state=state(card.facility.state)) if place == first else card
        for place, card in enumerate(made)
    ]


def _where(facility: "Facility", setting: Setting) -> str:
    """The town only where it is another than the one that was asked for."""
    street = ", ".join(part for part in (facility.street1, facility.street2) if part)
    if setting.town and facility.town_id == setting.town:
        return street
    town = f"{facility.postal_city}, {facility.state}" if setting.state else f"{facility.postal_city} {facility.zip[:5]}"
    return f"{street}, {town}" if street else town


def _medicines(codes: Collection[str]) -> str:
    offers = service_codes.medicines(codes)
    if on_site := [str(MEDICINES[name]) for name, offer in offers.items() if offer == "on-site"]:
        return " · ".join(on_site)
    if "accepts" in offers.values():
        return _("No medicine on site. Takes people who get it elsewhere")
    return _("Uses no medicine for opioid use, as reported") if "no" in offers.values() else _("Medicine: not reported")


def _pay(codes: Collection[str], its_state: str, setting: Setting) -> list[Way]:
    there = [code for code in _PAY if code in codes]
    there.sort(key=lambda code: code not in setting.payment)
    return [Way(_pay_words(code, its_state, setting), code in setting.payment) for code in there]


def _pay_words(code: str, its_state: str, setting: Setting) -> Words:
    if code != "MD":
        return _PAY[code]
    its = state(its_state)
    if setting.state and setting.state.code != its.code:
        return _("%(state)s Medicaid") % {"state": its.name}
    return its.brand or _PAY[code]


def asked_codes(choices: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Of the ways to pay that were chosen."""
    return frozenset(code for value in choices.get("payment", ()) for code in CODES["payment", value].split())


def _less(codes: Collection[str]) -> str:
    """Ages, and the phases that are not plainly offered. About medication the line of medicines says all."""
    by_offer: dict[str, list[str]] = {}
    for phase, offer in service_codes.profile(codes).items():
        if phase != "medication" and offer != "yes":
            by_offer.setdefault(offer, []).append(str(_PHASES[phase]))
    lines = [ages(codes)] if ages(codes) else []
    lines += [str(words) % {"phases": ", ".join(by_offer[offer])} for offer, words in _OFFERS.items() if offer in by_offer]
    return ". ".join(lines)


def ages(codes: Collection[str]) -> str:
    """Of 12,744 reports of 2022, 2,407 name people under 18 alone, and a third of these have a program for older adults.

    So a code adds people and its absence keeps nobody out: 65 or older is hardly ever reported.
    """
    adults = {"YAD", "ADLT"}.intersection(codes)
    words = _("Adults") if len(adults) == 2 else ""
    if adults == {"YAD"}:
        words = _("Ages 18 to 25")
    elif adults == {"ADLT"}:
        words = _("Ages 26 and older")
    if "CHLD" not in codes:
        return words
    return _("%(adults)s, and people under 18") % {"adults": words} if words else _("Takes people under 18")


def _ask(contradictions: Iterable[str]) -> str:
    """What to ask about where a report contradicts itself."""
    questions = list(dict.fromkeys(str(_ASK[key]) for key in contradictions if key in _ASK))
    if not questions:
        return ""
    return _("Its report contradicts itself: ask %(questions)s.") % {"questions": f" {_('and')} ".join(questions)}


def _age(facility: "Facility", setting: Setting) -> str:
    if facility.last_confirmed_on:
        return _("Confirmed by phone %(day)s") % {"day": date_format(facility.last_confirmed_on)}
    if facility.edition_id == setting.edition or facility.edition.invented:
        return ""
    if facility.edition.survey_year:
        return _("Reported in %(year)d") % {"year": facility.edition.survey_year}
    return _("Reported: %(edition)s") % {"edition": facility.edition.name}
