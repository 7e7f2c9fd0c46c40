"""Whether the consent of NEW's row stands.

`Consent.objects.standing()` asks the same in other words: a mistake in the one is caught by the other, and
tests/contact/test_standing.py holds them against each other.
"""

from contact.models import Consent, ConsentRecord, Inquiry
from facilities.models import Facility
from guards import table

_RECORD = f"EXISTS (SELECT 1 FROM {table(ConsentRecord)} r WHERE r.consent_id = c.id AND r.kind = '{{}}')"
_STANDS = (
    f"EXISTS (SELECT 1 FROM {table(Consent)} c"
    f" JOIN {table(Inquiry)} i ON i.id = c.inquiry_id"
    f" JOIN {table(Facility)} f ON f.id = c.facility_id"
    " WHERE c.id = NEW.consent_id"
    " AND c.withdrawn_at IS NULL AND c.expires_at > CURRENT_TIMESTAMP"
    " AND i.permission AND i.purged_at IS NULL"
    " AND f.takes_inquiries AND f.for_opioids AND f.delisted_on IS NULL AND f.relationship = 'none'"
    " AND c.relationship = 'none'"
    f" AND {_RECORD.format('given')} AND NOT {_RECORD.format('withdrawn')}"
)
STANDS = f"{_STANDS})"
# For new rows: a withdrawal that is not committed yet is waited for, and a later one waits for us. Not for changes,
# which hold their own row already: a withdrawal holds the consent and wants that row.
STANDS_AND_HELD = f"{_STANDS} FOR SHARE OF c)"
