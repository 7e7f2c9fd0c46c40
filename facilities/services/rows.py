"""What a row of the directory says about a facility: its address here, its columns, and what is new in them.

An import asks this of every row, and an editor's decision about one.
"""

from dataclasses import replace
from typing import Any, Final

from django.utils import timezone
from django.utils.text import slugify

from facilities import service_codes
from facilities.directory import Row
from facilities.finder.traits import columns, traits
from facilities.models import DirectoryEdition, Facility
from facilities.services.locating import Locator, Places

LONGEST: Final = 110  # of the 120 that fit a slug, so that a number can follow
GONE: Final = "Not in SAMHSA’s {edition} directory."
LISTED: Final = {"delisted_on": None, "delisted_because": "", "delisted_by_import": False}


class Slugs:
    """Addresses of facilities: readable, unique, and never changed once given."""

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


class Whereabouts:
    """What is known of places, made ready for many rows."""

    def __init__(self) -> None:
        self.cities, self.locator = Places(), Locator()


def values_of(row: Row, places: Whereabouts) -> dict[str, Any]:
    """The columns that an import sets, computed from a row."""
    location = places.locator.locate(
        postal_city=row.city, state=row.state, zip_code=row.zip, latitude=row.latitude, longitude=row.longitude
    )
    first, second = columns(traits(row.codes))
    return {
        "name1": row.name1,
        "name2": row.name2,
        "street1": row.street1,
        "street2": row.street2,
        "postal_city": row.city,
        "state": row.state,
        "zip": row.zip,
        "phone": row.phone,
        "intake1": row.intake1,
        "intake2": row.intake2,
        "website": row.website,
        **location._asdict(),
        "codes": sorted(row.codes),
        "medication": service_codes.medication(row.codes),
        "for_opioids": service_codes.for_opioids(row.codes),
        "traits": first,
        "languages": second,
        "contradictions": service_codes.contradictions(row.codes, f"{row.name1} {row.name2}"),
        "city_id": places.cities.city_of(postal_city=row.city, state=row.state, zip_code=row.zip),
    }


def changes(facility: Facility, row: Row, places: Whereabouts) -> dict[str, Any]:
    """What a workbook does not hold, an earlier file may have brought: an empty value does not wipe it out."""
    reported = facility.point == Facility.PointFrom.REPORTED and facility.zip[:5] == row.zip[:5]
    if row.latitude is None and reported:
        row = replace(row, latitude=facility.latitude, longitude=facility.longitude)
    return {
        name: value
        for name, value in values_of(row, places).items()
        if value != getattr(facility, name) and (value or name != "website")
    }


def gone(edition: DirectoryEdition) -> dict[str, Any]:
    """What an import sets where the directory no longer has a facility."""
    return {
        "delisted_on": timezone.localdate(),
        "delisted_because": GONE.format(edition=edition.name),
        "delisted_by_import": True,
    }


def label(row: Row) -> str:
    name = f"{row.name1} ({row.name2})" if row.name2 else row.name1
    return f"{name}, {row.street1 or row.street2}, {row.city} {row.state} {row.zip}"
