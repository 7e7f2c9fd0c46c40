"""How many listed facilities there are, by city, phase, state and town."""

from typing import Any, Final, NamedTuple

from django.db.models import Count, F, Q, QuerySet, Value
from django.urls import reverse

from facilities.finder.traits import BITS
from facilities.models import City, Facility
from facilities.places.states import State, state
from search.prepared import Prepared


class Reported(NamedTuple):
    city: City
    reporting: int
    listed: int
    invented: int


def facilities_by_phase(phase_slug: str) -> list[Reported]:
    """Every city with how many of its listed facilities report the phase fully, cities without any at the end."""
    cities: dict[int, City] = {}
    counts: dict[int, tuple[int, int, int]] = {}
    for pk, slug, name, state_code, *found in _BY_PHASE.rows(BITS["phase", phase_slug]):
        if slug:
            cities[pk] = City(pk=pk, slug=slug, name=name, state=state_code)
        else:
            reporting, listed, invented = found
            counts[pk] = reporting, listed, invented
    reported = (Reported(city, *counts.get(pk, (0, 0, 0))) for pk, city in cities.items())
    return sorted(reported, key=lambda one: (-one.reporting, one.city.name))


def _cities_and_counts(bit: int) -> "QuerySet[City, Any]":
    """Cities that are shown, and counts of a city without its name: one question to the database."""
    there = Facility.objects.listed().filter(city__isnull=False).order_by()
    of_city = there.annotate(asked=F("traits").bitand(bit)).values("city")
    counts = of_city.annotate(
        **{name: Value("") for name in ("slug_of", "name_of", "state_of")},
        reporting=Count("pk", filter=Q(asked__gt=0)),
        listed=Count("pk"),
        invented=Count("pk", filter=Q(edition__invented=True)),
    )
    nothing = [Value(0), Value(0), Value(0)]
    cities = City.objects.shown().order_by().values_list("pk", "slug", "name", "state", *nothing)
    return cities.union(
        counts.values_list("city", "slug_of", "name_of", "state_of", "reporting", "listed", "invented"), all=True
    )


_BY_PHASE: Final = Prepared(_cities_and_counts)


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
