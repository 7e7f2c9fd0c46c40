"""A city's listed facilities as its page shows them: narrowed, counted, sorted, and a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities.finder import card_rows
from facilities.finder import choices as asking
from facilities.finder.cards import Card, Setting, asked_codes, cards
from facilities.finder.choices import Chip, Chosen, Labels, Narrowed, Part
from facilities.finder.near import commonest
from facilities.finder.picks import Picks
from facilities.finder.traits import BITS, WIDTH
from facilities.models import City, DirectoryEdition, Facility
from facilities.places.states import state
from search.lists import page_or_first
from search.prepared import Prepared
from search.templatetags.once import Parts

PER_PAGE: Final = 20
MOST_CITIES: Final = 20  # whose rows are kept
PER_SHEET: Final = 80  # of places to call, printed: a line or two each
_PHASES: Final = [bit for (question, _value), bit in BITS.items() if question == "phase"]


class Row(NamedTuple):
    """What narrowing and sorting need of a facility: a city may have thousands."""

    pk: int
    name: str
    confirmed: date | None
    traits: int


@dataclass(frozen=True)
class Without:
    words: str
    query: str
    count: int


SORTS: Final[dict[str, tuple[Promise, Callable[[Row], Any]]]] = {
    "name": (_("Name"), lambda row: ()),
    "confirmed": (_("Last confirmed by us"), lambda row: -row.confirmed.toordinal() if row.confirmed else 0),
    "reported": (_("Most phases reported"), lambda row: -sum(bool(row.traits & bit) for bit in _PHASES)),
}
BY_NAME: Final = "name"


@dataclass(frozen=True)
class Found:
    """`query` is the one address of what is shown. Another that means the same is sent there."""

    city: City
    rows: Sequence[Row]
    choices: Chosen
    sort: str
    number: int
    picks: Picks = field(default_factory=Picks)
    per_page: int = PER_PAGE

    @property
    def total(self) -> int:
        return len(self.rows)

    @cached_property
    def _found(self) -> Narrowed:
        return asking.narrow([row.traits for row in self.rows], self.choices)

    @cached_property
    def page(self) -> Page[Row]:
        kept = [self.rows[place] for place in self._found.kept]
        kept.sort(key=lambda row: (SORTS[self.sort][1](row), row.name, row.pk))
        return page_or_first(Paginator(kept, self.per_page), str(self.number))

    @cached_property
    def facilities(self) -> list[Facility]:
        there = card_rows.read(row.pk for row in self.page.object_list)
        return card_rows.facilities(there[row.pk] for row in self.page.object_list if row.pk in there)

    @cached_property
    def edition(self) -> DirectoryEdition | None:
        """The one that most of the cards are of: its age is above the list."""
        return commonest(self.facilities)

    @property
    def cards(self) -> list[Card]:
        edition = self.edition.pk if self.edition else None
        return cards(((one, None) for one in self.facilities), Setting(asked_codes(self.choices), edition=edition))

    @cached_property
    def labels(self) -> Labels:
        return Labels(state(self.city.state))

    @property
    def parts(self) -> list[Part]:
        return asking.parts([row.traits for row in self.rows], self._found, self.choices, self.labels)

    @property
    def chips(self) -> list[Chip]:
        return asking.chips(self.choices, self.labels, lambda left: self._query(left))

    @property
    def withouts(self) -> list[Without]:
        """For a page where nothing is left: each question's answers less, and what that would find."""
        return [Without(chip.words, chip.query, len(self._found.without(chip.question))) for chip in self.chips]

    @property
    def query(self) -> str:
        return self._query(self.choices, self.page.number)

    @property
    def query_without_page(self) -> str:
        return self._query(self.choices)

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query_without_page)

    @property
    def hidden(self) -> list[tuple[str, str]]:
        """The choices and the picks, for a form that looks around a ZIP code or another town."""
        return [*asking.query(self.choices), *self.picks.pairs]

    @property
    def elsewhere(self) -> list[str]:
        """What was picked and stands on another page: the boxes of this one hold the rest."""
        return self.picks.not_in(self.facilities)

    @property
    def sheet_query(self) -> str:
        return urlencode(asking.query(self.choices))

    def _query(self, choices: Chosen, page: int = 1) -> str:
        pairs = [*asking.query(choices), *[("sort", self.sort)] * (self.sort != BY_NAME), *self.picks.pairs]
        return urlencode([*pairs, *[("page", str(page))] * (page > 1)])


def look(
    city: City, parameters: Mapping[str, Sequence[str]], per_page: int = PER_PAGE, generation: object = None
) -> Found:
    """What the parameters ask for. Those that mean nothing fall away.

    `generation` is the public version that the page is rendered under, if the request says so.
    """
    number = next(iter(parameters.get("page", ())), "")
    return Found(
        city=city,
        rows=_rows(city, generation),
        choices=asking.chosen(parameters),
        sort=next((name for name in parameters.get("sort", ()) if name in SORTS), BY_NAME),
        number=max(int(number), 1) if number.isdecimal() and number.isascii() and len(number) < 6 else 1,
        picks=Picks.read(parameters),
        per_page=per_page,
    )


def _of_city(city: int) -> QuerySet[Facility, tuple[Any, ...]]:
    columns = ("pk", "name1", "name2", "last_confirmed_on", "traits", "languages")
    return Facility.objects.listed().filter(city=city).order_by().values_list(*columns)


_OF_CITY: Final = Prepared(_of_city)
_OF_CITIES: Final = Parts[Sequence[Row]](MOST_CITIES)


def _rows(city: City, generation: object) -> Sequence[Row]:
    """Read once for all pages of the city, of which there are as many as there are choices."""
    if not generation:
        return _read(city)
    there = _OF_CITIES.under(generation)
    if city.pk not in there:
        there[city.pk] = _read(city)
    return there[city.pk]


def _read(city: City) -> Sequence[Row]:
    return [
        Row(pk, f"{name1} {name2}".casefold(), confirmed, first | second << WIDTH)
        for pk, name1, name2, confirmed, first, second in _OF_CITY.rows(city.pk)
    ]
