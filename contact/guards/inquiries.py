from contact.models import Inquiry, Note
from guards import INSERT, UPDATE, Guard, differ, keeps, never_replaced, stays, table

# Waits for a deletion that is not committed yet, on PostgreSQL.
_PURGED = (
    f"NOT EXISTS (SELECT 1 FROM {table(Inquiry)} i WHERE i.id = NEW.inquiry_id AND i.purged_at IS NULL FOR SHARE OF i)"
)

GUARDS: list[Guard] = [
    keeps(
        Inquiry,
        *("id", "reference", "received_at", "permission", "link_seed", "link_digest"),
        name="inquiry_keeps_its_permission",
        sentence="Whether an inquiry may be forwarded was decided by the person who sent it.",
    ),
    Guard(
        name="inquiry_keeps_its_submission",
        on=Inquiry,
        events=(UPDATE,),
        refuse_if=f"NEW.submission IS NOT NULL AND ({differ(Inquiry, 'submission')})",
        sentence="What was pressed belongs to the inquiry that it made.",
    ),
    Guard(
        name="purged_inquiry_stays_purged",
        on=Inquiry,
        events=(UPDATE,),
        refuse_if="OLD.purged_at IS NOT NULL"
        f" AND ({differ(Inquiry, 'purged_at', 'purged_because', 'sealed', 'holds')})",
        sentence="What was deleted stays deleted.",
    ),
    stays(Inquiry, "An inquiry's words go; its row stays as proof."),
    *never_replaced(Inquiry, "An inquiry"),
    Guard(
        name="note_belongs_to_kept_words",
        on=Note,
        events=(INSERT,),
        refuse_if=_PURGED,
        sentence="The words of this inquiry were deleted, and so were its notes.",
    ),
    keeps(
        Note,
        *("id", "inquiry", "who", "at"),
        name="note_stays_with_its_inquiry",
        sentence="A note stays with its inquiry.",
    ),
    *never_replaced(Note, "A note"),
]
