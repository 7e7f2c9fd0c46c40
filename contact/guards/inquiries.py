from contact.guards.rules import Row, differ, never_replaced, stays

# Waits for a deletion that is not committed yet, on PostgreSQL.
_PURGED = (
    "NOT EXISTS (SELECT 1 FROM contact_inquiry i WHERE i.id = NEW.inquiry_id AND i.purged_at IS NULL FOR SHARE OF i)"
)

GUARDS: list[Row] = [
    (
        "inquiry_keeps_its_permission",
        "contact_inquiry",
        ("UPDATE",),
        differ("id", "reference", "received_at", "permission", "link_seed", "link_digest"),
        "Whether an inquiry may be forwarded was decided by the person who sent it.",
    ),
    (
        "inquiry_keeps_its_submission",
        "contact_inquiry",
        ("UPDATE",),
        # Taking over another row's would let UPDATE OR REPLACE delete that row.
        f"NEW.submission IS NOT NULL AND ({differ('submission')})",
        "What was pressed belongs to the inquiry that it made.",
    ),
    (
        "purged_inquiry_stays_purged",
        "contact_inquiry",
        ("UPDATE",),
        f"OLD.purged_at IS NOT NULL AND ({differ('purged_at', 'purged_because', 'sealed', 'holds')})",
        "What was deleted stays deleted.",
    ),
    stays("inquiry", "An inquiry's words go; its row stays as proof."),
    never_replaced("inquiry", "An inquiry", "reference", "submission", "link_digest"),
    (
        "note_belongs_to_kept_words",
        "contact_note",
        ("INSERT",),
        _PURGED,
        "The words of this inquiry were deleted, and so were its notes.",
    ),
    (
        "note_stays_with_its_inquiry",
        "contact_note",
        ("UPDATE",),
        differ("id", "inquiry_id", "who", "at"),
        "A note stays with its inquiry.",
    ),
]
