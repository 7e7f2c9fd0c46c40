"""A file that is locked as it is written, piece by piece, to a public key; only the private half opens it.

A fresh key locks the pieces (libsodium's secretstream), and is itself sealed to the public key. The last piece says
that it is the last, so a file that was cut is found out.
"""

import struct
from collections.abc import Iterator
from typing import BinaryIO

from nacl import bindings
from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox

MAGIC = b"rehabsite backup 1\n"
PIECE = 1024 * 1024
MESSAGE = bindings.crypto_secretstream_xchacha20poly1305_TAG_MESSAGE
FINAL = bindings.crypto_secretstream_xchacha20poly1305_TAG_FINAL
HEADER = bindings.crypto_secretstream_xchacha20poly1305_HEADERBYTES
SEALED_KEY = bindings.crypto_secretstream_xchacha20poly1305_KEYBYTES + bindings.crypto_box_SEALBYTES
LENGTH = struct.Struct(">I")


class Unreadable(Exception):
    """It is no backup, was made for another key, was changed, or was cut."""


class SealedWriter:
    """A file to write to. `close` writes the last piece; without it nothing can be read."""

    def __init__(self, file: BinaryIO, key: PublicKey) -> None:
        self._file, self._state = file, bindings.crypto_secretstream_xchacha20poly1305_state()
        secret = bindings.crypto_secretstream_xchacha20poly1305_keygen()
        header = bindings.crypto_secretstream_xchacha20poly1305_init_push(self._state, secret)
        file.write(MAGIC + SealedBox(key).encrypt(secret) + header)
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) > PIECE:
            self._push(bytes(self._waiting[:PIECE]), MESSAGE)
            del self._waiting[:PIECE]
        return len(data)

    def close(self) -> None:
        self._push(bytes(self._waiting), FINAL)

    def _push(self, data: bytes, tag: int) -> None:
        locked = bindings.crypto_secretstream_xchacha20poly1305_push(self._state, data, tag=tag)
        self._file.write(LENGTH.pack(len(locked)) + locked)


class SealedReader:
    """A file to read from. Raises Unreadable."""

    def __init__(self, file: BinaryIO, key: PrivateKey) -> None:
        self._pieces, self._waiting = _pieces(file, key), bytearray()

    def read(self, size: int) -> bytes:
        while len(self._waiting) < size and (piece := next(self._pieces, None)) is not None:
            self._waiting += piece
        data = bytes(self._waiting[:size])
        del self._waiting[:size]
        return data

    def finish(self) -> None:
        """To the end, which proves that nothing is missing."""
        for _piece in self._pieces:
            pass


def _pieces(file: BinaryIO, key: PrivateKey) -> Iterator[bytes]:
    if file.read(len(MAGIC)) != MAGIC:
        raise Unreadable("This is not a backup of this program.")
    state = bindings.crypto_secretstream_xchacha20poly1305_state()
    try:
        secret = SealedBox(key).decrypt(file.read(SEALED_KEY))
        bindings.crypto_secretstream_xchacha20poly1305_init_pull(state, file.read(HEADER), secret)
    except (CryptoError, ValueError, TypeError):
        raise Unreadable("This backup was made for another key.") from None
    tag = MESSAGE
    while tag != FINAL:
        head = file.read(LENGTH.size)
        length = LENGTH.unpack(head)[0] if len(head) == LENGTH.size else 0
        if not 0 < length <= PIECE + 1024:
            raise Unreadable("This backup was cut off. Use an earlier one.")
        try:
            piece, tag = bindings.crypto_secretstream_xchacha20poly1305_pull(state, file.read(length))
        except (CryptoError, ValueError, RuntimeError):
            raise Unreadable("This backup was changed or cut off. Use an earlier one.") from None
        yield piece
