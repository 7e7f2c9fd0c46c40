from contact.guards.rules import STANDS, STANDS_AND_HELD, Row, differ, never_replaced, stays

_ONLY_WITH_CONSENT = "A facility is told of an inquiry only while the person allows it."
_TOLD = (
    "EXISTS (SELECT 1 FROM contact_consent c JOIN contact_notice n ON n.consent_id = c.id"
    " WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NOT NULL AND n.attempts > 0)"
)

GUARDS: list[Row] = [
    ("notice_needs_consent", "contact_notice", ("INSERT",), f"NOT {STANDS_AND_HELD}", _ONLY_WITH_CONSENT),
    (
        "notice_waits_only_with_consent",
        "contact_notice",
        ("UPDATE",),
        f"NEW.state IN ('waiting', 'leased') AND NOT {STANDS}",
        _ONLY_WITH_CONSENT,
    ),
    (
        "notice_begins_by_waiting",
        "contact_notice",
        ("INSERT",),
        "NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.sending <> 1 OR NEW.answer <> ''"
        " OR NEW.sent_at IS NOT NULL OR NEW.link_expires_at IS NOT NULL",
        "A new notice has not been sent yet.",
    ),
    (
        "notice_is_sent_by_a_worker",
        "contact_notice",
        ("UPDATE",),
        "NEW.state = 'sent' AND OLD.state NOT IN ('leased', 'sent')",
        "Only the worker that holds a notice can say that it was sent.",
    ),
    (
        "notice_is_sent_once_a_link",
        "contact_notice",
        ("UPDATE",),
        "OLD.state = 'sent' AND NEW.state <> 'sent' AND NEW.sending = OLD.sending",
        "A notice that was sent is sent again only with a new link.",
    ),
    (
        "notice_counts_upwards",
        "contact_notice",
        ("UPDATE",),
        "NEW.attempts < OLD.attempts OR NEW.sending < OLD.sending",
        "How often a facility was told is never made less.",
    ),
    (
        "notice_keeps_its_consent",
        "contact_notice",
        ("UPDATE",),
        differ("id", "consent_id", "key", "created_at"),
        "A notice stays with its consent and its key.",
    ),
    (
        "notice_keeps_its_link",
        "contact_notice",
        ("UPDATE",),
        f"({differ('link_seed', 'link_digest')}) AND (NEW.sending <> OLD.sending + 1 OR NEW.state <> 'waiting'"
        " OR EXISTS (SELECT 1 FROM contact_notice x WHERE x.link_digest = NEW.link_digest))",
        "A link belongs to its notice. A new one is sent anew.",
    ),
    (
        "link_ends_with_its_consent",
        "contact_notice",
        ("UPDATE",),
        "NEW.link_expires_at IS NOT NULL AND NOT EXISTS"
        " (SELECT 1 FROM contact_consent c WHERE c.id = NEW.consent_id AND NEW.link_expires_at <= c.expires_at)",
        "A link ends with its consent at the latest.",
    ),
    stays("notice", "A notice stays as proof."),
    never_replaced("notice", "A notice", "key", "consent_id", "link_digest"),
    (
        "withdrawal_letter_follows_a_notice",
        "contact_letter",
        ("INSERT",),
        f"NEW.kind = 'withdrawal' AND NOT {_TOLD}",
        "Only a facility that was told can be told of a withdrawal.",
    ),
    (
        "letter_keeps_its_recipient",
        "contact_letter",
        ("UPDATE",),
        differ("id", "key", "kind", "inquiry_id", "consent_id"),
        "A letter stays with its recipient and its key.",
    ),
    ("letter_stays", "contact_letter", ("DELETE",), "OLD.kind <> 'alert'", "A letter stays as proof."),
    ("letters_stay", "contact_letter", ("TRUNCATE",), "1 = 1", "Letters stay as proof."),
    never_replaced("letter", "A letter", "key", "inquiry_id", "consent_id"),
]
