"""The listed facilities around a place, nearest first: narrowed, counted, and a page at a time.

A box and an index find who may be near, Python cuts the circle out of it. So a page costs two such queries at most,
however far it has to look.
"""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain
from typing import Any, Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from facilities.finder import card_rows
from facilities.finder import choices as asking
from facilities.finder.card_rows import CardRow
from facilities.finder.cards import Card, Setting, asked_codes, cards, miles_words
from facilities.finder.choices import Chip, Chosen, Labels, Narrowed, Part
from facilities.finder.finding import Start
from facilities.finder.picks import Picks
from facilities.finder.traits import BITS, VETERANS_ONLY, WIDTH
from facilities.models import DirectoryEdition, Facility
from facilities.places.distance import Point, boxes, miles_from
from search.lists import page_or_first
from search.prepared import Prepared

RINGS: Final = (5, 10, 25, 50, 100, 250)
LAST: Final = RINGS[-1]
CLOSE: Final = 25  # where no one says how far: these first, and the last ring only if they are too few
ENOUGH: Final = 5
COUNTED_FROM: Final = 50  # a ring up to this one is loaded to say how many it would show
PER_PAGE: Final = 20


Row = tuple[float, int, int]  # miles, primary key, traits: thousands of them, so they are bare


@dataclass(frozen=True)
class Without:
    """What would be found without some of the choices, within the last ring."""

    words: Sequence[str]
    query: str
    count: int
    nearest: str


@dataclass(frozen=True)
class Wider:
    """`count` is None where no one has counted."""

    ring: int
    count: int | None
    query: str


def _miles(row: Row) -> float:
    return row[0]


def _in_boxes(*sides: float) -> QuerySet[Facility, tuple[Any, ...]]:
    inside = Q()
    for south, north, west, east in zip(*[iter(sides)] * 4, strict=True):
        inside |= Q(latitude__range=(south, north), longitude__range=(west, east))
    columns = ("latitude", "longitude", "pk", "traits", "languages")
    return Facility.objects.listed().filter(inside).order_by().values_list(*columns)


IN_BOXES: Final = Prepared(_in_boxes)


def rows_around(start: Point, ring: int) -> list[Row]:
    """Every listed facility within so many miles, nearest first. Those of one distance have no order yet."""
    found, miles = [], miles_from(start)
    north = east = away = None
    for latitude, longitude, pk, first, second in IN_BOXES.rows(*chain(*boxes(start, ring))):
        # Those of one ZIP code mostly share a point, and the index gives them one after another.
        if away is None or longitude != east or latitude != north:
            north, east, away = latitude, longitude, miles(latitude, longitude)
        if away <= ring:
            found.append((away, pk, first | second << WIDTH))
    found.sort(key=_miles)
    return found


def counts_around(starts: Sequence[Point], ring: int) -> list[int]:
    """How many there are within so many miles of each."""
    around = [boxes(start, ring) for start in starts]
    rows = IN_BOXES.rows(*chain(*chain(*around)))
    places = sorted(Counter((latitude, longitude) for latitude, longitude, *_rest in rows).items())
    found = []
    for start, its in zip(starts, around, strict=True):
        # Miles are dear: only those of the same latitude.
        first, miles = bisect_left(places, its[0].south, key=_latitude), miles_from(start)
        last = bisect_right(places, its[0].north, key=_latitude)
        found.append(sum(count for place, count in places[first:last] if miles(*place) <= ring))
    return found


def _latitude(place: tuple[tuple[float, float], int]) -> float:
    return place[0][0]


@dataclass(frozen=True)
class Wish:
    """What the address asks for. `ring` is None where the list is to grow until enough fit."""

    choices: Chosen
    ring: int | None = None
    page: int = 1
    picks: Picks = field(default_factory=Picks)

    @classmethod
    def read(cls, parameters: Mapping[str, Sequence[str]]) -> "Wish":
        """What means nothing is passed over."""
        ring = next((int(one) for one in parameters.get("within", ()) if one in map(str, RINGS)), None)
        page = next((int(one) for one in parameters.get("page", ()) if one.isdecimal() and len(one) < 6), 1)
        return cls(asking.chosen(parameters), ring, max(page, 1), Picks.read(parameters))


class Near:
    """One look around. What the template does not ask for is not computed."""

    def __init__(self, start: Start, wish: Wish) -> None:
        self.start, self.wish, self.choices = start, wish, wish.choices
        if wish.ring is None:
            self._grow()
        else:
            self._load(next((ring for ring in RINGS if wish.ring < ring <= COUNTED_FROM), wish.ring))
            self.ring = wish.ring
        self._rows, self.found = self._within(self.ring)
        self.kept = [self._rows[place] for place in self.found.kept]

    def _load(self, ring: int) -> None:
        self._loaded, self._all = ring, rows_around(self.start.place, ring)
        self._found = asking.narrow([traits for _away, _pk, traits in self._all], self.choices)

    def _grow(self) -> None:
        """Until enough fit. Places for veterans alone do not count, unless they were asked for."""
        self._load(CLOSE)
        if (ring := self._ring_with_enough()) is None:
            self._load(LAST)
            ring = self._ring_with_enough()
        self.ring = ring or LAST

    def _ring_with_enough(self) -> int | None:
        also_veterans = "veterans" in self.choices.get("group", ())
        fitting = (self._all[place] for place in self._found.kept)
        away = [miles for miles, _pk, traits in fitting if also_veterans or not traits & VETERANS_ONLY]
        return next(ring for ring in RINGS if away[ENOUGH - 1] <= ring) if len(away) >= ENOUGH else None

    def _within(self, ring: int) -> tuple[list[Row], Narrowed]:
        cut = bisect_right(self._all, float(ring), key=_miles)
        nearly = {question: places[: bisect_left(places, cut)] for question, places in self._found.nearly.items()}
        return self._all[:cut], Narrowed(self._found.kept[: bisect_left(self._found.kept, cut)], nearly)

    @property
    def count(self) -> int:
        return len(self.kept)

    @property
    def grew(self) -> bool:
        return self.wish.ring is None and self.ring > RINGS[0]

    @property
    def few(self) -> bool:
        """Not enough, although we looked as far as we do."""
        return self.count < ENOUGH and self.ring == LAST

    @cached_property
    def page(self) -> Page[Row]:
        return page_or_first(Paginator(self.kept, PER_PAGE), str(self.wish.page))

    @cached_property
    def pairs(self) -> list[tuple[Facility, float]]:
        """Of the page. Those of the same distance by town, name and number, the town that was asked for first."""
        shown = self.page.object_list
        if not shown:
            return []
        first = bisect_left(self.kept, _miles(shown[0]), key=_miles)
        tied = self.kept[first : bisect_right(self.kept, _miles(shown[-1]), key=_miles)]
        there = card_rows.read(pk for _away, pk, _traits in tied)
        ordered = sorted((away, *self._rank(there[pk]), pk) for away, pk, _traits in tied if pk in there)
        before = self.page.start_index() - 1 - first
        here = ordered[before : before + len(shown)]
        made = card_rows.facilities(there[pk] for *_order, pk in here)
        return list(zip(made, (away for away, *_rest in here), strict=True))

    def _rank(self, row: CardRow) -> tuple[bool, str]:
        town, name = card_rows.town_and_name(row)
        return town != self.start.town, name

    @cached_property
    def edition(self) -> DirectoryEdition | None:
        """The one that most of the cards are of: its age is above the list."""
        return commonest(facility for facility, _away in self.pairs)

    @property
    def cards(self) -> list[Card]:
        setting = Setting(
            payment=asked_codes(self.choices),
            state=self.start.state,
            zip=self.start.zip,
            town=self.start.town,
            edition=self.edition.pk if self.edition else None,
        )
        return cards(self.pairs, setting)

    @property
    def elsewhere(self) -> list[str]:
        """What was picked and stands on another page: the boxes of this one hold the rest."""
        return self.wish.picks.not_in(facility for facility, _away in self.pairs)

    @cached_property
    def labels(self) -> Labels:
        return Labels(self.start.state)

    @property
    def parts(self) -> list[Part]:
        return asking.parts([traits for _away, _pk, traits in self._rows], self.found, self.choices, self.labels)

    @property
    def chips(self) -> list[Chip]:
        return asking.chips(self.choices, self.labels, lambda left: self.query(self.wish.ring, left))

    @property
    def query_without_page(self) -> str:
        return self.query(self.wish.ring, self.choices)

    def query(self, ring: int | None, choices: Chosen) -> str:
        pairs = [("place", self.start.typed), *([("within", str(ring))] if ring else [])]
        return urlencode([*pairs, *asking.query(choices), *self.wish.picks.pairs])

    @cached_property
    def wider(self) -> Wider | None:
        """The next ring that has more. How many it has is known where they were loaded anyway."""
        if not self.count and self._loaded < LAST:
            self._load(LAST)
        kept = [self._all[place] for place in self._found.kept]
        for ring in RINGS:
            if self.ring < ring <= self._loaded:
                count = bisect_right(kept, float(ring), key=_miles)
                if count > self.count:
                    return Wider(ring, count, self.query(ring, self.choices))
        following = next((ring for ring in RINGS if ring > self._loaded), None)
        return Wider(following, None, self.query(following, self.choices)) if following else None

    @property
    def withouts(self) -> list[Without]:
        """For a page where nothing fits: one question's answers less, otherwise all of them. Looks as far as we do."""
        if self._loaded < LAST:
            self._load(LAST)
        found = [self._without(question) for question in self.choices]
        helping = [one for one in found if one.count]
        if len(self.choices) > 1 or not helping:
            helping.append(self._without(*self.choices))
        return [one for one in helping if one.count]

    def _without(self, *questions: str) -> Without:
        left = asking.without(self.choices, *questions)
        places = self._found.without(questions[0]) if len(questions) == 1 else range(len(self._all))
        words = [self.labels.in_sentence(question, self.choices[question]) for question in questions]
        nearest = _miles(self._all[places[0]]) if places else 0
        return Without(words, self.query(None, left), len(places), miles_words(nearest))

    @property
    def asked_words(self) -> list[str]:
        return [self.labels.in_sentence(question, values) for question, values in self.choices.items()]

    @property
    def by_video(self) -> Wider | None:
        """Places within the last ring that see people by phone or video, whatever was asked for."""
        telehealth = BITS["setting", "telehealth"]
        count = sum(bool(traits & telehealth) for _away, _pk, traits in self._all)
        choices: Chosen = {"setting": ["telehealth"]}
        return Wider(self._loaded, count, self.query(self._loaded, choices)) if count else None


def commonest(facilities: Iterable[Facility]) -> DirectoryEdition | None:
    counts = Counter(facility.edition for facility in facilities)
    return counts.most_common(1)[0][0] if counts else None
