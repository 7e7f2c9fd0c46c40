"""Marks that only a process of this site can make: keyed digests, with a key that the database has not.

So whoever can write rows, by whatever hole, can write none that the outbox and the facilities' page believe. The first
of the keys makes marks; any of them is believed, so a key can be changed while older marks are in use.
"""

import hmac
from collections.abc import Sequence

from django.conf import settings

SIZE = 64  # characters


def mark(purpose: str, text: str) -> str:
    return _mark(_keys()[0], purpose, text)


def fits(purpose: str, text: str, given: str) -> bool:
    return key_of(purpose, text, given) is not None


def key_of(purpose: str, text: str, given: str) -> int | None:
    """Which of the keys made it: 0 is today's. None: none of them did."""
    for place, key in enumerate(_keys()):
        if hmac.compare_digest(_mark(key, purpose, text).encode(), given.encode()):
            return place
    return None


def all_marks(purpose: str, text: str) -> list[str]:
    """By each of the keys, today's first."""
    return [_mark(key, purpose, text) for key in _keys()]


def _keys() -> Sequence[str]:
    return settings.CONSENT_KEYS or (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)


def _mark(key: str, purpose: str, text: str) -> str:
    return hmac.digest(key.encode(), f"contact.{purpose}\n{text}".encode(), "sha256").hex()
