"""The outbox: who sends which row when, and what is written down of it. `contact.delivery` does the sending.

A row is leased to one worker at a time. Its lease is longer than an attempt may take, so a worker that was killed
loses its row to another one, and a worker that lives never shares it.
"""

import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, TypeVar, cast
from uuid import uuid4

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from contact import clock, tombstones
from contact.crypto import keys, links
from contact.delivery.problems import FOR_GOOD, sentence
from contact.models import AccessLine, Consent, Letter, Notice, Recipient
from contact.services.consenting import hold
from contact.services.records import is_proved
from review.refusals import Refused

__all__ = ["claim", "fail", "finish", "let_go", "may_go", "renew_link", "retry", "sentence", "stop_barred"]

# In units of DELIVERY_RETRY_SECONDS. With a minute, thirteen tries in about 56 hours: long enough for a mail server
# that broke on a Friday night.
WAITS = (1, 2, 5, 15, 30, 60, 120, 240, 480, 720, 720, 960)
JITTER = 0.2  # so that what failed together does not come back together
RETURNED = {"lease": "", "leased_until": None}

Row = Notice | Letter
Model = type[Notice] | type[Letter]
Kind = TypeVar("Kind", Notice, Letter)
log = logging.getLogger("contact.delivery")


def claim(model: type[Kind]) -> Kind | None:
    """The row that is due longest, leased to the caller; None if nothing is due. A notice only while it is allowed.

    Any number of workers may ask at once. What was claimed goes to `finish`, `fail` or `let_go`.
    """
    while not tombstones.is_held() and (row := _take(model)):
        if row.state == row.State.LEASED:
            return cast(Kind, row)
    return None


def may_go(row: Row) -> bool:
    """Asked again right before it is sent: is it still ours, not withdrawn, and allowed?"""
    ours = _ours(row).filter(_allowed(type(row)), state=row.State.LEASED).exists()
    return ours and not tombstones.is_held() and not _unproved(row)


def finish(row: Row) -> None:
    """It was taken over. Written down also if it was cancelled meanwhile: the recipient has it all the same."""
    done: dict[str, Any] = {"sent_at": clock.now(), "problem": "", **RETURNED}
    tombstones.sent(row)
    if _ours(row).filter(state=row.State.LEASED).update(state=row.State.SENT, **done):
        log.info("%s %s: sent.", _kind(row), row.key)
        return
    with transaction.atomic():
        too_late = _ours(row).update(**done)
        if too_late and isinstance(row, Notice):
            _tell_of_withdrawal(row)
    log.info("%s %s: sent, and %s.", _kind(row), row.key, "cancelled meanwhile" if too_late else "leased to another")


def fail(row: Row, code: str) -> None:
    """It was not taken over, or no one knows. It is tried again later, until a person has to look at it."""
    leased = _ours(row).filter(state=row.State.LEASED)
    for_good = code in FOR_GOOD or row.tries > len(WAITS)
    state = row.State.PERSON if for_good else row.State.WAITING
    try:
        with transaction.atomic():
            kept = leased.update(state=state, due_at=_next(row), problem=code, **RETURNED)
    except IntegrityError:  # it may not even wait anymore
        code, state = "not-allowed", row.State.PERSON
        kept = leased.update(state=state, problem=code, **RETURNED)
    if not kept:
        let_go(row)
    level = logging.WARNING if state == row.State.PERSON else logging.INFO
    log.log(level, "%s %s: %s, try %s, now %s.", _kind(row), row.key, code, row.tries, state)


def let_go(row: Row) -> None:
    """It was not sent, since it may not be anymore."""
    _ours(row).exclude(state=row.State.LEASED).update(**RETURNED)
    _ours(row).update(state=row.State.PERSON, problem="not-allowed", **RETURNED)


def stop_barred() -> int:
    """Notices that are due and may not go: their facility was delisted, takes no inquiries anymore, or has another
    relationship to this site than the person was shown. Staff see them."""
    now = clock.now()
    barred = Notice.objects.filter(_left_behind(now) | _waited(now)).exclude(_allowed(Notice))
    if not barred.exists():  # asked first, since SQLite has one writer at a time
        return 0
    return barred.update(state=Notice.State.PERSON, problem="not-allowed", **RETURNED)


def renew_link(*, notice: Notice, who: str) -> None:
    """Sends a new link, and the old one goes dark. It is another sending: the facility is to see it as a new mail.

    Raises Refused without a standing consent, and while a worker sends it.
    """
    with transaction.atomic():
        _need_consent(notice.consent_id)
        row = cast(Notice, _lock(notice))
        link = links.make(Notice.row_of(row.consent_id))
        row.link_seed, row.link_digest, row.link_expires_at = link.seed, link.digest, None
        row.sending += 1
        _put_back(row, "link_seed", "link_digest", "link_expires_at", "sending")
        AccessLine.objects.create(inquiry=row.consent.inquiry, who=who, what=AccessLine.What.RESENT)


def retry(*, outgoing: Row, who: str) -> None:
    """Tries again what needed a person, under its old key and link. Raises Refused for anything else."""
    with transaction.atomic():
        if isinstance(outgoing, Notice):
            _need_consent(outgoing.consent_id)
        row = _lock(outgoing)
        if row.state != row.State.PERSON:
            raise Refused("not-stuck", _("This is on its way, done, or canceled. There is nothing to try again."))
        _put_back(row)
        inquiry = (row.consent.inquiry if row.consent else None) or getattr(row, "inquiry", None)
        if inquiry:  # a mail to the team belongs to none
            AccessLine.objects.create(inquiry=inquiry, who=who, what=AccessLine.What.RETRIED)


def _left_behind(now: datetime) -> Q:
    """By a worker that was killed."""
    return Q(state="leased", leased_until__lte=now)


def _waited(now: datetime) -> Q:
    return Q(state="waiting", due_at__lte=now)


def _allowed(model: Model) -> Q:
    if model is Notice:
        return Q(Exists(Consent.objects.standing().filter(pk=OuterRef("consent_id"))))
    return Q() if keys.can_read() else ~Q(kind=Letter.Kind.RECEIPT)


def _take(model: Model) -> Row | None:
    """Asked apart, so that the index answers each."""
    return _take_one(model, _left_behind) or _take_one(model, _waited)


def _take_one(model: Model, due: Callable[[datetime], Q]) -> Row | None:
    now = clock.now()
    if not _claimable(model, due(now), now).exists():  # asked first, since SQLite has one writer at a time
        return None
    row: Row | None = None
    try:
        with transaction.atomic():
            now = clock.now()  # SQLite may have waited for its turn
            free = _claimable(model, due(now), now).select_for_update(of=("self",), skip_locked=True)
            row = free.order_by("due_at", "pk").first()
            if row and (code := _unproved(row)):
                _hand_to_a_person(row, code)
            elif row:
                _lease(row, now)
    except IntegrityError:
        if row is None:
            raise
        # The database sees a reason that we do not. Others are not to wait behind this one.
        log.error("%s %s: the database refuses to let it go out.", _kind(row), row.key)
        _hand_to_a_person(row, "not-allowed")
    if row and row.state == row.State.LEASED and tombstones.has_sent(row):
        finish(row)  # before the database was restored, or its worker killed
        row.state = row.State.SENT
    return row


def _unproved(row: Row) -> str:
    """Rows that no one can have written who has the database alone: the consent, and where the facility is told."""
    if not isinstance(row, Notice):
        return ""
    if not is_proved(row.consent):
        return "not-proved"
    if tombstones.stand_over(row.consent):
        return "restored"
    recipient = Recipient.objects.filter(facility=row.consent.facility_id).first()
    return "recipient-not-proved" if recipient and not recipient.is_proved else ""


def _hand_to_a_person(row: Row, code: str) -> None:
    if code != "not-allowed":
        log.error("%s %s: %s. Someone wrote to the database past this site.", _kind(row), row.key, code)
    type(row)._default_manager.filter(pk=row.pk).update(state="person", problem=code, **RETURNED)
    row.state = row.State.PERSON


def _claimable(model: Model, due: Q, now: datetime) -> QuerySet[Any]:
    rows: QuerySet[Any] = model._default_manager.filter(due, _allowed(model))
    if model is Letter:
        # That a consent was withdrawn is told after the notice that is still on its way.
        rows = rows.exclude(Exists(Notice.objects.filter(consent=OuterRef("consent_id"), leased_until__gt=now)))
    return rows


def _lease(row: Row, now: datetime) -> None:
    if row.tries > len(WAITS):  # killed each time: perhaps by this very row
        row.state, row.problem, row.lease, row.leased_until = row.State.PERSON, "interrupted", "", None
    else:
        row.state, row.lease = row.State.LEASED, uuid4().hex
        row.leased_until = now + timedelta(seconds=settings.DELIVERY_LEASE_SECONDS)
        row.attempts += 1
        row.tries += 1
    fields = ["state", "problem", "lease", "leased_until", "attempts", "tries"]
    if isinstance(row, Notice):
        row.link_expires_at = min(now + timedelta(days=settings.LINK_DAYS), row.consent.expires_at)
        fields.append("link_expires_at")
    row.save(update_fields=fields)


def _ours(row: Row) -> QuerySet[Any]:
    """The row, while no one else has leased it since."""
    return type(row)._default_manager.filter(pk=row.pk, lease=row.lease)


def _next(row: Row) -> datetime:
    units = WAITS[min(row.tries, len(WAITS)) - 1] * random.SystemRandom().uniform(1 - JITTER, 1 + JITTER)
    return clock.now() + timedelta(seconds=settings.DELIVERY_RETRY_SECONDS * units)


def _tell_of_withdrawal(notice: Notice) -> None:
    if Consent.objects.filter(pk=notice.consent_id, withdrawn_at__isnull=False).exists():
        Letter.objects.get_or_create(consent_id=notice.consent_id, defaults={"kind": Letter.Kind.WITHDRAWAL})


def _need_consent(consent: int) -> None:
    hold([consent])
    standing = Consent.objects.standing().select_for_update(of=("self",)).filter(pk=consent).first()
    if standing is None or not is_proved(standing):
        raise Refused("no-consent", _("The person does not allow this, or no longer does."))


def _lock(outgoing: Row) -> Row:
    row: Row = type(outgoing)._default_manager.select_for_update(of=("self",)).get(pk=outgoing.pk)
    if row.state == row.State.LEASED and row.leased_until and row.leased_until > clock.now():
        raise Refused("in-hand", _("It is being sent right now. Look again in a few minutes."))
    return row


def _put_back(row: Row, *fields: str) -> None:
    row.state, row.tries, row.due_at = row.State.WAITING, 0, clock.now()
    row.problem, row.lease, row.leased_until = "", "", None
    row.save(update_fields=[*fields, "state", "tries", "due_at", "problem", "lease", "leased_until"])


def _kind(row: Row) -> str:
    return "notice" if isinstance(row, Notice) else row.kind
