"""Ways to bend the proof of consent, and to undo what was deleted. See `tests.contact.bypasses`."""

from contact.models import AccessLine, Consent, ConsentText, Disclosure, Inquiry, Letter, Note
from tests.contact.bypasses import ALLOWS, KEPT, REPLACED, Bypass
from tests.contact.scene import Scene, Ways, changing, deleting, inserting, new_record, replay


def _stale_text(scene: Scene) -> Ways:
    """An unused version takes the place of the one that people agreed to."""
    unused = ConsentText.objects.create(version=99, heading="Other", words="Other")
    return changing(unused, version=scene.told.text.version)


def _told_letter(scene: Scene) -> Letter:
    return Letter.objects.get(consent=scene.withdrawn)


def _receipt(scene: Scene) -> Letter:
    return Letter.objects.get(inquiry=scene.told.inquiry)


def _second_letter(scene: Scene, consent: Consent) -> Ways:
    return inserting(Letter(kind="withdrawal", consent=consent))


def _line(scene: Scene) -> AccessLine:
    return scene.purged.access_lines.get()


PROOF = [
    Bypass(
        "words that were agreed to are edited",
        "agreed_text_never_changes",
        lambda s: changing(s.told.text, words="Other"),
    ),
    Bypass("words that were agreed to are deleted", KEPT, lambda s: deleting(s.told.text)),
    Bypass("a version takes another's place", f"text_keeps_its_version|{REPLACED}", _stale_text),
    Bypass(
        "words that were agreed to are replaced",
        REPLACED,
        lambda s: inserting(ConsentText(version=s.told.text.version, heading="Other", words="Other")),
    ),
    Bypass(
        "a record is changed", "consentrecord_never_changes", lambda s: changing(s.told.records.get(), content="{}")
    ),
    Bypass("a record is deleted", KEPT, lambda s: deleting(s.told.records.get())),
    Bypass(
        "a record is replaced",
        f"record_continues_the_chain|{REPLACED}",
        lambda s: inserting(replay(s.told.records.get(), pk=s.told.records.get().pk)),
    ),
    Bypass(
        "the next record takes the place of another",
        REPLACED,
        lambda s: inserting(new_record(s.unrecorded, "given", pk=s.told.records.get().pk)),
    ),
    Bypass(
        "a record takes another's number",
        f"record_continues_the_chain|{REPLACED}",
        lambda s: inserting(new_record(s.unrecorded, "given", number=1)),
    ),
    Bypass(
        "a record leaves a gap",
        "record_continues_the_chain",
        lambda s: inserting(new_record(s.unrecorded, "given", number=99)),
    ),
    Bypass(
        "a record follows another one",
        "record_continues_the_chain",
        lambda s: inserting(new_record(s.unrecorded, "given", previous="0" * 64)),
    ),
    Bypass(
        "a record says that a standing consent is withdrawn",
        "record_matches_its_consent",
        lambda s: inserting(new_record(s.told, "withdrawn")),
    ),
    Bypass("words shown without a record of consent", ALLOWS, lambda s: inserting(Disclosure(consent=s.unrecorded))),
    Bypass("words shown after the withdrawal", ALLOWS, lambda s: inserting(Disclosure(consent=s.withdrawn))),
    Bypass("words shown before anyone was told", ALLOWS, lambda s: inserting(Disclosure(consent=s.waiting))),
    Bypass(
        "a disclosure is changed", "disclosure_never_changes", lambda s: changing(s.told.disclosures.get(), fields=[])
    ),
    Bypass(
        "a disclosure moves to another consent",
        "disclosure_never_changes",
        lambda s: changing(s.told.disclosures.get(), consent=s.waiting),
    ),
    Bypass("a disclosure is deleted", KEPT, lambda s: deleting(s.told.disclosures.get())),
    Bypass(
        "a disclosure is replaced",
        REPLACED,
        lambda s: inserting(replay(s.told.disclosures.get(), pk=s.told.disclosures.get().pk)),
    ),
    Bypass(
        "a line of the access log is changed", "accessline_never_changes", lambda s: changing(_line(s), who="nobody")
    ),
    Bypass("a line of the access log is deleted", KEPT, lambda s: deleting(_line(s))),
    Bypass("a line of the access log is replaced", REPLACED, lambda s: inserting(replay(_line(s), pk=_line(s).pk))),
]
HISTORY = [
    Bypass(
        "a line of the history is changed",
        "history_never_changes",
        lambda s: changing(s.line, change_message="Other."),
    ),
    Bypass(
        "a line of the history is given to another", "history_never_changes", lambda s: changing(s.line, object_id="7")
    ),
    Bypass("a line of the history is deleted", KEPT, lambda s: deleting(s.line)),
    Bypass("a line of the history is replaced", REPLACED, lambda s: inserting(replay(s.line, pk=s.line.pk))),
]
ROWS = [
    Bypass("an inquiry is deleted", KEPT, lambda s: deleting(s.asked)),
    Bypass("an inquiry is replaced", REPLACED, lambda s: inserting(replay(s.asked, pk=s.asked.pk, permission=True))),
    Bypass(
        "an inquiry is replaced by one of its reference",
        REPLACED,
        lambda s: inserting(Inquiry(reference=s.asked.reference, permission=True, sealed=b"", link_digest="0")),
    ),
    Bypass(
        "an inquiry takes another's submission",
        f"inquiry_keeps_its_submission|{REPLACED}",
        lambda s: changing(s.asked, submission=s.told.inquiry.submission),
    ),
    Bypass(
        "an inquiry takes another link",
        "inquiry_keeps_its_permission",
        lambda s: changing(s.asked, link_digest="0" * 64),
    ),
    Bypass(
        "deleted words come back",
        "purged_inquiry_stays_purged",
        lambda s: changing(s.purged, purged_at=None, purged_because="", sealed=s.told.inquiry.sealed),
    ),
    Bypass(
        "a note about deleted words",
        "note_belongs_to_kept_words",
        lambda s: inserting(Note(inquiry=s.purged, who="ida", sealed=b"x")),
    ),
    Bypass(
        "a note moves to another inquiry", "note_stays_with_its_inquiry", lambda s: changing(s.note, inquiry=s.asked)
    ),
    Bypass(
        "a letter of withdrawal to one who was not told",
        "withdrawal_letter_follows_a_notice",
        lambda s: _second_letter(s, s.silent),
    ),
    Bypass(
        "a letter of withdrawal while consent is valid",
        "withdrawal_letter_follows_a_notice",
        lambda s: _second_letter(s, s.told),
    ),
    Bypass("a second letter of withdrawal", REPLACED, lambda s: _second_letter(s, s.withdrawn)),
    Bypass(
        "a letter of withdrawal goes to another facility",
        "letter_keeps_its_recipient",
        lambda s: changing(_told_letter(s), consent=s.told),
    ),
    Bypass(
        "a receipt goes to another person",
        f"letter_keeps_its_recipient|{REPLACED}",
        lambda s: changing(_receipt(s), inquiry=s.purged),
    ),
    Bypass("a letter is deleted", KEPT, lambda s: deleting(_told_letter(s))),
]
