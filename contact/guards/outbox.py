from contact.guards.rules import STANDS, STANDS_AND_HELD
from contact.models import Consent, Letter, Notice
from guards import DELETE, INSERT, TRUNCATE, UPDATE, Guard, differ, keeps, never_replaced, stays, table

_ONLY_WITH_CONSENT = "A facility is told of an inquiry only while the person allows it."
_TOLD = (
    f"EXISTS (SELECT 1 FROM {table(Consent)} c JOIN {table(Notice)} n ON n.consent_id = c.id"
    " WHERE c.id = NEW.consent_id AND c.withdrawn_at IS NOT NULL AND n.attempts > 0)"
)

GUARDS: list[Guard] = [
    Guard(
        name="notice_needs_consent",
        on=Notice,
        events=(INSERT,),
        refuse_if=f"NOT {STANDS_AND_HELD}",
        sentence=_ONLY_WITH_CONSENT,
    ),
    Guard(
        name="notice_waits_only_with_consent",
        on=Notice,
        events=(UPDATE,),
        refuse_if=f"NEW.state IN ('waiting', 'leased') AND NOT {STANDS}",
        sentence=_ONLY_WITH_CONSENT,
    ),
    Guard(
        name="notice_begins_unsent",
        on=Notice,
        events=(INSERT,),
        refuse_if="NEW.state <> 'waiting' OR NEW.attempts <> 0 OR NEW.sending <> 1 OR NEW.answer <> ''"
        " OR NEW.sent_at IS NOT NULL OR NEW.link_expires_at IS NOT NULL",
        sentence="A new notice has not been sent yet.",
    ),
    Guard(
        name="notice_is_sent_by_a_worker",
        on=Notice,
        events=(UPDATE,),
        refuse_if="NEW.state = 'sent' AND OLD.state NOT IN ('leased', 'sent')",
        sentence="Only the worker that holds a notice can say that it was sent.",
    ),
    Guard(
        name="notice_is_sent_once_per_link",
        on=Notice,
        events=(UPDATE,),
        refuse_if="OLD.state = 'sent' AND NEW.state <> 'sent' AND NEW.sending = OLD.sending",
        sentence="A notice that was sent is sent again only with a new link.",
    ),
    Guard(
        name="notice_counts_upwards",
        on=Notice,
        events=(UPDATE,),
        refuse_if="NEW.attempts < OLD.attempts OR NEW.sending < OLD.sending",
        sentence="How often a facility was told is never made less.",
    ),
    keeps(
        Notice,
        *("id", "consent", "key", "created_at"),
        name="notice_keeps_its_consent",
        sentence="A notice stays with its consent and its key.",
    ),
    Guard(
        name="notice_keeps_its_link",
        on=Notice,
        events=(UPDATE,),
        refuse_if=f"({differ(Notice, 'link_seed', 'link_digest')})"
        " AND (NEW.sending <> OLD.sending + 1 OR NEW.state <> 'waiting')",
        sentence="A link belongs to its notice. A new one is sent again.",
    ),
    Guard(
        name="link_ends_with_its_consent",
        on=Notice,
        events=(UPDATE,),
        refuse_if="NEW.link_expires_at IS NOT NULL AND NOT EXISTS"
        f" (SELECT 1 FROM {table(Consent)} c WHERE c.id = NEW.consent_id AND NEW.link_expires_at <= c.expires_at)",
        sentence="A link ends with its consent at the latest.",
    ),
    stays(Notice, "A notice stays as proof."),
    *never_replaced(Notice, "A notice"),
    Guard(
        name="withdrawal_letter_follows_a_notice",
        on=Letter,
        events=(INSERT,),
        refuse_if=f"NEW.kind = 'withdrawal' AND NOT {_TOLD}",
        sentence="Only a facility that was told can be told of a withdrawal.",
    ),
    keeps(
        Letter,
        *("id", "key", "kind", "inquiry", "consent", "line", "user", "change"),
        name="letter_keeps_its_recipient",
        sentence="A letter stays with its recipient and its key.",
    ),
    Guard(
        name="letter_stays",
        on=Letter,
        events=(DELETE,),
        refuse_if="OLD.kind <> 'alert'",
        sentence="A letter stays as proof.",
    ),
    Guard(
        name="letters_stay",
        on=Letter,
        events=(TRUNCATE,),
        refuse_if="1 = 1",
        sentence="Letters stay as proof.",
    ),
    *never_replaced(Letter, "A letter"),
]
