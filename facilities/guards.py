"""What the database refuses about rankings, whoever asks. `guards` makes the triggers."""

from facilities.models import Facility, RankedFacility, Ranking
from guards import DELETE, INSERT, UPDATE, Guard, differ, keeps, never_replaced, table

_PUBLISHED = f"SELECT 1 FROM {table(Ranking)} r WHERE r.published_on IS NOT NULL AND r.id = "
_WITHDRAWN = ("withdrawn_on", "withdrawn_because")
# All that it says: each column but those two.
_SAYS = [field.name for field in Ranking._meta.concrete_fields if field.name not in _WITHDRAWN]

GUARDS = [
    Guard(
        name="published_ranking_never_changes",
        on=Ranking,
        events=(UPDATE,),
        refuse_if=f"OLD.published_on IS NOT NULL AND ({differ(Ranking, *_SAYS)})",
        sentence="A published ranking never changes. Make a new one.",
    ),
    Guard(
        name="withdrawn_ranking_stays_withdrawn",
        on=Ranking,
        events=(UPDATE,),
        refuse_if=f"OLD.withdrawn_on IS NOT NULL AND ({differ(Ranking, *_WITHDRAWN)})",
        sentence="A withdrawn published ranking never comes back. Make a new one.",
    ),
    Guard(
        name="published_ranking_stays",
        on=Ranking,
        events=(DELETE,),
        refuse_if="OLD.published_on IS NOT NULL",
        sentence="A published ranking never goes. Withdraw it, with a reason.",
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
