"""Links that are their own key: 128 bits that nobody can guess.

A row keeps a random seed and the link's digest. The link itself is made from the seed and SECRET_KEY, so it can be
written into a mail again and again, and a copy of the database opens nothing.
"""

import hmac
import secrets
from base64 import urlsafe_b64encode
from hashlib import sha256
from typing import NamedTuple

from django.conf import settings


class Link(NamedTuple):
    """What a row keeps: 32 characters and 64."""

    seed: str
    digest: str


class Lost(Exception):
    """SECRET_KEY was changed, and the old one is not among SECRET_KEY_FALLBACKS: this link cannot be written again."""


def make() -> Link:
    seed = secrets.token_hex(16)
    return Link(seed, digest_of(_token(settings.SECRET_KEY, seed)))


def token_of(link: Link) -> str:
    """22 characters for an address. Raises Lost."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if hmac.compare_digest(digest_of(token := _token(key, link.seed)), link.digest):
            return token
    raise Lost


def digest_of(token: str) -> str:
    """Under which a visitor's token is looked up."""
    return sha256(token.encode()).hexdigest()


def _token(key: str, seed: str) -> str:
    mac = hmac.digest(key.encode(), f"contact.link:{seed}".encode(), "sha256")
    return urlsafe_b64encode(mac[:16]).decode().rstrip("=")
