"""What the database refuses about rankings, whoever asks. `rehabsite.guards` makes the triggers."""

_PUBLISHED = "SELECT 1 FROM facilities_ranking r WHERE r.published_on IS NOT NULL AND r.id = "

GUARDS = [
    (
        "published_ranking_never_changes",
        "facilities_ranking",
        ("UPDATE", "DELETE"),
        "OLD.published_on IS NOT NULL",
        "A published ranking never changes. Make a new one.",
    ),
    (
        "published_ranking_gets_no_more_rows",
        "facilities_rankedfacility",
        ("INSERT",),
        f"EXISTS ({_PUBLISHED} NEW.ranking_id)",
        "A published ranking keeps its rows. Make a new one.",
    ),
    (
        "published_ranking_keeps_its_rows",
        "facilities_rankedfacility",
        ("UPDATE", "DELETE"),
        f"EXISTS ({_PUBLISHED} OLD.ranking_id)",
        "A published ranking keeps its rows. Make a new one.",
    ),
    (
        "no_row_moves_into_a_published_ranking",
        "facilities_rankedfacility",
        ("UPDATE",),
        f"EXISTS ({_PUBLISHED} NEW.ranking_id)",
        "A published ranking keeps its rows. Make a new one.",
    ),
]
