"""A short list of your own, which lives in an address: picked, compared, printed, sent. No one keeps it."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _

from facilities import service_codes
from facilities.finder import choices as asking
from facilities.finder.cards import Card, Setting, asked_codes, cards
from facilities.finder.choices import Chosen
from facilities.finder.finding import Start, find
from facilities.models import Facility
from facilities.places.distance import Point, miles

NAME: Final = "p"
MOST: Final = 10
_SLUG: Final = re.compile(r"[a-z0-9-]{1,120}", re.ASCII)
LONGEST_BODY: Final = 1_800  # of an address, for programs that cut longer ones


@dataclass(frozen=True)
class Picks:
    """`too_many` says how many more were picked than a list holds."""

    slugs: tuple[str, ...] = ()
    too_many: int = 0

    @classmethod
    def read(cls, parameters: Mapping[str, Sequence[str]]) -> "Picks":
        """Each once, in its order. What can be no address of a place is passed over."""
        slugs = tuple(dict.fromkeys(one for one in parameters.get(NAME, ()) if _SLUG.fullmatch(one)))
        return cls(slugs[:MOST], max(0, len(slugs) - MOST))

    @property
    def pairs(self) -> list[tuple[str, str]]:
        """For an address, or the hidden fields of a form."""
        return [(NAME, slug) for slug in self.slugs]

    def not_in(self, facilities: Iterable[Facility]) -> list[str]:
        here = {facility.slug for facility in facilities}
        return [slug for slug in self.slugs if slug not in here]

    def without(self, slug: str) -> "Picks":
        return Picks(tuple(one for one in self.slugs if one != slug))


@dataclass(frozen=True)
class Picked:
    """A place of the list with what is compared next to its card, and the address of the list without it."""

    card: Card
    languages: str
    query: str


@dataclass(frozen=True)
class Gone:
    """A place that the list cannot show. `name` is empty where no place ever had this address."""

    slug: str
    name: str
    url: str
    query: str


class MyList:
    """What the address says, looked up. `start` is where the miles begin, if a place was given."""

    def __init__(self, parameters: Mapping[str, Sequence[str]]) -> None:
        self.picks = Picks.read(parameters)
        self.choices: Chosen = asking.chosen(parameters)
        self.typed = " ".join(next(iter(parameters.get("place", ())), "").split())[:100]
        self.within = next(iter(parameters.get("within", ())), "")[:3]
        found = find(self.typed) if self.typed else None
        self.start = found if isinstance(found, Start) else None
        self._rows = {row.slug: row for row in self._public()}
        self._listed = set(
            Facility.objects.listed().filter(slug__in=self.picks.slugs).order_by().values_list("slug", flat=True)
        )

    def _public(self) -> Sequence[Facility]:
        if not self.picks.slugs:
            return []
        return list(Facility.objects.public().filter(slug__in=self.picks.slugs).select_related("edition"))

    @cached_property
    def places(self) -> list[Picked]:
        """Nearest first where miles are known, otherwise as they were picked."""
        there = [self._rows[slug] for slug in self.picks.slugs if slug in self._listed]
        pairs = [(row, self._miles(row)) for row in there]
        pairs.sort(key=lambda pair: pair[1] if pair[1] is not None else float("inf"))
        start = self.start
        setting = Setting(
            payment=asked_codes(self.choices),
            state=start.state if start else None,
            zip=start.zip if start else "",
        )
        return [
            Picked(card, self._languages(card.facility), self._query(self.picks.without(card.facility.slug)))
            for card in cards(pairs, setting)
        ]

    def _miles(self, facility: Facility) -> float | None:
        if self.start is None or facility.latitude is None or facility.longitude is None:
            return None
        return miles(self.start.place, Point(facility.latitude, facility.longitude))

    def _languages(self, facility: Facility) -> str:
        return ", ".join(str(label) for _key, label in service_codes.labels(facility.codes, "languages"))

    @property
    def gone(self) -> list[Gone]:
        found = []
        for slug in self.picks.slugs:
            if slug not in self._listed:
                row = self._rows.get(slug)
                name, url = (str(row), row.get_absolute_url()) if row else ("", "")
                found.append(Gone(slug, name, url, self._query(self.picks.without(slug))))
        return found

    def _query(self, picks: Picks) -> str:
        return urlencode([*self._place, *asking.query(self.choices), *picks.pairs])

    @property
    def _place(self) -> list[tuple[str, str]]:
        return [("place", self.typed)] if self.typed else []

    @property
    def back(self) -> str:
        """The results as they were, with what is on the list ticked."""
        ring = urlencode([("within", self.within)]) + "&" if self.within.isdecimal() else ""
        return ring + self._query(self.picks) if self.typed else ""

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """For the field that leads to another place."""
        return [*asking.query(self.choices), *self.picks.pairs]

    @property
    def _lines(self) -> list[str]:
        lines = []
        for place in self.places:
            calls = "; ".join(f"{call.words} {call.text}" for call in place.card.calls)
            lines.append(f"{place.card.name}: {calls}")
        return lines

    @property
    def body(self) -> str:
        """Names and numbers alone: neither where someone is nor what they asked for. As long as links may be."""
        line_end = "%0D%0A"
        parts, length = [], 0
        for line in [*self._lines, _("Overdose: call 911")]:
            part = quote(line, safe="")
            length += len(part) + len(line_end)
            if length > LONGEST_BODY:
                break
            parts.append(part)
        return line_end.join(parts)

    @property
    def text_url(self) -> str:
        return f"sms:?&body={self.body}"

    @property
    def mail_url(self) -> str:
        subject = _("Numbers to call")
        return f"mailto:?subject={quote(subject)}&body={self.body}"
