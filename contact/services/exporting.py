"""The person's own copy: everything that is held about an inquiry, ready for `json.dumps`."""

from datetime import datetime
from typing import Any

from django.db import transaction

from contact.crypto import keys
from contact.models import AccessLine, Consent, Inquiry, Letter, Note, Outgoing
from contact.services import telling


def export(*, inquiry: Inquiry, who: str) -> dict[str, Any]:
    """Writes down who made the copy, in the same transaction. Hand it to no one but the person.

    Raises sealing.SealError if a seal stays closed; then nothing is written down.
    """
    with transaction.atomic():
        row = Inquiry.objects.select_for_update(of=("self",)).select_related("city").get(pk=inquiry.pk)
        words = {} if row.purged_at else keys.unseal(row.sealed, row.pk)
        notes = [_note(note) for note in row.notes.all()]
        telling.tell_team(AccessLine.objects.create(inquiry=row, who=who, what=AccessLine.What.EXPORTED))
        consents = row.consents.select_related("text", "notice", "withdrawal_letter").prefetch_related("disclosures")
        return {
            "reference": row.reference,
            "received_at": _time(row.received_at),
            "city": row.city.name if row.city else None,
            "permission": row.permission,
            "state": row.state,
            "words": words,
            "words_deleted_at": _time(row.purged_at),
            "words_deleted_because": row.purged_because,
            "consents": [_consent(consent) for consent in consents],
            "mail_to_you": [_outgoing(letter) for letter in row.letters.all()],
            "notes_of_the_team": notes,
            "what_the_team_did": [{"what": line.what, "at": _time(line.at)} for line in row.access_lines.all()],
        }


def _consent(consent: Consent) -> dict[str, Any]:
    return {
        "facility": consent.facility_name,
        "relationship_as_shown": consent.relationship,
        "words_as_shown": consent.shown,
        "words_version": consent.text.version,
        "fields": consent.fields,
        "page": consent.page,
        "given_at": _time(consent.given_at),
        "expires_at": _time(consent.expires_at),
        "withdrawn_at": _time(consent.withdrawn_at),
        "withdrawn_by": consent.withdrawn_by,
        "records": list(consent.records.values("number", "kind", "digest")),
        "notice": _notice(consent),
        "disclosures": [{"at": _time(one.at), "fields": one.fields} for one in consent.disclosures.all()],
        "mail_about_withdrawal": _withdrawal(consent),
    }


def _notice(consent: Consent) -> dict[str, Any] | None:
    notice = getattr(consent, "notice", None)
    if notice is None:
        return None
    return _outgoing(notice) | {
        "link_expires_at": _time(notice.link_expires_at),
        "links_sent": notice.sending,
        "answer": notice.answer,
        "answered_at": _time(notice.answered_at),
    }


def _withdrawal(consent: Consent) -> dict[str, Any] | None:
    letter: Letter | None = getattr(consent, "withdrawal_letter", None)
    return _outgoing(letter) if letter else None


def _outgoing(row: Outgoing) -> dict[str, Any]:
    return {
        "state": row.state,
        "made_at": _time(row.created_at),
        "attempts": row.attempts,
        "sent_at": _time(row.sent_at),
    }


def _note(note: Note) -> dict[str, Any]:
    return {"at": _time(note.at), "note": keys.unseal(note.sealed, note.seal_row)["note"]}


def _time(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
