from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType

from contact.guards.rules import STANDS_AND_HELD
from contact.models import AccessLine, Disclosure, Notice
from guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, never_replaced, only_grows, table

# Who changed where a facility is told is in the admin's history, and so does who wrote the words next to the box.
_OURS = f"SELECT 1 FROM {table(ContentType)} t WHERE t.app_label = 'contact' AND t.id = {{}}"
_ANY = f"EXISTS (SELECT 1 FROM {table(LogEntry)} l WHERE {{}} EXISTS ({_OURS.format('l.content_type_id')}))"
_LINE = "A line of the desk's history"

GUARDS: list[Guard] = [
    Guard(
        name="disclosure_needs_consent",
        on=Disclosure,
        events=(INSERT,),
        refuse_if=f"NOT {STANDS_AND_HELD} OR NOT EXISTS"
        f" (SELECT 1 FROM {table(Notice)} n WHERE n.consent_id = NEW.consent_id AND n.attempts > 0)",
        sentence="Words are shown to a facility only while the person allows it.",
    ),
    *only_grows(Disclosure, "A disclosure"),
    *only_grows(AccessLine, "A line of the access log"),
    Guard(
        name="history_never_changes",
        on=LogEntry,
        events=(UPDATE, DELETE),
        refuse_if=f"EXISTS ({_OURS.format('OLD.content_type_id')})",
        sentence=f"{_LINE} never changes.",
    ),
    Guard(
        name="history_is_not_emptied",
        on=LogEntry,
        events=(TRUNCATE,),
        refuse_if=_ANY.format(""),
        sentence=f"{_LINE} never changes.",
    ),
    Guard(
        name="history_is_not_replaced",
        on=LogEntry,
        events=(INSERT,),
        refuse_if=_ANY.format("l.id = NEW.id AND"),
        sentence=f"{_LINE} is never replaced.",
    ),
    Guard(
        name="history_keeps_its_place",
        on=LogEntry,
        events=(UPDATE,),
        refuse_if=_ANY.format("l.id = NEW.id AND l.id <> OLD.id AND"),
        sentence=f"{_LINE} is never replaced.",
    ),
    # What a line is about is written in another table: whoever renames it there would take the guards off the lines.
    Guard(
        name="history_stays_with_the_desk",
        on=ContentType,
        events=(UPDATE, DELETE),
        refuse_if="OLD.app_label = 'contact'",
        sentence=f"{_LINE} stays about what it is about.",
    ),
    Guard(
        name="history_stays_about_something",
        on=ContentType,
        events=(TRUNCATE,),
        refuse_if="1 = 1",
        sentence=f"{_LINE} stays about what it is about.",
    ),
    *never_replaced(ContentType, "What history is about"),
]
