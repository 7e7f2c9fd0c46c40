"""This process's keys, from its settings. A public site has the first alone; desk and facility's page need both."""

from collections.abc import Mapping
from functools import lru_cache

from django.conf import settings
from nacl.public import PrivateKey, PublicKey

from contact.crypto import sealing


def is_open() -> bool:
    """Whether visitors can write in: without a public key nothing could be kept safe."""
    return bool(settings.INQUIRY_PUBLIC_KEY)


def can_read() -> bool:
    return bool(settings.INQUIRY_PRIVATE_KEYS)


def seal(words: Mapping[str, str], row: object) -> bytes:
    return sealing.seal(words, str(row), _public(settings.INQUIRY_PUBLIC_KEY))


def unseal(blob: bytes | memoryview, row: object) -> dict[str, str]:
    """Raises sealing.NoKey, Broken or Moved. Ask whether the reader may, and log it, before."""
    return sealing.unseal(bytes(blob), str(row), _private(tuple(settings.INQUIRY_PRIVATE_KEYS)))


def is_current(blob: bytes | memoryview) -> bool:
    """Sealed to the public key of today."""
    return sealing.is_for(bytes(blob), _public(settings.INQUIRY_PUBLIC_KEY))


@lru_cache
def _public(text: str) -> PublicKey:
    return sealing.public_key(text)


@lru_cache
def _private(texts: tuple[str, ...]) -> tuple[PrivateKey, ...]:
    return tuple(sealing.private_key(text) for text in texts)
