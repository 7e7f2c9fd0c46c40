"""A town's listed facilities as its page shows them, by name."""

from dataclasses import dataclass
from functools import cached_property
from typing import Final
from urllib.parse import urlencode

from django.core.paginator import Page, Paginator

from facilities.finder.cards import Card, Setting, cards
from facilities.finder.near import commonest
from facilities.finder.picks import Picks
from facilities.models import DirectoryEdition, Facility, Town
from facilities.places.states import State, state
from search.lists import page_or_first

PER_PAGE: Final = 20


@dataclass(frozen=True)
class Found:
    town: Town
    total: int
    page: Page[Facility]
    picks: Picks

    @property
    def state(self) -> State:
        return state(self.town.state)

    @cached_property
    def edition(self) -> DirectoryEdition | None:
        return commonest(self.page.object_list)

    @property
    def cards(self) -> list[Card]:
        edition = self.edition.pk if self.edition else None
        return cards(((one, None) for one in self.page.object_list), Setting(town=self.town.key, edition=edition))

    @property
    def elsewhere(self) -> list[str]:
        """What was picked and stands on another page: the boxes of this one hold the rest."""
        return self.picks.not_in(self.page.object_list)

    @property
    def near_query(self) -> str:
        return urlencode([("place", str(self.town)), *self.picks.pairs])


def look(town: Town, number: str, picks: Picks) -> Found:
    listed = Facility.objects.listed().for_cards().filter(town=town).order_by("name1", "name2", "pk")
    paginator = Paginator(listed, PER_PAGE)
    return Found(town, paginator.count, page_or_first(paginator, number), picks)
