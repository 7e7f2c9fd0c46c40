"""Links that are their own key: 128 bits that no one can guess.

A row keeps a random seed and the link's digest. The link itself is made from SECRET_KEY, the row's name and the seed,
so it can be written into a mail again and again; a copy of the database opens nothing, and a seed copied to another
row makes another link there.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings


class Link(NamedTuple):
    """What a row keeps, 32 characters and 64, and the row's own name: see `Inquiry.link` and `Notice.link`."""

    seed: str
    digest: str
    row: str


class Lost(Exception):
    """This link cannot be written again: SECRET_KEY was changed, and the old one is not among SECRET_KEY_FALLBACKS.
    Or someone copied it from another row."""


def make(row: str) -> Link:
    seed = secrets.token_hex(16)
    return Link(seed, digest_of(_token(settings.SECRET_KEY, row, seed)), row)


def token_of(link: Link) -> str:
    """22 characters for an address. Raises Lost."""
    for token in _tokens(link):
        if hmac.compare_digest(digest_of(token), link.digest):
            return token
    raise Lost


def fits(token: str, link: Link) -> bool:
    """Whether the token was made for this very row. A digest alone can be copied from another."""
    return any(hmac.compare_digest(token.encode(), known.encode()) for known in _tokens(link))


def digest_of(token: str) -> str:
    """Under which a visitor's token is looked up."""
    return sha256(token.encode()).hexdigest()


def _tokens(link: Link) -> Iterator[str]:
    return (_token(key, link.row, link.seed) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))


def _token(key: str, row: str, seed: str) -> str:
    mac = hmac.digest(key.encode(), f"contact.link:{row}:{seed}".encode(), "sha256")
    return urlsafe_b64encode(mac[:16]).decode().rstrip("=")
