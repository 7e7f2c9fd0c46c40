"""What the search knows of cities and facilities. Services that change what readers see call `refresh` with these, in
the same transaction; after an import, `rebuild(FACILITIES)`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities import service_codes
from facilities.models import City, Facility
from search.services import Entry, Source

_CITY = gettext_lazy(
    "Treatment facilities and what they report: methadone, buprenorphine, naltrexone, payment, language."
)


def _city(city: City) -> Entry:
    return Entry(
        kind="city",
        key=str(city.pk),
        url=city.get_absolute_url(),
        title=f"{city.name}, {city.state}",
        text=f"{city.summary} {_CITY}".strip(),
        keywords=f"{city.postal_names} rehab clinic",
        weight=4,
    )


def _facility(facility: Facility) -> Entry:
    street = ", ".join(part for part in (facility.street1, facility.street2, facility.postal_city) if part)
    on_site = [name for name, offer in service_codes.medicines(facility.codes).items() if offer == "on-site"]
    groups = ("settings", "payment", "special-groups", "languages")
    reported = [str(label) for group in groups for _key, label in service_codes.labels(facility.codes, group)]
    lines = [f"{street}, {facility.state} {facility.zip}."]
    if on_site:
        lines.append(_("On site: %(medicines)s.") % {"medicines": ", ".join(on_site)})
    if reported:
        lines.append(f"{'; '.join(reported)}.")
    return Entry(
        kind="facility",
        key=str(facility.pk),
        url=facility.get_absolute_url(),
        title=str(facility),
        text="\n".join(lines),
        keywords=facility.city.name if facility.city else "",
    )


CITIES = Source("city", City.objects.shown, _city)
FACILITIES = Source("facility", lambda: Facility.objects.listed().select_related("city"), _facility)
SOURCES = (CITIES, FACILITIES)
