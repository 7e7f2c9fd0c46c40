"""What the database refuses about consent, whoever asks. `rehabsite.guards` makes the triggers.

Whether a consent stands is asked here once more than in `Consent.objects.standing()`: a mistake in the one is caught
by the other. `tests/contact/test_gate.py` holds them against each other.
"""

from collections.abc import Iterable

# CURRENT_TIMESTAMP is UTC in SQLite, and an instant in PostgreSQL; both compare with what Django stores.
_STANDS = (
    "EXISTS (SELECT 1 FROM contact_consent c"
    " JOIN contact_inquiry i ON i.id = c.inquiry_id"
    " JOIN programs_facility f ON f.id = c.facility_id"
    " WHERE c.id = NEW.consent_id"
    " AND c.withdrawn_at IS NULL AND c.expires_at > CURRENT_TIMESTAMP"
    " AND i.permission AND i.purged_at IS NULL"
    " AND f.takes_inquiries AND f.for_opioids AND f.delisted_on IS NULL AND f.relationship = c.relationship"
    " AND EXISTS (SELECT 1 FROM contact_consentrecord r WHERE r.consent_id = c.id AND r.kind = 'given')"
    " AND NOT EXISTS (SELECT 1 FROM contact_consentrecord r WHERE r.consent_id = c.id AND r.kind = 'withdrawn'))"
)
_MAY_BE_GIVEN = (
    "EXISTS (SELECT 1 FROM contact_inquiry i, programs_facility f"
    " WHERE i.id = NEW.inquiry_id AND f.id = NEW.facility_id"
    " AND i.permission AND i.purged_at IS NULL"
    " AND f.takes_inquiries AND f.for_opioids AND f.delisted_on IS NULL AND f.relationship = NEW.relationship)"
)
_TERMS = (
    *("inquiry_id", "facility_id", "facility_name", "relationship", "text_id", "shown", "fields", "page"),
    *("given_at", "expires_at"),
)
Row = tuple[str, str, tuple[str, ...], str, str] | tuple[str, str, tuple[str, ...], str, str, str]


def _differ(columns: Iterable[str]) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def _only_grows(table: str, what: str) -> list[Row]:
    """SQLite's INSERT OR REPLACE deletes without a word to the triggers that forbid it, so that is refused too."""
    return [
        (f"{table}_never_changes", f"contact_{table}", ("UPDATE", "DELETE"), "1 = 1", f"{what} never changes."),
        _never_replaced(table, what),
    ]


def _never_replaced(table: str, what: str) -> Row:
    condition = f"EXISTS (SELECT 1 FROM contact_{table} x WHERE x.id = NEW.id)"
    return (f"{table}_is_not_replaced", f"contact_{table}", ("INSERT",), condition, f"{what} is never replaced.")


GUARDS: list[Row] = [
    # Inquiries
    (
        "inquiry_keeps_its_permission",
        "contact_inquiry",
        ("UPDATE",),
        _differ(("id", "reference", "received_at", "permission")),
        "Whether an inquiry may be forwarded was decided by the person who sent it.",
    ),
    (
        "purged_inquiry_stays_purged",
        "contact_inquiry",
        ("UPDATE",),
        "OLD.purged_at IS NOT NULL AND NEW.purged_at IS DISTINCT FROM OLD.purged_at",
        "What was deleted stays deleted.",
    ),
    ("inquiry_row_stays", "contact_inquiry", ("DELETE",), "1 = 1", "An inquiry's words go; its row stays as proof."),
    _never_replaced("inquiry", "An inquiry"),
    # Consent
    (
        "consent_needs_permission",
        "contact_consent",
        ("INSERT",),
        f"NEW.withdrawn_at IS NOT NULL OR NOT {_MAY_BE_GIVEN}",
        "This inquiry may not go to this facility.",
    ),
    (
        "consent_to_three_at_most",
        "contact_consent",
        ("INSERT",),
        "(SELECT COUNT(*) FROM contact_consent c WHERE c.inquiry_id = NEW.inquiry_id) >= 3",
        "An inquiry goes to three facilities at most.",
    ),
    (
        "consent_keeps_its_terms",
        "contact_consent",
        ("UPDATE",),
        _differ(("id", *_TERMS)),
        "A consent keeps its terms. It can be withdrawn.",
    ),
    (
        "consent_goes_one_way",
        "contact_consent",
        ("UPDATE",),
        f"OLD.withdrawn_at IS NOT NULL AND ({_differ(('withdrawn_at', 'withdrawn_by'))})",
        "A withdrawn consent stays withdrawn.",
    ),
    ("consent_stays", "contact_consent", ("DELETE",), "1 = 1", "A consent stays as proof. It can be withdrawn."),
    (
        "consent_is_not_replaced",
        "contact_consent",
        ("INSERT",),
        "EXISTS (SELECT 1 FROM contact_consent c WHERE c.id = NEW.id"
        " OR (c.inquiry_id = NEW.inquiry_id AND c.facility_id = NEW.facility_id))",
        "A consent is never replaced.",
    ),
    (
        "withdrawal_takes_what_waits",
        "contact_consent",
        ("UPDATE",),
        "OLD.withdrawn_at IS NULL AND NEW.withdrawn_at IS NOT NULL",
        "",
        "UPDATE contact_notice SET state = 'cancelled' WHERE consent_id = NEW.id AND state <> 'sent'",
    ),
    (
        "agreed_text_never_changes",
        "contact_consenttext",
        ("UPDATE", "DELETE"),
        "EXISTS (SELECT 1 FROM contact_consent c WHERE c.text_id = OLD.id)",
        "Somebody agreed to these words, so they stay. Write a new version.",
    ),
    *_only_grows("consentrecord", "A record of consent"),
    # What goes out
    (
        "notice_needs_consent",
        "contact_notice",
        ("INSERT",),
        f"NOT {_STANDS}",
        "A facility is told of an inquiry only while the person allows it.",
    ),
    (
        "notice_waits_only_with_consent",
        "contact_notice",
        ("UPDATE",),
        f"NEW.state IN ('waiting', 'leased') AND NOT {_STANDS}",
        "A facility is told of an inquiry only while the person allows it.",
    ),
    (
        "notice_keeps_its_consent",
        "contact_notice",
        ("UPDATE",),
        _differ(("id", "consent_id", "key", "created_at")),
        "A notice stays with its consent and its key.",
    ),
    ("notice_stays", "contact_notice", ("DELETE",), "1 = 1", "A notice stays as proof."),
    _never_replaced("notice", "A notice"),
    (
        "withdrawal_letter_follows_a_notice",
        "contact_letter",
        ("INSERT", "UPDATE"),
        "NEW.kind = 'withdrawal' AND NOT EXISTS (SELECT 1 FROM contact_consent c JOIN contact_notice n"
        " ON n.consent_id = c.id WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NOT NULL AND n.attempts > 0)",
        "Only a facility that was told can be told of a withdrawal.",
    ),
    (
        "letter_keeps_its_recipient",
        "contact_letter",
        ("UPDATE",),
        _differ(("id", "key", "kind", "inquiry_id", "consent_id")),
        "A letter stays with its recipient and its key.",
    ),
    # What was shown
    (
        "disclosure_needs_consent",
        "contact_disclosure",
        ("INSERT",),
        f"NOT {_STANDS} OR NOT EXISTS (SELECT 1 FROM contact_notice n WHERE n.consent_id = NEW.consent_id)",
        "Words are shown to a facility only while the person allows it.",
    ),
    *_only_grows("disclosure", "A disclosure"),
    *_only_grows("accessline", "A line of the access log"),
]
