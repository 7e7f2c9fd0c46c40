"""What a text holds, for its page and for the editor's checklist."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Heading:
    level: int
    id: str
    text: str


@dataclass(frozen=True)
class ImageUse:
    src: str
    alt: str
    line: int


@dataclass(frozen=True)
class Link:
    href: str
    line: int
