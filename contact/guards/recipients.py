from contact.models import Consent, Notice, Recipient
from guards import DELETE, UPDATE, Guard, differ, keeps, never_replaced, table

_WAITS = (
    f"EXISTS (SELECT 1 FROM {table(Notice)} n JOIN {table(Consent)} c ON c.id = n.consent_id"
    " WHERE c.facility_id = OLD.facility_id AND n.state IN ('waiting', 'leased'))"
)
_SENTENCE = "A notice waits for this address, so it stays as it is."

GUARDS: list[Guard] = [
    Guard(
        name="address_stays_while_a_notice_waits",
        on=Recipient,
        events=(UPDATE,),
        refuse_if=f"({differ(Recipient, 'email', 'webhook', 'secret', 'proof')}) AND {_WAITS}",
        sentence=_SENTENCE,
    ),
    Guard(
        name="address_stays_until_nothing_waits",
        on=Recipient,
        events=(DELETE,),
        refuse_if=_WAITS,
        sentence=_SENTENCE,
    ),
    keeps(
        Recipient,
        *("id", "facility"),
        name="address_stays_with_its_facility",
        sentence="Where a facility is told never becomes where another one is.",
    ),
    *never_replaced(Recipient, "Where a facility is told"),
]
