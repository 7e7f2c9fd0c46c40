"""How a facility is reached, as every page shows it. Knows no rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.phones import Phone, dial

MAP: Final = "https://www.google.com/maps/dir/?"
NEW_PATIENTS: Final = _("New patients")


@dataclass(frozen=True)
class Number:
    words: str | Promise
    phone: Phone


@dataclass(frozen=True)
class Contact:
    """`numbers` are each another one, the one for new patients first."""

    numbers: Sequence[Number]
    street: str
    second_line: str
    town: str
    state: str
    zip: str
    website: str

    @property
    def map_url(self) -> str:
        """Neither the facility's name nor a start is in it: whose map it is learns only an address."""
        where = ", ".join(part for part in (self.street, self.town, f"{self.state} {self.zip}") if part)
        return MAP + urlencode({"api": 1, "destination": where})


def numbers(phone: str, *intake: str) -> list[Number]:
    """Numbers that are equal stand once. Two need words that tell them apart; one is just the phone."""
    main, found = dial(phone), [dial(text) for text in intake if text]
    fresh: dict[str, Phone] = {}
    for one in found:
        if _same(one) != _same(main):
            fresh.setdefault(_same(one), one)
    made = [
        Number(NEW_PATIENTS if place == 0 else _("New patients, second number"), one)
        for place, one in enumerate(fresh.values())
    ]
    if not phone:
        return made
    return [*made, Number(_("Main") if made else _("Phone"), main)]


def _same(phone: Phone) -> str:
    return phone.href or phone.text
