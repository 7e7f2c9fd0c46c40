"""Sealing everything again, to today's public key."""

from collections.abc import Iterator
from enum import Enum
from typing import Any, NamedTuple

from django.db import transaction

from contact.crypto import keys
from contact.crypto.sealing import BadKey, SealError
from contact.models import Inquiry, Note

AT_ONCE = 500


class NotReady(Exception):
    """The keys that are set here cannot do it. The sentence says what to set."""


class Outcome(Enum):
    CURRENT = "current"
    DUE = "due"
    SEALED = "sealed"
    GONE = "gone"
    CLOSED = "closed"


class Turned(NamedTuple):
    outcome: Outcome
    problem: str = ""


def rotate(*, write: bool) -> Iterator[Turned]:
    """Each row in a transaction of its own, so that it can be ended and begun again at any time.

    Raises NotReady before anything is touched, also if what is sealed to today's key could not be opened here.
    """
    _try_keys()
    for model in (Inquiry, Note):
        last = None
        while pks := _next(model, last):
            for pk in pks:
                yield _turn(model, pk, write)
            last = pks[-1]


def _try_keys() -> None:
    if not keys.is_open():
        raise NotReady("INQUIRY_PUBLIC_KEY is not set. `manage.py make_keys` makes a pair.")
    if not keys.can_read():
        raise NotReady("INQUIRY_PRIVATE_KEYS is not set here, so nothing can be opened. Run this where the desk runs.")
    try:
        keys.unseal(keys.seal({}, "trial"), "trial")
    except BadKey as error:
        raise NotReady(f"INQUIRY_PUBLIC_KEY or INQUIRY_PRIVATE_KEYS: {error}") from None
    except SealError:
        raise NotReady(
            "None of INQUIRY_PRIVATE_KEYS belongs to INQUIRY_PUBLIC_KEY. Add the new private key before the old one."
        ) from None


def _next(model: type[Inquiry] | type[Note], last: object) -> list[object]:
    rows = model._default_manager.order_by("pk").exclude(sealed=b"")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", flat=True)[:AT_ONCE])


def _turn(model: type[Inquiry] | type[Note], pk: Any, write: bool) -> Turned:
    with transaction.atomic():
        row = model._default_manager.select_for_update().filter(pk=pk).first()
        if row is None or not row.sealed:
            return Turned(Outcome.GONE)
        if keys.is_current(row.sealed):
            return Turned(Outcome.CURRENT)
        try:
            words = keys.unseal(row.sealed, row.seal_row)
        except SealError as error:
            return Turned(Outcome.CLOSED, f"{_name(row)}: {error}")
        if not write:
            return Turned(Outcome.DUE)
        sealed = keys.seal(words, row.seal_row)
        if keys.unseal(sealed, row.seal_row) != words:
            return Turned(Outcome.CLOSED, f"{_name(row)}: the new seal holds something else. The old one was kept.")
        row.sealed = sealed
        row.save(update_fields=["sealed"])
    return Turned(Outcome.SEALED)


def _name(row: Inquiry | Note) -> str:
    return row.reference if isinstance(row, Inquiry) else f"Note {row.pk} to {row.inquiry.reference}"
