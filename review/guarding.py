"""What the database refuses about a kind of reviewed words, whoever asks, past every service.

As keyword arguments of a guard, so that this app knows nothing of how guards are made.
"""

from collections.abc import Iterator
from typing import Any

from review.models import Reviewed, Revision

Rule = dict[str, Any]
_SIGNED = ("reviewer_id", "reviewed_by_id", "reviewed_on")


def rules(
    subject: type[Reviewed], revision: type[Revision], words: tuple[str, ...], *, original: bool = False
) -> Iterator[Rule]:
    """`words` are the columns that hold words. With `original`, words that came with the site may be live."""
    kind = subject._meta.model_name
    rows, owner = revision._meta.db_table, f"{revision.OWNER}_id"
    signed = "r.state = 'reviewed' AND r.reviewer_id IS NOT NULL AND r.reviewed_on IS NOT NULL"
    showable = f"({signed}{' OR r.state = ' + repr('original') if original else ''})"
    is_live = f"EXISTS (SELECT 1 FROM {subject._meta.db_table} s WHERE s.live_revision_id = OLD.id)"

    def rule(name: str, on: Any, events: tuple[str, ...], refuse_if: str, sentence: str) -> Rule:
        return {
            "name": f"{kind}_{name}",
            "on": on,
            "events": events,
            "refuse_if": refuse_if,
            "sentence": sentence,
        }

    yield rule(
        "live_revision_is_reviewed",
        subject,
        ("INSERT", "UPDATE"),
        "NEW.live_revision_id IS NOT NULL AND NOT EXISTS"
        f" (SELECT 1 FROM {rows} r WHERE r.id = NEW.live_revision_id AND r.{owner} = NEW.id AND {showable})",
        f"Only a reviewed revision of the same {kind} can be live.",
    )
    yield rule(
        "live_revision_stays_reviewed",
        revision,
        ("UPDATE",),
        f"{is_live} AND (NEW.state <> OLD.state OR (NEW.state = 'reviewed' AND NEW.reviewer_id IS NULL))",
        "A live revision stays reviewed. Withdraw it first.",
    )
    kept = (owner, "number", "writer_id", "saved_by_id", "corrects_id", *words)
    yield rule(
        "revision_keeps_its_words",
        revision,
        ("UPDATE",),
        " OR ".join(f"NEW.{name} IS DISTINCT FROM OLD.{name}" for name in kept),
        "A revision keeps its words. Save a new one.",
    )
    yield rule(
        "revision_begins_unreviewed",
        revision,
        ("INSERT",),
        f"NEW.state NOT IN ('draft', 'correction'{', ' + repr('original') if original else ''})",
        "A revision begins as a draft.",
    )
    yield rule(
        "revision_is_no_draft_again",
        revision,
        ("UPDATE",),
        "(NEW.state = 'draft' AND OLD.state <> 'draft')"
        " OR (NEW.state IN ('original', 'correction') AND NEW.state <> OLD.state)",
        "A revision never becomes a draft again. Save a new one.",
    )
    yield rule(
        "sign_offs_change_by_a_new_review",
        revision,
        ("UPDATE",),
        "OLD.state = 'reviewed' AND NEW.state = 'reviewed' AND (NEW.reviewed_on IS NULL OR"
        " NEW.reviewed_on < OLD.reviewed_on OR (NEW.reviewed_on = OLD.reviewed_on AND"
        f" ({' OR '.join(f'NEW.{name} IS DISTINCT FROM OLD.{name}' for name in _SIGNED[:2])}))"
        " OR (OLD.editor_id IS NOT NULL AND NEW.editor_id IS NULL)"
        " OR NEW.checked_by_id IS DISTINCT FROM OLD.checked_by_id)",
        "A sign-off changes only by a new review.",
    )
    yield rule("nobody_signs_own_work", revision, ("UPDATE",), _own_work(rows, owner), "No one signs their own work.")
    yield rule("revision_stays", revision, ("DELETE", "TRUNCATE"), "1 = 1", "Revisions stay.")


def _own_work(rows: str, owner: str) -> str:
    """By log-in and by person, for all since the last review. Names that look alike are the services' matter."""
    last = (
        f"COALESCE((SELECT MAX(l.number) FROM {rows} l WHERE l.{owner} = NEW.{owner} AND l.number < NEW.number"
        " AND l.state IN ('reviewed', 'original') AND l.corrects_id IS NULL), 0)"
    )
    since = f"SELECT 1 FROM {rows} e WHERE e.{owner} = NEW.{owner} AND e.number <= NEW.number AND e.number > {last}"
    signs = "NEW.state = 'reviewed' AND NEW.corrects_id IS NULL"
    checks = "NEW.state = 'reviewed' AND NEW.corrects_id IS NOT NULL"
    return (
        f"({signs} AND EXISTS ({since} AND (e.saved_by_id = NEW.reviewed_by_id OR e.writer_id = NEW.reviewer_id)))"
        f" OR ({checks} AND EXISTS ({since} AND e.saved_by_id = NEW.checked_by_id))"
    )


def rules_of_parts(model: Any, key: str, revision: type[Revision], what: str) -> Iterator[Rule]:
    """Rows of a revision's own, such as sources: they join it, change and go while it is a draft, and never after."""
    column = f"{key}_id"
    fixed = f"EXISTS (SELECT 1 FROM {revision._meta.db_table} r WHERE r.id IN ({{}}) AND r.state <> {{}})"
    word = model._meta.model_name
    joins = f"EXISTS (SELECT 1 FROM {revision._meta.db_table} r WHERE r.id = NEW.{column}" + (
        " AND r.state NOT IN ('draft', 'correction', 'original'))"
    )
    draft = "'draft'"
    said = f"A revision keeps its {what}. Save a new one."
    for name, event, condition in (
        ("joins_a_draft", "INSERT", joins),
        ("changes_in_a_draft", "UPDATE", fixed.format(f"OLD.{column}, NEW.{column}", draft)),
        ("goes_from_a_draft", "DELETE", fixed.format(f"OLD.{column}", draft)),
    ):
        yield {"name": f"{word}_{name}", "on": model, "events": (event,), "refuse_if": condition, "sentence": said}
