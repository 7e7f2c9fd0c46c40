"""How many listed facilities there are, by city, phase, state and town."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q
from django.urls import reverse

from facilities.finder.traits import BITS
from facilities.models import City, Facility
from facilities.places.states import State, state


def facilities_by_phase(phase_slug: str) -> list[tuple[City, int]]:
    """Every city with how many of its listed facilities report the phase fully, cities without any at the end."""
    there = Facility.objects.listed().filter(city__isnull=False).values_list("city_id", "traits")
    bit = BITS["phase", phase_slug]
    counts = Counter(city for city, traits in there.iterator() if traits & bit)
    return sorted(
        ((city, counts[city.pk]) for city in City.objects.shown()), key=lambda pair: (-pair[1], pair[0].name)
    )


class Listed(NamedTuple):
    listed: int
    invented: int


def facilities_by_city() -> dict[int, Listed]:
    """By primary key. A city without any is not in it."""
    there = Facility.objects.listed().filter(city__isnull=False).order_by().values_list("city_id")
    counts = there.annotate(listed=Count("pk"), invented=Count("pk", filter=Q(edition__invented=True)))
    return {city: Listed(listed, invented) for city, listed, invented in counts}


def facilities_by_state() -> list[tuple[State, int]]:
    """States and territories with listed facilities, by name."""
    counts = Facility.objects.listed().order_by().values_list("state").annotate(Count("pk"))
    return sorted(((state(code), count) for code, count in counts), key=lambda pair: pair[0].name)


class Place(NamedTuple):
    name: str
    address: str
    listed: int


def facilities_by_town(code: str) -> list[Place]:
    """A state's towns with listed facilities, by name, each with its page: that of a city, where there is one."""
    there = Facility.objects.listed().filter(state=code, town__isnull=False).order_by()
    counted = there.values_list("town", "town__name").annotate(Count("pk"))
    cities = {city.name.casefold(): city.get_absolute_url() for city in City.objects.shown().filter(state=code)}
    before, after = reverse("town", args=["-"]).split("-")  # once: to find an address hundreds of times costs
    towns = [
        Place(name, cities.get(name.casefold()) or f"{before}{key}{after}", count) for key, name, count in counted
    ]
    return sorted(towns)
