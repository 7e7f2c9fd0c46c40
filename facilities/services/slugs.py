"""Addresses of facilities: readable, unique, and never changed once given."""

from django.utils.text import slugify

from facilities.directory import Row
from facilities.models import Facility

LONGEST = 110  # of the 120 that fit, so that a number can follow


class Slugs:
    def __init__(self) -> None:
        self._taken = set(Facility.objects.values_list("slug", flat=True))

    def make(self, row: Row) -> str:
        """name-city, otherwise with the second name, otherwise with a number."""
        short = slugify(f"{row.name1} {row.city}")[:LONGEST].strip("-") or "facility"
        long = slugify(f"{row.name1} {row.name2} {row.city}")[:LONGEST].strip("-") or short
        slug, number = short if short not in self._taken else long, 2
        while slug in self._taken:
            slug, number = f"{long}-{number}", number + 1
        self._taken.add(slug)
        return slug
