from contact.guards.rules import STANDS_AND_HELD, Row, only_grows

GUARDS: list[Row] = [
    (
        "disclosure_needs_consent",
        "contact_disclosure",
        ("INSERT",),
        f"NOT {STANDS_AND_HELD} OR NOT EXISTS"
        " (SELECT 1 FROM contact_notice n WHERE n.consent_id = NEW.consent_id AND n.attempts > 0)",
        "Words are shown to a facility only while the person allows it.",
    ),
    *only_grows("disclosure", "A disclosure"),
    *only_grows("accessline", "A line of the access log"),
]
