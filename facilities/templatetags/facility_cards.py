"""Lists of facilities and the form that narrows them. What is on a page twenty or sixty times is put together
here: templates took half of the page's time for it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

from django import template
from django.template.loader import render_to_string
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from facilities.finder.cards import MEDICINES, Card, ages
from facilities.finder.choices import Part
from facilities.finder.counts import Place
from facilities.finder.picks import Picks
from facilities.finder.told import Shown
from facilities.models import Facility
from facilities.places.states import State
from facilities.service_codes import medicines

register = template.Library()
CHECKED: Final = ("", SafeString(" checked"))
# The whole line is the target.
BOX: Final = '<label class="pick"><input type="checkbox" name="{}" value="{}"{}><span>{}</span>'
ANSWER: Final = '{} <span class="count">{}</span></label>'
AWAY: Final = "<b>{}</b> · {}"
MARK: Final = ' <span class="mark">{}</span>'
DIALED: Final = '<a class="action{}" href="{}">{} <b>{}</b></a>'
NOT_DIALED: Final = "<span>{} <b>{}</b></span>"
DOUBT: Final = '<p class="doubt"><span aria-hidden="true">⚠</span> {}</p>'
ASKED_FOR: Final = '<b class="yes">✓&nbsp;{}</b>'
COUNTED: Final = '<li><a href="{}">{}</a> <span class="small muted">{}</span></li>'
LINES: Final = "<p><b>{}</b></p><p>{} {}</p>"
LESS: Final = f'{LINES}<p class="muted">{{}}</p>'


@dataclass(frozen=True)
class Printed(Shown):
    """A card with its lines as HTML. `picked` says whether its box is checked."""

    card: Card
    slug: str
    at: SafeString
    calls: SafeString
    lines: SafeString
    picked: str


@register.inclusion_tag("components/facility_cards.html")
def facility_cards(
    cards: Sequence[Card], home: State | None = None, form: str = "", picks: Picks | None = None
) -> dict[str, Any]:
    """The one way in which a list shows facilities. `home` is the state that was asked for, `form`
    the id of the form that holds the boxes to pick places by, `picks` what was picked before.

    A context of its own, and the sheet for calls made once: a list says the same twenty times.
    """
    sheet = render_to_string("components/call_sheet.html")
    picked = frozenset(picks.slugs if picks else ())
    return {"cards": list(_printed(cards, picked)), "home": home, "sheet": sheet, "form": form}


def _printed(cards: Sequence[Card], picked: frozenset[str]) -> Iterator[Printed]:
    pay = conditional_escape(_("Pay:"))
    for card in cards:
        slug = card.facility.slug
        yield Printed(card, slug, _at(card), calls(card), _lines(card, pay), CHECKED[slug in picked])


def _at(card: Card) -> SafeString:
    at = format_html(AWAY, card.miles, card.where) if card.miles else conditional_escape(card.where)
    return at + format_html_join("", MARK, ((mark,) for mark in card.marks)) if card.marks else at


@register.simple_tag
def calls(card: Card) -> SafeString:
    """Its numbers, each to be called by touching it."""
    found = SafeString()
    for call in card.calls:
        if call.href:
            found += format_html(DIALED, " second" if found else "", call.href, call.words, call.text)
        else:
            found += format_html(NOT_DIALED, call.words, call.text)
    return found or conditional_escape(_("No phone number reported"))


def _lines(card: Card, pay: SafeString) -> SafeString:
    lines = format_html(LESS if card.less else LINES, card.medicines, pay, ways_to_pay(card), card.less)
    return format_html(DOUBT, card.ask) + lines if card.ask else lines


@register.simple_tag
def ways_to_pay(card: Card) -> SafeString:
    """All of them, those that were asked for first and marked."""
    if not card.asked:
        return conditional_escape(card.pay)
    asked = format_html_join(", ", ASKED_FOR, ((way,) for way in card.asked))
    return format_html("{}, {}", asked, card.pay) if card.pay else asked


@register.simple_tag
def in_short(facility: Facility) -> str:
    """What decides between places that stand by name alone: medicines on site, and ages."""
    given = [str(MEDICINES[name]) for name, offer in medicines(facility.codes).items() if offer == "on-site"]
    return ". ".join(part for part in (", ".join(given), ages(facility.codes)) if part)


@register.simple_tag
def answers(part: Part) -> SafeString:
    """The boxes of one question of the form."""
    boxes = ((_box(one.question, one.value, one.words, one.chosen), one.count) for one in part.answers)
    return format_html_join("", ANSWER, boxes)


@lru_cache(maxsize=1_000)
def _box(question: str, value: str, words: str, chosen: bool) -> SafeString:
    """Of one answer: most pages ask the same seventy."""
    return format_html(BOX, question, value, CHECKED[chosen], words)


@register.simple_tag
def counted(places: Sequence[Place]) -> SafeString:
    """Items of a list of states or towns, each with how many places it has."""
    return format_html_join("\n", COUNTED, ((place.address, place.name, place.listed) for place in places))
