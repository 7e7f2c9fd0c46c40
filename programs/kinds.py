"""The kinds of page that phases and programs are.

Services that change what readers see call `refresh` with these, in the same transaction.
"""

from django.utils.translation import gettext_lazy as _

from markup.addresses import hrefs
from markup.rendering import render
from programs.models import Phase, Program
from search.entries import Entry
from search.kinds import Kind, register


def _phase(phase: Phase) -> Entry:
    return Entry(
        kind="phase",
        key=str(phase.pk),
        url=phase.get_absolute_url(),
        title=phase.name,
        text=f"{phase.summary}\n{render(phase.body).text}",
        keywords=phase.also_called,
        weight=8,
        links=hrefs(phase.live_revision.html),
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
        links=hrefs(" ".join(program.live_revision.rendered.values())),
    )


PHASES = Kind(
    name="phase",
    one=_("Phase of care"),
    many=_("Phases of care"),
    public=lambda: Phase.objects.all(),
    order=10,
    page="phase",
    entry=_phase,
    desk="programs_phase",
    due="live_revision__next_review_due",
    signers=("live_revision__reviewer",),
)
PROGRAMS = Kind(
    name="program",
    one=_("Program"),
    many=_("Programs"),
    public=lambda: Program.objects.listed(),
    answering=lambda: Program.objects.published(),
    changes_with_editions=True,
    order=50,
    page="program",
    entry=_program,
    desk="programs_program",
    due="live_revision__next_review_due",
    signers=("live_revision__reviewer",),
)
register(PHASES, PROGRAMS)
