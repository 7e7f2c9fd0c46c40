"""How many listed facilities there are, by city and by phase."""

from collections import Counter
from typing import NamedTuple

from django.db.models import Count, Q

from facilities import service_codes
from facilities.models import City, Facility


def facilities_by_phase(phase_slug: str) -> list[tuple[City, int]]:
    """Every city with how many of its listed facilities report the phase fully, cities without any at the end."""
    there = Facility.objects.listed().filter(city__isnull=False).values_list("city_id", "codes")
    counts = Counter(city for city, codes in there.iterator() if service_codes.profile(codes)[phase_slug] == "yes")
    return sorted(((city, counts[city.pk]) for city in City.objects.all()), key=lambda pair: (-pair[1], pair[0].name))


class Listed(NamedTuple):
    listed: int
    invented: int


def facilities_by_city() -> dict[int, Listed]:
    """By primary key. A city without any is not in it."""
    there = Facility.objects.listed().filter(city__isnull=False).order_by().values_list("city_id")
    counts = there.annotate(listed=Count("pk"), invented=Count("pk", filter=Q(edition__invented=True)))
    return {city: Listed(listed, invented) for city, listed, invented in counts}
