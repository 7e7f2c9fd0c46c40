"""What the database refuses about articles, whoever asks. `guards` makes the triggers."""

from articles.models import Article, ArticleRevision, Question, Source, Term
from guards import INSERT, UPDATE, Guard, differ, keeps, never_replaced, table

_REVIEWED = (
    f"SELECT 1 FROM {table(ArticleRevision)} r WHERE r.id = NEW.live_revision_id AND r.article_id = NEW.id"
    " AND r.state = 'reviewed' AND r.reviewer_id IS NOT NULL AND r.reviewed_on IS NOT NULL"
)
_LIVE = f"SELECT 1 FROM {table(Article)} a WHERE a.live_revision_id = OLD.id"
_NOT_DRAFT = f"EXISTS (SELECT 1 FROM {table(ArticleRevision)} r WHERE r.id IN ({{}}) AND r.state <> 'draft')"
_STILL_REVIEWED = "OLD.reviewed_on IS NOT NULL AND NEW.reviewed_on IS NOT NULL"

GUARDS = [
    Guard(
        name="live_revision_is_reviewed",
        on=Article,
        events=(INSERT, UPDATE),
        refuse_if=f"NEW.live_revision_id IS NOT NULL AND NOT EXISTS ({_REVIEWED})",
        sentence="Only a reviewed revision of the same article can be live.",
    ),
    Guard(
        name="live_revision_stays_reviewed",
        on=ArticleRevision,
        events=(UPDATE,),
        refuse_if=f"EXISTS ({_LIVE})"
        " AND (NEW.state <> 'reviewed' OR NEW.reviewer_id IS NULL OR NEW.reviewed_on IS NULL)",
        sentence="A live revision stays reviewed. Withdraw the article first.",
    ),
    keeps(
        ArticleRevision,
        *("article", "number", "title", "summary", "body", "writer", "saved_by"),
        name="revision_words_never_change",
        sentence="A revision keeps its words. Save a new one.",
    ),
    *never_replaced(ArticleRevision, "A revision"),
    Guard(
        name="sources_join_a_draft",
        on=Source,
        events=(INSERT,),
        refuse_if=_NOT_DRAFT.format("NEW.revision_id"),
        sentence="A revision keeps its sources. Save a new one.",
    ),
    Guard(
        name="sources_change_in_a_draft",
        on=Source,
        events=(UPDATE,),
        refuse_if=_NOT_DRAFT.format("OLD.revision_id, NEW.revision_id"),
        sentence="A revision keeps its sources. Save a new one.",
    ),
    Guard(
        name="reviewed_question_keeps_its_words",
        on=Question,
        events=(UPDATE,),
        refuse_if=f"{_STILL_REVIEWED} AND ({differ(Question, 'question', 'answer')})",
        sentence="Changed words lose their review.",
    ),
    Guard(
        name="reviewed_term_keeps_its_words",
        on=Term,
        events=(UPDATE,),
        refuse_if=f"{_STILL_REVIEWED} AND ({differ(Term, 'term', 'meaning')})",
        sentence="Changed words lose their review.",
    ),
]
