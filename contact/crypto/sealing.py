"""What visitors write is sealed to a public key. Whoever has only that key can add inquiries, and read none.

A seal is the first 8 bytes of its public key's digest, then libsodium's sealed box of JSON that names the row it
belongs to. So a wrong key, a changed byte and a blob copied to another row are three loud errors, never other words.
"""

import json
from base64 import b64decode, urlsafe_b64encode
from binascii import Error as NotBase64
from collections.abc import Iterable, Mapping
from hashlib import sha256
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

NAME_BYTES = 8


class SealError(Exception):
    """The seal stays closed. The sentence names the row and never a word that was sealed."""


class NoKey(SealError):
    """No private key here fits. Another process may have it."""


class Broken(SealError):
    """The bytes were changed, cut, or never were a seal."""


class Moved(SealError):
    """The seal was made for another row."""


class BadKey(ValueError):
    """The text is no key."""


def public_key(text: str) -> PublicKey:
    return PublicKey(_bytes_of(text))


def private_key(text: str) -> PrivateKey:
    return PrivateKey(_bytes_of(text))


def make_pair() -> tuple[str, str]:
    """(public, private), each as 44 characters of text."""
    private = PrivateKey.generate()
    return _text_of(bytes(private.public_key)), _text_of(bytes(private))


def name_of(key: PublicKey) -> bytes:
    """Which key a seal was made for. It tells nothing about the key itself."""
    return sha256(bytes(key)).digest()[:NAME_BYTES]


def seal(words: Mapping[str, str], row: str, key: PublicKey) -> bytes:
    text = json.dumps({"row": row, "words": dict(words)}, ensure_ascii=False)
    return name_of(key) + SealedBox(key).encrypt(text.encode())


def unseal(blob: bytes, row: str, keys: Iterable[PrivateKey]) -> dict[str, str]:
    """Raises NoKey, Broken or Moved."""
    blob = bytes(blob)
    key = next((key for key in keys if name_of(key.public_key) == blob[:NAME_BYTES]), None)
    if key is None:
        raise NoKey(f"No private key here opens {row}.")
    try:
        content: dict[str, Any] = json.loads(SealedBox(key).decrypt(blob[NAME_BYTES:]))
        made_for, words = content["row"], dict(content["words"])
    except (CryptoError, ValueError, KeyError, TypeError):
        # Without its cause: a parser's complaint quotes what it could not parse.
        raise Broken(f"The seal of {row} is broken.") from None
    if made_for != row:
        raise Moved(f"The seal of {row} was made for {made_for}.")
    return words


def is_for(blob: bytes, key: PublicKey) -> bool:
    return bytes(blob)[:NAME_BYTES] == name_of(key)


def _bytes_of(text: str) -> bytes:
    try:
        # Strictly: by itself it would pass over whatever is not base64. A file that holds a key ends its line.
        found = b64decode(text.strip().encode(), altchars=b"-_", validate=True)
    except (NotBase64, ValueError):
        raise BadKey("This is not a key. `manage.py make_keys` makes one.") from None
    if len(found) != PublicKey.SIZE:
        raise BadKey("This key has the wrong length. `manage.py make_keys` makes one.")
    return found


def _text_of(key: bytes) -> str:
    return urlsafe_b64encode(key).decode()
