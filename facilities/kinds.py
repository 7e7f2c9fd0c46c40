"""The kinds of page that cities, facilities and rankings are.

Services that change what readers see call `refresh` with these, in the same transaction; after an import,
`rebuild(FACILITIES)`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from facilities import service_codes
from facilities.models import City, Facility, Ranking, Town
from facilities.phones import read as read_phone
from search.entries import Entry
from search.kinds import Kind, register

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
        keywords=" ".join([facility.city.name if facility.city else "", *_numbers(facility)]).strip(),
    )


def _numbers(facility: Facility) -> list[str]:
    """Ten digits each: whoever was called, or was given a number, looks for whose it is."""
    read = (read_phone(text) for text in (facility.phone, facility.intake1, facility.intake2) if text)
    return list(dict.fromkeys(one.e164[-10:] for one in read if one.e164))


CITIES = Kind(
    name="city",
    one=gettext_lazy("City"),
    many=gettext_lazy("Cities"),
    public=lambda: City.objects.shown(),
    order=70,
    page="city",
    entry=_city,
    desk="facilities_city",
)
FACILITIES = Kind(
    name="facility",
    one=gettext_lazy("Facility"),
    many=gettext_lazy("Facilities"),
    public=lambda: Facility.objects.listed().select_related("city"),
    order=60,
    answering=lambda: Facility.objects.public(),
    changes_with_editions=True,
    title="name1",
    page="facility",
    entry=_facility,
    desk="facilities_facility",
)
TOWNS = Kind(
    name="town",
    one=gettext_lazy("Town"),
    many=gettext_lazy("Towns"),
    public=lambda: Town.objects.with_pages(),
    words=("", "fl", "in", "mh", "nd", "oh", "pr", "vi"),  # no more than 5,000 towns of these states each
    order=75,
    slug="key",
    page="town",
)
RANKINGS = Kind(
    name="ranking",
    one=gettext_lazy("Ranking"),
    many=gettext_lazy("Rankings"),
    public=lambda: Ranking.objects.newest(),
    order=80,
    title="city__name",
    slug="city__slug",
    page="ranking",
)
register(CITIES, FACILITIES, TOWNS, RANKINGS)
