from contact.guards.rules import Row, differ, never_replaced, only_grows, stays

# Holds the inquiry, so that two at once are counted one after the other, and the text, so that nobody edits it
# meanwhile. Triggers fire in the order of their names: `consent_to_three_at_most`, which counts, comes after this.
_MAY_BE_GIVEN = (
    "EXISTS (SELECT 1 FROM contact_inquiry i, facilities_facility f, contact_consenttext t"
    " WHERE i.id = NEW.inquiry_id AND f.id = NEW.facility_id AND t.id = NEW.text_id"
    " AND i.permission AND i.purged_at IS NULL"
    " AND f.takes_inquiries AND f.for_opioids AND f.delisted_on IS NULL AND f.relationship = NEW.relationship"
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
    "NEW.number = COALESCE((SELECT MAX(x.number) FROM contact_consentrecord x), 0) + 1"
    " AND NEW.previous = COALESCE((SELECT x.digest FROM contact_consentrecord x ORDER BY x.number DESC LIMIT 1), '')"
    " AND LENGTH(NEW.digest) = 64"
)
# The content is canonical JSON, so the consent stands first and the kind stands by itself.
_TELLS_OF_ITS_CONSENT = (
    "NEW.content LIKE '{\"consent\": ' || CAST(NEW.consent_id AS TEXT) || ', %'"
    " AND NEW.content LIKE '%\"kind\": \"' || NEW.kind || '\"%'"
    " AND (NEW.kind = 'given') = EXISTS"
    " (SELECT 1 FROM contact_consent c WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NULL)"
)

GUARDS: list[Row] = [
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
        "consent_lasts_a_year_at_most",
        "contact_consent",
        ("INSERT",),
        _LASTS_TOO_LONG,
        "A consent lasts a year at most.",
    ),
    (
        "consent_keeps_its_terms",
        "contact_consent",
        ("UPDATE",),
        differ(
            *("id", "inquiry_id", "facility_id", "facility_name", "relationship", "text_id", "shown", "fields"),
            *("page", "given_at", "expires_at"),
        ),
        "A consent keeps its terms. It can be withdrawn.",
    ),
    (
        "consent_goes_one_way",
        "contact_consent",
        ("UPDATE",),
        f"OLD.withdrawn_at IS NOT NULL AND ({differ('withdrawn_at', 'withdrawn_by')})",
        "A withdrawn consent stays withdrawn.",
    ),
    stays("consent", "A consent stays as proof. It can be withdrawn."),
    never_replaced("consent", "A consent", "inquiry_id, facility_id"),
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
    (
        "text_keeps_its_version",
        "contact_consenttext",
        ("UPDATE",),
        differ("id", "version"),
        "A text keeps its version. Write a new one.",
    ),
    never_replaced("consenttext", "A text", "version"),
    (
        "record_continues_the_chain",
        "contact_consentrecord",
        ("INSERT",),
        f"NOT ({_CONTINUES})",
        "A record of consent follows the one before it.",
    ),
    (
        "record_tells_of_its_consent",
        "contact_consentrecord",
        ("INSERT",),
        f"NOT ({_TELLS_OF_ITS_CONSENT})",
        "A record tells of its own consent, as it stands.",
    ),
    *only_grows("consentrecord", "A record of consent", "number", "digest", "consent_id, kind"),
]
