"""A city's listed facilities as its page shows them: narrowed, counted, sorted, and a page at a time."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple
from urllib.parse import urlencode

from django.core.cache import cache
from django.core.paginator import Page, Paginator
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from facilities import facility_cards
from facilities.facets import facets, traits
from facilities.filters import Choice, Facet, Narrowed, Trait, ask, chosen, narrow
from facilities.models import City, DirectoryEdition, Facility
from facilities.phases import PHASES
from facilities.zip_bars import Where, where
from search.services import public_version

PER_PAGE: Final = 20
SECONDS_KEPT: Final = 600


class Row(NamedTuple):
    """What narrowing and sorting need of a facility: a city may have thousands."""

    pk: int
    name: str
    zip: str
    confirmed: date | None
    traits: frozenset[Trait]
    invented: bool


SORTS: Final[dict[str, tuple[Promise, Callable[[Row], Any]]]] = {
    "name": (_("Name"), lambda row: ()),
    "zip": (_("ZIP code"), lambda row: row.zip),
    "confirmed": (_("Last confirmed by us"), lambda row: -row.confirmed.toordinal() if row.confirmed else 0),
    "reported": (
        _("Most phases reported"),
        lambda row: -sum(name == "phase" for name, _value in row.traits),
    ),
}
BY_NAME: Final = "name"


@dataclass(frozen=True)
class Asked:
    """A facet as the form shows it."""

    facet: Facet
    choices: Sequence[Choice]
    answered: bool


@dataclass(frozen=True)
class Chip:
    """A choice that was made; `query` is the address without it, `without` how many that would find."""

    question: str | Promise
    words: str | Promise
    query: str
    without: int


@dataclass(frozen=True)
class Found:
    """`query` is the one address of what is shown. Another that means the same is sent there.

    With `all_invented`, no facility of the city exists, whatever was asked for: the page says so once, and not each
    card.
    """

    total: int
    page: Page[Row]
    cards: Sequence[facility_cards.Card]
    asked: Sequence[Asked]
    where: Where | None
    chips: Sequence[Chip]
    sort: str
    query: str
    query_without_page: str
    all_invented: bool

    @property
    def is_narrowed(self) -> bool:
        return bool(self.query_without_page)

    @property
    def editions(self) -> list[DirectoryEdition]:
        """Of the cards shown: they are not always of one."""
        return list({card.facility.edition_id: card.facility.edition for card in self.cards}.values())

    @property
    def more_is_used(self) -> bool:
        return self.sort != BY_NAME or any(one.answered for one in self.asked if one.facet.more)


def look(city: City, parameters: Mapping[str, Sequence[str]]) -> Found:
    """What the parameters ask for. Those that mean nothing fall away."""
    rows = _rows(city)
    questions = facets({phase.slug: phase.name for phase in PHASES}, {row.zip for row in rows})
    choices = chosen(parameters, questions)
    found = narrow(((row, row.traits) for row in rows), choices)
    sort = next((name for name in parameters.get("sort", ()) if name in SORTS), BY_NAME)
    page = _page(sorted(found.keys, key=lambda row: (SORTS[sort][1](row), row.name, row.pk)), parameters)
    cards = _cards(page)
    asked = [Asked(one, ask(one, found, choices), one.name in choices) for one in questions]
    return Found(
        total=len(rows),
        page=page,
        cards=cards,
        asked=asked,
        where=_where(asked, choices, found, sort),
        chips=_chips(questions, choices, found, sort),
        sort=sort,
        query=_query(choices, sort, page.number),
        query_without_page=_query(choices, sort),
        all_invented=bool(rows) and all(row.invented for row in rows),
    )


def _rows(city: City) -> list[Row]:
    """Kept for as long as nothing public changes: every choice that a reader makes asks for the same rows."""
    key = f"rows:{public_version()}:{city.pk}:{'-'.join(Row._fields)}"
    rows: list[Row] | None = cache.get(key)
    if rows is None:
        rows = _read(city)
        cache.set(key, rows, SECONDS_KEPT)
    return rows


def _read(city: City) -> list[Row]:
    columns = ("pk", "name1", "name2", "zip", "last_confirmed_on", "codes", "edition__invented")
    there = Facility.objects.listed().filter(city=city).order_by().values_list(*columns)
    return [
        Row(pk, f"{name1} {name2}".casefold(), zip_code[:5], confirmed, traits(codes, zip_code), invented)
        for pk, name1, name2, zip_code, confirmed, codes, invented in there
    ]


def _page(rows: list[Row], parameters: Mapping[str, Sequence[str]]) -> Page[Row]:
    paginator = Paginator(rows, PER_PAGE)
    number = next(iter(parameters.get("page", ())), "")
    is_one = number.isdecimal() and len(number) < 6 and 1 <= int(number) <= paginator.num_pages
    return paginator.page(int(number) if is_one else 1)


def _cards(page: Page[Row]) -> list[facility_cards.Card]:
    there = Facility.objects.listed().select_related("edition").in_bulk([row.pk for row in page.object_list])
    return [facility_cards.card(there[row.pk]) for row in page.object_list if row.pk in there]


def _chips(questions: Sequence[Facet], choices: Mapping[str, str], found: Narrowed[Row], sort: str) -> list[Chip]:
    chips = []
    for one in questions:
        if one.name in choices:
            rest = {name: value for name, value in choices.items() if name != one.name}
            words = one.answers[choices[one.name]]
            chips.append(Chip(one.question, words, _query(rest, sort), len(found.without(one.name))))
    return chips


def _where(asked: Sequence[Asked], choices: Mapping[str, str], found: Narrowed[Row], sort: str) -> Where | None:
    """Drawn from the answers of the form, so that both say the same number."""
    answers = next(one.choices for one in asked if one.facet.name == "zip")
    rest = {name: value for name, value in choices.items() if name != "zip"}
    places = [(row.zip, row.invented) for row in found.without("zip")]
    return where(answers, places, lambda code: _query({**rest, "zip": code} if code else rest, sort), bool(rest))


def _query(choices: Mapping[str, str], sort: str, page: int = 1) -> str:
    pairs = list(choices.items()) + [("sort", sort)] * (sort != BY_NAME) + [("page", str(page))] * (page > 1)
    return urlencode(pairs)
