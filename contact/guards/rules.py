"""What the rules are made of."""

from collections.abc import Iterable

Row = tuple[str, str, tuple[str, ...], str, str] | tuple[str, str, tuple[str, ...], str, str, str]

# Whether the consent of NEW's row stands. `Consent.objects.standing()` asks the same in other words: a mistake in the
# one is caught by the other, and tests/contact/test_standing.py holds them against each other.
_STANDS = (
    "EXISTS (SELECT 1 FROM contact_consent c"
    " JOIN contact_inquiry i ON i.id = c.inquiry_id"
    " JOIN facilities_facility f ON f.id = c.facility_id"
    " WHERE c.id = NEW.consent_id"
    " AND c.withdrawn_at IS NULL AND c.expires_at > CURRENT_TIMESTAMP"
    " AND i.permission AND i.purged_at IS NULL"
    " AND f.takes_inquiries AND f.for_opioids AND f.delisted_on IS NULL AND f.relationship = c.relationship"
    " AND EXISTS (SELECT 1 FROM contact_consentrecord r WHERE r.consent_id = c.id AND r.kind = 'given')"
    " AND NOT EXISTS (SELECT 1 FROM contact_consentrecord r WHERE r.consent_id = c.id AND r.kind = 'withdrawn')"
)
STANDS = f"{_STANDS})"
# For new rows: a withdrawal that is not committed yet is waited for, and a later one waits for us. Not for changes,
# which hold their own row already: a withdrawal holds the consent and wants that row.
STANDS_AND_HELD = f"{_STANDS} FOR SHARE OF c)"


def differ(*columns: str) -> str:
    return " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in columns)


def stays(table: str, sentence: str) -> Row:
    return (f"{table}_stays", f"contact_{table}", ("DELETE", "TRUNCATE"), "1 = 1", sentence)


def never_replaced(table: str, what: str, *unique: str) -> Row:
    """SQLite's INSERT OR REPLACE deletes what is in its way, without a word to the triggers that forbid to delete.

    `unique` are the table's unique columns, each "a" or "a, b", besides its id.
    """
    taken = " OR ".join(_same(columns) for columns in ("id", *unique))
    condition = f"EXISTS (SELECT 1 FROM contact_{table} x WHERE {taken})"
    return (f"{table}_is_not_replaced", f"contact_{table}", ("INSERT",), condition, f"{what} is never replaced.")


def only_grows(table: str, what: str, *unique: str) -> list[Row]:
    never = ("UPDATE", "DELETE", "TRUNCATE")
    return [
        (f"{table}_never_changes", f"contact_{table}", never, "1 = 1", f"{what} never changes."),
        never_replaced(table, what, *unique),
    ]


def _same(columns: str) -> str:
    names: Iterable[str] = columns.split(", ")
    return "(" + " AND ".join(f"x.{name} = NEW.{name}" for name in names) + ")"
