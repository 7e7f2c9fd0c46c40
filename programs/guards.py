"""What the database refuses about phases and programs, whoever asks. `guards` makes the triggers."""

from guards import INSERT, UPDATE, Guard, never_replaced, table
from programs.models import Phase, PhaseRevision, Program, ProgramPart, ProgramRevision
from programs.words import PHASE_FIELDS, PROGRAM_FIELDS
from review.guarding import rules, rules_of_parts

# Spaces, tabs and line ends; both databases trim only spaces by themselves.
_BLANK = "TRIM(NEW.{column}, ' \t\r\n') = ''"

GUARDS = [
    *(Guard(**rule) for rule in rules(Phase, PhaseRevision, PHASE_FIELDS, original=True)),
    *(Guard(**rule) for rule in rules(Program, ProgramRevision, PROGRAM_FIELDS)),
    *(Guard(**rule) for rule in rules_of_parts(ProgramPart, "revision", ProgramRevision, "phases")),
    *never_replaced(PhaseRevision, "A revision"),
    *never_replaced(ProgramRevision, "A revision"),
    Guard(
        name="live_program_has_five_phases",
        on=Program,
        events=(INSERT, UPDATE),
        refuse_if="NEW.live_revision_id IS NOT NULL AND"
        f" (SELECT COUNT(*) FROM {table(ProgramPart)} p WHERE p.revision_id = NEW.live_revision_id) <> 5",
        sentence="A published program describes each of the five phases, or says why it is not part of it.",
    ),
    Guard(
        name="program_part_is_not_blank",
        on=ProgramPart,
        events=(INSERT, UPDATE),
        refuse_if=f"{_BLANK.format(column='description')} AND {_BLANK.format(column='not_part_because')}",
        sentence="Describe the phase, or say why it is not part of the program.",
    ),
]
