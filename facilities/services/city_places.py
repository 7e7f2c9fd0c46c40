"""Which city's pages a facility stands on: by its address's city name, else by the first digits of its ZIP."""

import re
from collections.abc import Iterator

from django.db import transaction

from facilities.kinds import FACILITIES
from facilities.models import City, Facility
from search.services import refresh

_RANGE = re.compile(r"(\d{3})(?:\s*[-–]\s*(\d{3}))?", re.ASCII)


def zip_prefixes(text: str) -> Iterator[str]:
    """Each prefix of "900-918, 935". What is no prefix is passed over."""
    for part in text.split(","):
        if match := _RANGE.fullmatch(part.strip()):
            first, last = int(match[1]), int(match[2] or match[1])
            yield from (f"{number:03}" for number in range(first, last + 1))


class Places:
    """The cities as they stand now, made ready for many facilities."""

    def __init__(self) -> None:
        self._by_name: dict[tuple[str, str], int] = {}
        self._by_prefix: dict[str, int] = {}
        for city in City.objects.order_by("pk"):
            for name in (city.postal_names or city.name).split(","):
                self._by_name.setdefault((name.strip().casefold(), city.state.upper()), city.pk)
            for prefix in zip_prefixes(city.zip_prefixes):
                self._by_prefix.setdefault(prefix, city.pk)

    def city_of(self, *, postal_city: str, state: str, zip_code: str) -> int | None:
        """The city's primary key, or None for a place that the site does not write about."""
        named = self._by_name.get((postal_city.casefold(), state.upper()))
        return self._by_prefix.get(zip_code[:3]) if named is None else named


@transaction.atomic
def assign_cities() -> int:
    """Put every facility into its city anew, after a city's names or ZIP prefixes changed. Says how many moved."""
    places, moved = Places(), 0
    current = Facility.objects.values_list("pk", "postal_city", "state", "zip", "city_id")
    wanted: dict[int | None, list[int]] = {}
    for pk, postal_city, state, zip_code, city_id in current.iterator():
        city = places.city_of(postal_city=postal_city, state=state, zip_code=zip_code)
        if city != city_id:
            wanted.setdefault(city, []).append(pk)
    for city, pks in wanted.items():
        for start in range(0, len(pks), 500):
            moved += Facility.objects.filter(pk__in=pks[start : start + 500]).update(city=city)
    if moved:
        refresh(FACILITIES, *(pk for pks in wanted.values() for pk in pks))
    return moved
