from collections.abc import Sequence
from typing import Any

from django import template
from django.template.loader import render_to_string

from facilities.cards import Card
from facilities.picks import Picks
from facilities.places.states import State

register = template.Library()


@register.inclusion_tag("components/facility_cards.html")
def facility_cards(
    cards: Sequence[Card], home: State | None = None, form: str = "", picks: Picks | None = None
) -> dict[str, Any]:
    """The one way in which a list shows facilities. `home` is the state that was asked for, `form`
    the id of the form that holds the boxes to pick places by, `picks` what was picked before.

    A context of its own, and the sheet for calls made once: a list says the same twenty times.
    """
    sheet = render_to_string("components/call_sheet.html")
    picked = picks.slugs if picks else ()
    return {"cards": cards, "home": home, "sheet": sheet, "form": form, "picked": picked}
