from contact.models import Consent, ConsentRecord, ConsentText, Inquiry, Notice
from facilities.models import Facility
from guards import DELETE, INSERT, UPDATE, Guard, differ, keeps, never_replaced, only_grows, stays, table

# Holds the inquiry, so that two at once are counted one after the other, and the text, so that no one edits it
# meanwhile. Triggers fire in the order of their names: `consent_to_three_at_most`, which counts, comes after this.
_MAY_BE_GIVEN = (
    f"EXISTS (SELECT 1 FROM {table(Inquiry)} i, {table(Facility)} f, {table(ConsentText)} t"
    " WHERE i.id = NEW.inquiry_id AND f.id = NEW.facility_id AND t.id = NEW.text_id"
    " AND i.permission AND i.purged_at IS NULL"
    " AND f.takes_inquiries AND f.for_opioids AND f.delisted_on IS NULL AND f.relationship = 'none'"
    " AND NEW.relationship = 'none'"
    " FOR NO KEY UPDATE OF i FOR SHARE OF t)"
)


def _day(value: str) -> str:
    return f"SUBSTR(CAST({value} AS TEXT), 1, 10)"


def _a_year_after(value: str) -> str:
    """As text, which both databases write alike."""
    day = _day(value)
    return f"CAST(CAST(SUBSTR({day}, 1, 4) AS INTEGER) + 1 AS TEXT) || SUBSTR({day}, 5, 6)"


# SQLite keeps whatever is written into a column for times, and takes every text for later than any number, and every
# blob for later than any text. So the shape is asked for as well.
_LASTS_TOO_LONG = (
    "NEW.expires_at > '9999-12-31' OR CAST(NEW.expires_at AS TEXT) NOT LIKE '2___-__-__ __:__:__%'"
    f" OR {_day('NEW.expires_at')} > {_a_year_after('CURRENT_TIMESTAMP')}"
)
_CONTINUES = (
    f"NEW.number = COALESCE((SELECT MAX(x.number) FROM {table(ConsentRecord)} x), 0) + 1"
    " AND NEW.previous ="
    f" COALESCE((SELECT x.digest FROM {table(ConsentRecord)} x ORDER BY x.number DESC LIMIT 1), '')"
    " AND LENGTH(NEW.digest) = 64"
)
# The content is canonical JSON, so the consent comes first and the kind stands by itself.
_MATCHES_ITS_CONSENT = (
    "NEW.content LIKE '{\"consent\": ' || CAST(NEW.consent_id AS TEXT) || ', %'"
    " AND NEW.content LIKE '%\"kind\": \"' || NEW.kind || '\"%'"
    " AND (NEW.kind = 'given') = EXISTS"
    f" (SELECT 1 FROM {table(Consent)} c WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NULL)"
)

GUARDS: list[Guard] = [
    Guard(
        name="consent_needs_permission",
        on=Consent,
        events=(INSERT,),
        refuse_if=f"NEW.withdrawn_at IS NOT NULL OR NOT {_MAY_BE_GIVEN}",
        sentence="This inquiry may not go to this facility.",
    ),
    Guard(
        name="consent_to_three_at_most",
        on=Consent,
        events=(INSERT,),
        refuse_if=f"(SELECT COUNT(*) FROM {table(Consent)} c WHERE c.inquiry_id = NEW.inquiry_id) >= 3",
        sentence="An inquiry goes to three facilities at most.",
    ),
    Guard(
        name="consent_lasts_a_year_at_most",
        on=Consent,
        events=(INSERT,),
        refuse_if=_LASTS_TOO_LONG,
        sentence="A consent lasts a year at most.",
    ),
    keeps(
        Consent,
        *("id", "inquiry", "facility", "facility_name", "relationship", "text", "shown", "fields"),
        *("page", "given_at", "expires_at"),
        name="consent_keeps_its_terms",
        sentence="A consent keeps its terms. It can be withdrawn.",
    ),
    Guard(
        name="consent_goes_one_way",
        on=Consent,
        events=(UPDATE,),
        refuse_if=f"OLD.withdrawn_at IS NOT NULL AND ({differ(Consent, 'withdrawn_at', 'withdrawn_by')})",
        sentence="A withdrawn consent stays withdrawn.",
    ),
    stays(Consent, "A consent stays as proof. It can be withdrawn."),
    *never_replaced(Consent, "A consent"),
    Guard(
        name="withdrawal_stops_waiting_notices",
        on=Consent,
        events=(UPDATE,),
        refuse_if="OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL",
        then=f"UPDATE {table(Notice)} SET state = 'cancelled' WHERE consent_id = NEW.id AND state <> 'sent'",
    ),
    Guard(
        name="paying_ends_permissions",
        on=Facility,
        events=(UPDATE,),
        refuse_if="OLD.relationship = 'none' AND NEW.relationship <> 'none'",
        then=f"UPDATE {table(Consent)} SET withdrawn_at = CURRENT_TIMESTAMP, withdrawn_by = '{Consent.By.PAID}'"
        " WHERE facility_id = NEW.id AND withdrawn_at IS NULL",
    ),
    Guard(
        name="agreed_text_never_changes",
        on=ConsentText,
        events=(UPDATE, DELETE),
        refuse_if=f"EXISTS (SELECT 1 FROM {table(Consent)} c WHERE c.text_id = OLD.id)",
        sentence="Someone agreed to these words, so they stay. Write a new version.",
    ),
    keeps(
        ConsentText,
        *("id", "version"),
        name="text_keeps_its_version",
        sentence="A text keeps its version. Write a new one.",
    ),
    *never_replaced(ConsentText, "A text"),
    Guard(
        name="record_continues_the_chain",
        on=ConsentRecord,
        events=(INSERT,),
        refuse_if=f"NOT ({_CONTINUES})",
        sentence="A record of consent follows the one before it.",
    ),
    Guard(
        name="record_matches_its_consent",
        on=ConsentRecord,
        events=(INSERT,),
        refuse_if=f"NOT ({_MATCHES_ITS_CONSENT})",
        sentence="A record is about its own consent, as it is.",
    ),
    *only_grows(ConsentRecord, "A record of consent"),
]
