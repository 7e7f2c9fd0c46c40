from contact.guards.rules import STANDS_AND_HELD, Row, only_grows

# Who changed where a facility is told stands in the admin's history, and so does who wrote the words beside the box.
_OURS = "SELECT 1 FROM django_content_type t WHERE t.app_label = 'contact' AND t.id = {}"
_ANY = "EXISTS (SELECT 1 FROM django_admin_log l WHERE {} EXISTS ({}))"
_LINE = "A line of the desk's history"

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
    (
        "history_never_changes",
        "django_admin_log",
        ("UPDATE", "DELETE"),
        f"EXISTS ({_OURS.format('OLD.content_type_id')})",
        f"{_LINE} never changes.",
    ),
    (
        "history_is_not_emptied",
        "django_admin_log",
        ("TRUNCATE",),
        _ANY.format("", _OURS.format("l.content_type_id")),
        f"{_LINE} never changes.",
    ),
    (
        "history_is_not_replaced",
        "django_admin_log",
        ("INSERT",),
        _ANY.format("l.id = NEW.id AND", _OURS.format("l.content_type_id")),
        f"{_LINE} is never replaced.",
    ),
]
