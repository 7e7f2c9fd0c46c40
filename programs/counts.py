"""How many listed facilities there are, by city and by phase."""

from collections import Counter

from django.db.models import Count

from programs import phases
from programs.models import City, Facility


def facilities_by_phase(phase_slug: str) -> list[tuple[City, int]]:
    """Every city with how many of its listed facilities report the phase fully, cities without any at the end."""
    there = Facility.objects.listed().filter(city__isnull=False).values_list("city_id", "codes")
    counts = Counter(city for city, codes in there.iterator() if phases.profile(codes)[phase_slug] == "yes")
    return sorted(((city, counts[city.pk]) for city in City.objects.all()), key=lambda pair: (-pair[1], pair[0].name))


def facilities_by_city() -> dict[int, int]:
    """By primary key. A city without any is not in it."""
    there = Facility.objects.listed().filter(city__isnull=False).order_by()
    return dict(there.values_list("city_id").annotate(count=Count("pk")))
