"""What a reader gets of a page that is there. Plain: strings in, a word out."""

import re
from collections.abc import Container
from enum import Enum
from functools import lru_cache

TAG = re.compile(r'(?:W/)?("[^"]*")')
REFUSED = re.compile(r"\s*q\s*=\s*0(\.0*)?\s*", re.IGNORECASE)
ENCODINGS = ("br", "gzip")  # the best first
LONGEST = 2000  # characters of a header that are read


class Part(Enum):
    WHOLE = "headers and body"
    HEAD = "headers"
    UNCHANGED = "not modified"


def part(method: str, if_none_match: str | None, tags: Container[str]) -> Part:
    """By weak comparison, as RFC 9110 wants it for If-None-Match: a proxy that compresses makes tags weak."""
    if if_none_match is not None and (
        if_none_match in tags
        or if_none_match.strip() == "*"
        or any(tag in tags for tag in TAG.findall(if_none_match[:LONGEST]))
    ):
        return Part.UNCHANGED
    return Part.HEAD if method == "HEAD" else Part.WHOLE


@lru_cache(maxsize=256)
def encoding(accepted: str) -> str:
    """The best of ours that the reader names without refusing it (`;q=0`); nothing if there is none."""
    offers = set()
    for offer in accepted[:LONGEST].split(","):
        name, *parameters = offer.split(";")
        if not any(REFUSED.fullmatch(parameter) for parameter in parameters):
            offers.add(name.strip().lower())
    return next((name for name in ENCODINGS if name in offers), "")
