"""A page that was rendered: its bytes in each encoding, and the answers that are made of them once."""

import gzip
from collections.abc import Callable, Iterable
from hashlib import blake2b
from typing import NamedTuple

import brotli
from django.conf import settings

from rehabsite import fronts
from rehabsite.server.answering import Checked, shared

Generation = tuple[int, int]  # the public version and the day

# Any cache may keep the page, and asks each time whether it still holds: a withdrawn page is gone at once.
CONTROL = ("Cache-Control", "public, max-age=0, must-revalidate")
VARY = ("Vary", "Accept-Encoding")
OWN = {"cache-control", "content-length", "etag", "vary"}
QUICK, SMALL = 5, 11  # brotli's qualities: some 10 % of bytes apart, and a factor of 40 in time
SUFFIXES = {"": "", "gzip": "-gz", "br": "-br"}
QUICK_SUFFIX = "-b5"  # quickly made, brotli's are other bytes than those to come
OVERHEAD = 3000  # bytes of a page next to its bodies, about


class Answer(NamedTuple):
    headers: Checked
    body: bytes
    unchanged: Checked  # for a 304: what a cache needs to know; all else it has


class Tags:
    """The entity tags of a page in all encodings, without keeping each."""

    ENDS = tuple(f'{suffix}"' for suffix in (*SUFFIXES.values(), QUICK_SUFFIX))
    __slots__ = ("_digest",)

    def __init__(self, digest: str) -> None:
        self._digest = digest

    def __contains__(self, tag: object) -> bool:
        mark, found, end = str(tag).partition(self._digest)
        return mark == '"' and bool(found) and end in self.ENDS


class Page:
    """`used` tells the shelf that someone asked for it again; `counted` is what the shelf has counted for it."""

    __slots__ = ("_answers", "_headers", "_whole", "counted", "digest", "generation", "key", "names", "tags", "used")

    def __init__(
        self, key: str, names: frozenset[str], headers: Iterable[tuple[str, str]], body: bytes, generation: Generation
    ) -> None:
        self.key, self.names, self.generation = key, names, generation
        self.used, self.counted = False, 0
        self._headers = [shared(header) for header in headers if header[0].lower() not in OWN]
        self._whole: bytes | None = body
        self._answers: dict[str, Answer] = {}
        # Of the body alone: the order of a header's words may differ from process to process.
        self.digest = blake2b(body, digest_size=16).hexdigest()
        self.tags = Tags(self.digest)

    def answer(self, encoding: str) -> Answer | None:
        """None: no one has asked for it in this encoding yet. `make` it, and tell the shelf."""
        return self._answers.get(encoding)

    def pack(self) -> None:
        """Take fewer bytes: the best that brotli can, and the plain page only if someone asked for it."""
        body = brotli.compress(self._plain(), quality=SMALL)
        self._answers["br"] = self._of(body, "br", SUFFIXES["br"])
        self._whole = None

    def size(self) -> int:
        bodies = {
            id(body): len(body) for body in (self._whole or b"", *(a.body for a in list(self._answers.values())))
        }
        return OVERHEAD + sum(bodies.values())

    def make(self, encoding: str) -> Answer:
        suffix = QUICK_SUFFIX if encoding == "br" else SUFFIXES[encoding]
        answer = self._answers[encoding] = self._of(ENCODERS[encoding](self._plain()), encoding, suffix)
        return answer

    def _plain(self) -> bytes:
        if (whole := self._whole) is not None:
            return whole
        if plain := self._answers.get(""):
            return plain.body
        plain_again: bytes = brotli.decompress(self._answers["br"].body)
        return plain_again

    def _of(self, body: bytes, encoding: str, suffix: str) -> Answer:
        told = [("ETag", f'"{self.digest}{suffix}"'), CONTROL, VARY]
        if settings.FRONT_SECONDS:
            told.append((fronts.HEADER, str(settings.FRONT_SECONDS)))
        coded = [("Content-Encoding", encoding)] if encoding else []
        whole = [*self._headers, *coded, ("Content-Length", str(len(body))), *told]
        return Answer(Checked(whole), body, Checked(told))


ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "": lambda body: body,
    "gzip": lambda body: gzip.compress(body, compresslevel=6, mtime=0),
    "br": lambda body: brotli.compress(body, quality=QUICK),
}
