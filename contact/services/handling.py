"""What the team does with an inquiry. Each step leaves a line in the access log, in the transaction of the step."""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_variables

from contact.crypto import keys
from contact.crypto.sealing import BadKey, SealError
from contact.models import AccessLine, Consent, Inquiry, Letter, Note, Notice
from contact.services import delivering, exporting, purging
from contact.services.consenting import withdraw
from review.refusals import Refused
from review.rights import may

HANDLE = "contact.change_inquiry"
MOST_LETTERS = 5000
NO_KEY, NOT_OURS, BROKEN = "no-key", "wrong-key", "broken-seal"

log = logging.getLogger("rehabsite.contact")


@dataclass(frozen=True)
class OpenNote:
    """`text` is None where its seal stays closed."""

    who: str
    at: datetime
    text: str | None


@dataclass(frozen=True)
class Opened:
    words: dict[str, str]
    notes: list[OpenNote]


def seen(inquiry: Inquiry) -> str:
    """How it stands, as a page says it. A step sends it back, so that no one undoes what they did not see."""
    return f"{inquiry.state}:{inquiry.handled_by_id or ''}"


def colleagues() -> "list[AbstractUser]":
    """Who may be given an inquiry: all who hold the intake role and can sign in."""
    backend = "django.contrib.auth.backends.ModelBackend"
    found = get_user_model().objects.with_perm(HANDLE, backend=backend, include_superusers=False)
    return list(found.filter(is_staff=True).order_by("username"))


@sensitive_variables()
def open_words(*, inquiry: Inquiry, by: AbstractUser) -> Opened:
    """Show the words only after this returns: from then on it is written down who opened them.

    Raises Refused, also when the seal stays closed; then nothing is logged as opened, and nothing may be shown.
    """
    may(HANDLE, by)
    with transaction.atomic():
        row = _kept(inquiry)
        words = _unsealed(row)
        notes = [OpenNote(note.who, note.at, _text(note, row)) for note in row.notes.all()]
        _line(row, by, AccessLine.What.OPENED)
    return Opened(words, notes)


@sensitive_variables("text", "note")
def write_note(*, inquiry: Inquiry, by: AbstractUser, text: str) -> None:
    may(HANDLE, by)
    text = text.strip()
    if not text:
        raise Refused("empty", _("The note is empty. Write something first."))
    if len(text) > MOST_LETTERS:
        raise Refused("too-long", _("This note is too long. Write at most 5,000 letters, or two notes."))
    if not keys.is_open():
        raise Refused(NO_KEY, _("This site has no public key right now, so it could not keep a note safe."))
    with transaction.atomic():
        row = _kept(inquiry)
        note = Note.objects.create(inquiry=row, who=by.get_username(), sealed=b"")
        note.sealed = keys.seal({"note": text}, note.seal_row)
        note.save(update_fields=["sealed"])
        _line(row, by, AccessLine.What.NOTED)


def take_on(*, inquiry: Inquiry, by: AbstractUser, seen: str) -> bool:
    """False if it is theirs already. Raises Refused if a colleague was faster."""
    return _give(inquiry, by, by, seen, AccessLine.What.TOOK)


def hand_over(*, inquiry: Inquiry, by: AbstractUser, to: str, seen: str) -> bool:
    """`to` is the user name of a colleague of the intake desk. False if it is theirs already."""
    may(HANDLE, by)
    colleague = next((one for one in colleagues() if one.get_username() == to), None)
    if colleague is None:
        raise Refused("no-colleague", _("Choose a colleague at the intake desk. No one else can open inquiries."))
    return _give(inquiry, by, colleague, seen, AccessLine.What.HANDED)


def set_state(*, inquiry: Inquiry, by: AbstractUser, state: str, seen: str) -> bool:
    """False if it is there already. Raises Refused if a colleague changed it since the page was opened."""
    may(HANDLE, by)
    with transaction.atomic():
        row = _locked(inquiry)
        if row.state == state:
            return False
        _unchanged(row, seen)
        row.state = state
        row.save(update_fields=["state"])
        _line(row, by, AccessLine.What.STATE)
    return True


def withdraw_for_person(*, consents: Sequence[Consent], by: AbstractUser) -> int:
    """The person asked us to. How many were withdrawn now; those that were before stay as they were."""
    may(HANDLE, by)
    with transaction.atomic():
        withdrawn = withdraw(consents=consents, by=Consent.By.STAFF)
        for consent in withdrawn:
            _line(consent.inquiry, by, AccessLine.What.WITHDREW)
    return len(withdrawn)


def erase(*, inquiry: Inquiry, by: AbstractUser) -> None:
    """The person asked us to. Their words go for good."""
    may(HANDLE, by)
    purging.purge(inquiry=inquiry, because=Inquiry.Purged.ASKED, who=by.get_username())


@sensitive_variables()
def copy(*, inquiry: Inquiry, by: AbstractUser) -> dict[str, Any]:
    """All that we hold on the person, for them. Raises what `exporting.export` raises."""
    may(HANDLE, by)
    return exporting.export(inquiry=inquiry, who=by.get_username())


def retry(*, outgoing: Notice | Letter, by: AbstractUser) -> None:
    may(HANDLE, by)
    delivering.retry(outgoing=outgoing, who=by.get_username())


def renew_link(*, notice: Notice, by: AbstractUser) -> None:
    may(HANDLE, by)
    delivering.renew_link(notice=notice, who=by.get_username())


def _give(inquiry: Inquiry, by: AbstractUser, to: AbstractUser, seen: str, what: str) -> bool:
    may(HANDLE, by)
    with transaction.atomic():
        row = _locked(inquiry)
        if row.handled_by_id == to.pk:
            return False
        _unchanged(row, seen)
        row.handled_by_id = to.pk
        row.save(update_fields=["handled_by"])
        _line(row, by, what)
    return True


def _unchanged(row: Inquiry, before: str) -> None:
    if before != seen(row):
        who = row.handled_by.get_username() if row.handled_by else _("no one")
        raise Refused(
            "changed",
            _("A colleague was faster. It is now: %(state)s, handled by %(who)s. You did not change anything.")
            % {"state": row.get_state_display(), "who": who},
        )


def _locked(inquiry: Inquiry) -> Inquiry:
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def _kept(inquiry: Inquiry) -> Inquiry:
    row = _locked(inquiry)
    if row.purged_at:
        raise Refused("deleted", _("The words of this inquiry were deleted. There is nothing left to open."))
    return row


def _line(inquiry: Inquiry, by: AbstractUser, what: str) -> None:
    AccessLine.objects.create(inquiry=inquiry, who=by.get_username(), what=what)


@sensitive_variables()
def _unsealed(row: Inquiry) -> dict[str, str]:
    try:
        return keys.unseal(row.sealed, row.seal_row)
    except (SealError, BadKey) as error:
        raise closed(error, row.reference) from None


def closed(error: Exception, reference: str) -> Refused:
    """What to say of a seal that stays closed. Loud, and named by its reference: someone changed a key or a row."""
    if not keys.can_read():
        return Refused(NO_KEY, _("This process has no private key, so it cannot open any inquiry."))
    kind = type(error).__name__
    log.error("The seal of inquiry %s stays closed: %s.", reference, kind)
    code, sentence = _CLOSED.get(kind, _CLOSED["Broken"])
    return Refused(code, str(sentence) % {"ref": reference})


_CLOSED: dict[str, tuple[str, str | Promise]] = {
    "NoKey": (
        NOT_OURS,
        gettext_lazy("No private key here opens %(ref)s. Is an old key missing from INQUIRY_PRIVATE_KEYS?"),
    ),
    "BadKey": (NOT_OURS, gettext_lazy("INQUIRY_PRIVATE_KEYS has no valid key, so %(ref)s stays closed.")),
    "Moved": (
        BROKEN,
        gettext_lazy(
            "The words in %(ref)s were encrypted for another inquiry. Someone moved them. Tell the operator now."
        ),
    ),
    "Broken": (
        BROKEN,
        gettext_lazy("The words in %(ref)s were changed after they came in. Tell the operator now."),
    ),
}


@sensitive_variables()
def _text(note: Note, row: Inquiry) -> str | None:
    """A note that stays closed does not keep the inquiry closed."""
    try:
        return keys.unseal(note.sealed, note.seal_row)["note"]
    except (SealError, KeyError) as error:
        log.error("The seal of a note to inquiry %s stays closed: %s.", row.reference, type(error).__name__)
        return None
