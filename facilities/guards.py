"""What the database refuses about rankings, whoever asks. `guards` makes the triggers."""

from facilities.models import Facility, RankedFacility, Ranking
from guards import DELETE, INSERT, UPDATE, Guard, keeps, never_replaced, table

_PUBLISHED = f"SELECT 1 FROM {table(Ranking)} r WHERE r.published_on IS NOT NULL AND r.id = "

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
    keeps(
        Facility,
        *("id",),
        name="facility_keeps_its_number",
        sentence="Consents, addresses and rankings hold a facility by its number, so it keeps it.",
    ),
    *never_replaced(Facility, "A facility"),
    *never_replaced(Ranking, "A ranking"),
    *never_replaced(RankedFacility, "A row of a ranking"),
]
