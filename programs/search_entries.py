"""What the search knows of phases and programs. Services that change what readers see call `refresh` with these, in
the same transaction.
"""

from markup.rendering import render
from programs.models import Phase, Program
from search.services import Entry, Source


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


def _program(program: Program) -> Entry:
    parts = [program.summary, program.for_whom, program.family]
    for part in program.program_phases.all():
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


PHASES = Source("phase", Phase.objects.all, _phase)
PROGRAMS = Source("program", lambda: Program.objects.published().prefetch_related("program_phases__phase"), _program)
SOURCES = (PHASES, PROGRAMS)
