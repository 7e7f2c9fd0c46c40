"""What the search knows of phases, cities, programs and facilities. Services that change what readers see call
`refresh` with these, in the same transaction; after an import, `rebuild(FACILITIES)`.
"""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from markup.rendering import render
from programs import phases
from programs.models import City, Facility, Phase, Program
from search.services import Entry, Source

_CITY = gettext_lazy(
    "Treatment facilities and what they report: methadone, buprenorphine, naltrexone, payment, language."
)


def _phase(phase: Phase) -> Entry:
    return Entry(
        kind="phase",
        key=str(phase.pk),
        url=phase.get_absolute_url(),
        title=phase.name,
        text=f"{phase.summary}\n{render(phase.body).text}",
        keywords=phase.also_called,
        weight=8,
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


def _program(program: Program) -> Entry:
    parts = [program.summary, program.for_whom, program.family]
    for part in program.parts:
        parts.append(f"{part.phase}. {render(part.description).text or part.not_part_because}")
    return Entry(
        kind="program",
        key=str(program.pk),
        url=program.get_absolute_url(),
        title=program.name,
        text="\n".join(part for part in parts if part),
        keywords=f"{program.get_setting_display()} {program.city.name}",
        weight=4,
    )


def _facility(facility: Facility) -> Entry:
    street = ", ".join(part for part in (facility.street1, facility.street2, facility.postal_city) if part)
    on_site = [name for name, offer in phases.medicines(facility.codes).items() if offer == "on-site"]
    groups = ("settings", "payment", "special-groups", "languages")
    reported = [str(label) for group in groups for _key, label in phases.labels(facility.codes, group)]
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


PHASES = Source("phase", Phase.objects.all, _phase)
CITIES = Source("city", City.objects.all, _city)
PROGRAMS = Source("program", lambda: Program.objects.published(), _program)
FACILITIES = Source("facility", lambda: Facility.objects.listed().select_related("city"), _facility)
SOURCES = (PHASES, CITIES, PROGRAMS, FACILITIES)
