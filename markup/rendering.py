"""Editors' Markdown to safe HTML: the one place where text becomes HTML.

Nothing here reads the database or the settings. Visitors' words never come here: they stay plain text.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext

from markup.characters import tidy, without_references
from markup.found import Heading, ImageUse, Link

if TYPE_CHECKING:
    import nh3
    from markdown_it import MarkdownIt

__all__ = [
    "MAX_LENGTH",
    "Heading",
    "ImageUse",
    "Link",
    "Rendered",
    "TextTooLong",
    "Parts",
    "absolute",
    "parts",
    "render",
    "stored",
]

MAX_LENGTH = 64_000

_BOX = '<div class="notice notice-stay-alive">'
_URGENT = f"{_BOX}<h2"
_DIVS = re.compile(r"<div\b|</div>")


class TextTooLong(ValueError):
    """A text that is over MAX_LENGTH, and so is not rendered at all."""

    code = "text-too-long"

    def __init__(self, length: int) -> None:
        super().__init__(length)
        self.length = length

    def __str__(self) -> str:
        return gettext(
            "This text has %(length)s characters; the most is %(most)s. Shorten it, or split it into two articles."
        ) % {"length": f"{self.length:,}", "most": f"{MAX_LENGTH:,}"}


@dataclass(frozen=True)
class Rendered:
    """A text as HTML, and what the page and the editor's checklist need to know about it.

    Print the object itself in a template: `html` is a plain string and would be escaped.
    """

    html: str
    text: str  # the words that readers read, a line for each paragraph, heading, cell and so on
    outline: tuple[Heading, ...]  # every heading
    images: tuple[ImageUse, ...]  # our own pictures
    links: tuple[Link, ...]
    citations: tuple[int, ...]  # numbers of the sources cited, each once, in order of first use
    refused: tuple[Link, ...]  # addresses that were typed as a link or picture and became plain words

    @property
    def headings(self) -> tuple[Heading, ...]:
        """Those for a contents list."""
        return tuple(heading for heading in self.outline if heading.level <= 3)

    @property
    def words(self) -> int:
        return sum(any(map(str.isalnum, word)) for word in self.text.split())

    def __str__(self) -> SafeString:
        return mark_safe(self.html)

    __html__ = __str__


def render(text: str) -> Rendered:
    """HTML that is safe on any page, whatever was typed. TextTooLong if it is over MAX_LENGTH."""
    text = without_references(tidy(text))
    if len(text) > MAX_LENGTH:
        raise TextTooLong(len(text))
    # Here, since most processes show what was rendered before, and never need the parser.
    from markup.token_pass import Reading

    parser, cleaner = _tools()
    # The container plugin reads past the end of a text whose last line has no line end.
    tokens = parser.parse(text + "\n")
    reading = Reading(tokens)
    # Entities such as &#12; are characters only now.
    html = tidy(parser.renderer.render(reading.tokens, parser.options, {}))
    return Rendered(
        html=cleaner.clean(html),
        text="\n".join(reading.lines),
        outline=tuple(reading.outline),
        images=tuple(reading.images),
        links=tuple(reading.links),
        citations=tuple(reading.citations),
        refused=tuple(reading.refused),
    )


@cache
def _tools() -> tuple["MarkdownIt", "nh3.Cleaner"]:
    from markup import allowlist, syntax

    return syntax.parser(), allowlist.cleaner()


def stored(html: str) -> SafeString:
    """HTML that `render` made and a row kept. Never give it anything else."""
    return mark_safe(html)


class Parts(NamedTuple):
    """What is in the box that a text begins with when a life depends on it, and what comes after the box."""

    title: SafeString
    urgent: SafeString
    rest: SafeString


def parts(html: str) -> Parts:
    """Of HTML that `render` made and a row kept."""
    if html.startswith(_URGENT):
        depth, start = 0, html.find("</h2>") + len("</h2>")
        for found in _DIVS.finditer(html):
            depth += -1 if found[0].startswith("</") else 1
            if not depth:
                pieces = html[len(_BOX) : start], html[start : found.start()], html[found.end() :]
                return Parts(*map(stored, pieces))
    return Parts(stored(""), stored(""), stored(html))


@lru_cache(maxsize=40)
def absolute(html: str, *, site: str, page: str) -> SafeString:
    """HTML that `render` made, for a reader outside the site, such as a feed's. Of what was asked last, it is kept:
    a feed says the same of most of its articles each time.

    `/path` becomes an address on `site` (scheme and host), `#part` one on `page` (the article's full address).
    """
    root = "{0.scheme}://{0.netloc}".format(urlsplit(site))

    def rewrite(address: str) -> str:
        if address.startswith("/"):
            return root + address
        return page + address if address.startswith("#") else address

    from markup import allowlist

    return mark_safe(allowlist.cleaner(rewrite).clean(html))
