"""What the database refuses about programs and rankings, whoever asks. `guards` makes the triggers."""

from guards import DELETE, INSERT, UPDATE, Guard, never_replaced, table
from programs.models import Phase, PhaseRevision, Program, ProgramPart, ProgramRevision, RankedFacility, Ranking
from programs.wording import PHASE_FIELDS, PROGRAM_FIELDS
from review.guarding import rules, rules_of_parts

_PUBLISHED = f"SELECT 1 FROM {table(Ranking)} r WHERE r.published_on IS NOT NULL AND r.id = "

# Spaces, tabs and line ends; both databases trim only spaces by themselves.
_BLANK = "TRIM(NEW.{column}, ' \t\r\n') = ''"

PROGRAM_GUARDS = [
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

GUARDS = [
    Guard(
        name="published_ranking_never_changes",
        on=Ranking,
        events=(UPDATE, DELETE),
        refuse_if="OLD.published_on IS NOT NULL",
        sentence="A published ranking never changes. Make a new one.",
    ),
    Guard(
        name="published_ranking_gets_no_more_rows",
        on=RankedFacility,
        events=(INSERT,),
        refuse_if=f"EXISTS ({_PUBLISHED} NEW.ranking_id)",
        sentence="A published ranking keeps its rows. Make a new one.",
    ),
    Guard(
        name="published_ranking_keeps_its_rows",
        on=RankedFacility,
        events=(UPDATE, DELETE),
        refuse_if=f"EXISTS ({_PUBLISHED} OLD.ranking_id)",
        sentence="A published ranking keeps its rows. Make a new one.",
    ),
    Guard(
        name="no_row_moves_into_a_published_ranking",
        on=RankedFacility,
        events=(UPDATE,),
        refuse_if=f"EXISTS ({_PUBLISHED} NEW.ranking_id)",
        sentence="A published ranking keeps its rows. Make a new one.",
    ),
    *never_replaced(Ranking, "A ranking"),
    *never_replaced(RankedFacility, "A row of a ranking"),
    *PROGRAM_GUARDS,
]
