"""What the database refuses about programs, whoever asks. `guards` makes the triggers."""

from guards import DELETE, INSERT, UPDATE, Guard, keeps, never_replaced, table
from programs.models import Program, ProgramPhase, Proposal

# Spaces, tabs and line ends; both databases trim only spaces by themselves.
_BLANK = "TRIM(NEW.{column}, ' \t\r\n') = ''"
_PROGRAM_PUBLISHED = f"SELECT 1 FROM {table(Program)} p WHERE p.published_on IS NOT NULL AND p.id = "

GUARDS = [
    Guard(
        name="published_program_has_five_phases",
        on=Program,
        events=(INSERT, UPDATE),
        refuse_if="NEW.published_on IS NOT NULL AND"
        f" (SELECT COUNT(*) FROM {table(ProgramPhase)} p WHERE p.program_id = NEW.id) <> 5",
        sentence="A published program describes each of the five phases, or says why it is not part of it.",
    ),
    Guard(
        name="published_program_keeps_its_phases",
        on=ProgramPhase,
        events=(DELETE,),
        refuse_if=f"EXISTS ({_PROGRAM_PUBLISHED} OLD.program_id)",
        sentence="A published program keeps its five phases. Take the program from readers first.",
    ),
    keeps(
        ProgramPhase,
        *("program", "phase"),
        name="phase_stays_with_its_program",
        sentence="What a program says of a phase stays with that program and phase.",
    ),
    Guard(
        name="program_phase_is_not_blank",
        on=ProgramPhase,
        events=(INSERT, UPDATE),
        refuse_if=f"{_BLANK.format(column='description')} AND {_BLANK.format(column='not_part_because')}",
        sentence="Describe the phase, or say why it is not part of the program.",
    ),
    keeps(
        Proposal,
        *("phase", "program", "words", "saved_by", "saved_at"),
        name="proposal_keeps_its_words",
        sentence="A proposal keeps its words. Save a new one.",
    ),
    *never_replaced(Proposal, "A proposal"),
]
