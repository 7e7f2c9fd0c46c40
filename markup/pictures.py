"""How our own pictures are called: `<16 hex digits>-<width>x<height>`, and which files each one has.

The size in the name is that of the largest stored file, so a page can be laid out, and every other
file's name worked out, from the address alone.
"""

import re
from dataclasses import dataclass

FOLDER = "images/"
ADDRESS = f"/media/{FOLDER}"
LADDER = (480, 960)
MAX_WIDTH = 1600
MAX_HEIGHT = 4000

NAME = re.compile(r"([0-9a-f]{16})-([1-9][0-9]{0,3})x([1-9][0-9]{0,3})", re.ASCII)
_ADDRESS = re.compile(rf"{re.escape(ADDRESS)}({NAME.pattern})\.(jpg|png)", re.ASCII)
_FILE = re.compile(rf"({NAME.pattern})(?:-({'|'.join(map(str, LADDER))}))?\.(jpg|png|webp)", re.ASCII)
CONTENT_TYPES = {"jpg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@dataclass(frozen=True)
class Picture:
    """One of our pictures, by its name. It says nothing about whether the picture was ever stored."""

    name: str
    width: int
    height: int
    fallback: str  # "png" when it has transparency, else "jpg": what a browser without WebP shows

    @property
    def widths(self) -> tuple[int, ...]:
        return (*(width for width in LADDER if width < self.width), self.width)

    def file(self, width: int, extension: str) -> str:
        step = "" if width == self.width else f"-{width}"
        return f"{self.name}{step}.{extension}"

    @property
    def files(self) -> tuple[str, ...]:
        return tuple(self.file(width, kind) for kind in ("webp", self.fallback) for width in self.widths)

    @property
    def src(self) -> str:
        return ADDRESS + self.file(self.width, self.fallback)

    def srcset(self, extension: str) -> str:
        return ", ".join(f"{ADDRESS}{self.file(width, extension)} {width}w" for width in self.widths)


def named(name: str, *, has_alpha: bool) -> Picture:
    """The picture of that name. ValueError when the name is not one of ours."""
    match = NAME.fullmatch(name)
    if not match:
        raise ValueError(f"{name!r} is not the name of a picture")
    return Picture(name, int(match[2]), int(match[3]), "png" if has_alpha else "jpg")


def at(address: str) -> Picture | None:
    """The picture that an article shows by this address; None for every other address."""
    match = _ADDRESS.fullmatch(address)
    return named(match[1], has_alpha=match[5] == "png") if match else None


def name_of(file: str) -> str | None:
    """The name of the picture that a file belongs to; None if no picture has such files."""
    match = _FILE.fullmatch(file)
    return match[1] if match else None
