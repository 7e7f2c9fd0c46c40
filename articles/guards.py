"""What the database refuses about articles, whoever asks. `rehabsite.guards` makes the triggers."""

_REVIEWED = (
    "SELECT 1 FROM articles_articlerevision r WHERE r.id = NEW.live_revision_id AND r.article_id = NEW.id"
    " AND r.state = 'reviewed' AND r.reviewer_id IS NOT NULL AND r.reviewed_on IS NOT NULL"
)
_LIVE = "SELECT 1 FROM articles_article a WHERE a.live_revision_id = OLD.id"
_NOT_DRAFT = "EXISTS (SELECT 1 FROM articles_articlerevision r WHERE r.id IN ({}) AND r.state <> 'draft')"
_WORDS = ("article_id", "number", "title", "summary", "body", "writer_id", "saved_by_id")

GUARDS = [
    (
        "live_revision_is_reviewed",
        "articles_article",
        ("INSERT", "UPDATE"),
        f"NEW.live_revision_id IS NOT NULL AND NOT EXISTS ({_REVIEWED})",
        "Only a reviewed revision of the same article can be live.",
    ),
    (
        "live_revision_stays_reviewed",
        "articles_articlerevision",
        ("UPDATE",),
        f"EXISTS ({_LIVE}) AND (NEW.state <> 'reviewed' OR NEW.reviewer_id IS NULL OR NEW.reviewed_on IS NULL)",
        "A live revision stays reviewed. Withdraw the article first.",
    ),
    (
        "revision_words_never_change",
        "articles_articlerevision",
        ("UPDATE",),
        " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in _WORDS),
        "A revision keeps its words. Save a new one.",
    ),
    (
        "sources_join_a_draft",
        "articles_source",
        ("INSERT",),
        _NOT_DRAFT.format("NEW.revision_id"),
        "A revision keeps its sources. Save a new one.",
    ),
    (
        "sources_change_in_a_draft",
        "articles_source",
        ("UPDATE",),
        _NOT_DRAFT.format("OLD.revision_id, NEW.revision_id"),
        "A revision keeps its sources. Save a new one.",
    ),
    (
        "reviewed_question_keeps_its_words",
        "articles_question",
        ("UPDATE",),
        "OLD.reviewed_on IS NOT NULL AND NEW.reviewed_on IS NOT NULL AND"
        " (NEW.question <> OLD.question OR NEW.answer <> OLD.answer)",
        "Changed words lose their review.",
    ),
    (
        "reviewed_term_keeps_its_words",
        "articles_term",
        ("UPDATE",),
        "OLD.reviewed_on IS NOT NULL AND NEW.reviewed_on IS NOT NULL AND"
        " (NEW.term <> OLD.term OR NEW.meaning <> OLD.meaning)",
        "Changed words lose their review.",
    ),
]
