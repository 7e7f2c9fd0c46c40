from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string

from facilities.cards import Card
from facilities.places.states import State

register = template.Library()


@register.inclusion_tag("components/facility_cards.html")
def facility_cards(cards: Sequence[Card], home: State | None = None) -> dict[str, Any]:
    """The one way in which a list shows facilities. `home` is the state that was asked for.

    A context of its own, and the sheet for calls made once: a list says the same twenty times.
    """
    return {"cards": cards, "home": home, "sheet": render_to_string("components/call_sheet.html")}
