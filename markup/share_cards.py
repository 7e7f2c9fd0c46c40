"""The pictures that stand for a page where someone sends its address: a title, a few notes, the site's name.

They are drawn in the one font that Pillow brings along. What it cannot write is left out, here and not while drawing,
so that a card's text alternative says what its picture says, and no one needs the picture to tell.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import astuple, dataclass
from functools import lru_cache
from hashlib import sha256
from io import BytesIO
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:  # a web server draws no cards, and Pillow is large
    from PIL import Image, ImageFont

FOLDER = "cards/"
WIDTH, HEIGHT = 1200, 630
# Whoever changes what a card looks like counts up: each card then has another name, and is redrawn.
DESIGN = 1

# What Pillow's font can write. It has no accents: titles in Spanish need another font.
LETTERS = frozenset(map(chr, range(0x20, 0x7F))) | frozenset("©«°±´·»‘’“”…‹›⁄™")
# What it cannot write, and what says the same.
_SAME = str.maketrans(
    {"–": "-", "‐": "-", "‑": "-", "−": "-", "—": " - ", "•": "·", "′": "'", "″": '"'}
    | dict.fromkeys("\u00ad\u200b\u2060\ufeff", "")
)

_PAPER, _INK, _MUTED = "#faf8f4", "#1d2b2f", "#4a5b60"
_BRAND, _ON_BRAND = "#0b4f55", "#ffffff"
_RING, _PETAL = "#7fc4bd", "#c9ebe3"
_MARGIN, _FOOT, _BAND, _EMBLEM, _GAP = 72, 60, 120, 80, 64
_LEADING = 1.2
_STROKE = 1  # the font has one weight; this makes a title of it
_TITLE_SIZES, _SITE_SIZES, _NOTE_SIZES = (92, 84, 76, 68, 60, 52), (42, 36, 30), (34, 30, 26)
_TITLE_LINES = 4


def _writable(text: str) -> str:
    """The text as the font can write it; nothing if it cannot. A word without some of its letters is another word."""
    text = " ".join(text.translate(_SAME).split())
    return text if LETTERS.issuperset(text) else ""


@dataclass(frozen=True)
class Card:
    """What a card says. A note that cannot be written is not there. Without a title that can, the site's name is the
    title, and there are no notes: they would seem to speak of the site. An empty title means that nothing is left.
    """

    site: str
    title: str
    notes: tuple[str, ...] = ()

    width: ClassVar[int] = WIDTH
    height: ClassVar[int] = HEIGHT

    def __post_init__(self) -> None:
        site, title = _writable(self.site), _writable(self.title)
        notes = tuple(filter(None, map(_writable, self.notes)))
        object.__setattr__(self, "title", title or site)
        object.__setattr__(self, "site", site if title else "")
        object.__setattr__(self, "notes", notes if title else ())

    @property
    def name(self) -> str:
        """Cards that say the same have one name."""
        return sha256(json.dumps([DESIGN, *astuple(self)]).encode()).hexdigest()[:32]

    @property
    def path(self) -> str:
        """Where it lies in the default storage."""
        return f"{FOLDER}{self.name}.png"

    @property
    def alt(self) -> str:
        """All that the picture says, in its order."""
        texts = filter(None, (self.title, *self.notes, self.site))
        return " ".join(text if text[-1] in ".?!…:" else f"{text}." for text in texts)


def draw(card: Card) -> bytes:
    """The card as a PNG, of some 20 kB."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGB", (WIDTH, HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, WIDTH, _BAND - 1), fill=_BRAND)
    # What is seen of the emblem begins a little inside of it.
    picture.paste(_emblem(_EMBLEM), (_MARGIN - _EMBLEM // 8, (_BAND - _EMBLEM) // 2))
    left = _MARGIN + _EMBLEM + 16
    site = _set(card.site, _SITE_SIZES, width=WIDTH - left - _MARGIN)
    pen.text((left, _BAND // 2), "".join(site.lines), font=site.font, fill=_ON_BRAND, anchor="lm")
    foot = HEIGHT - _FOOT
    for note in reversed(card.notes):
        told = _set(note, _NOTE_SIZES)
        pen.text((_MARGIN, foot), "".join(told.lines), font=told.font, fill=_MUTED, anchor="ls")
        foot -= round(_NOTE_SIZES[0] * _LEADING * _LEADING)
    head = _set(card.title, _TITLE_SIZES, lines=_TITLE_LINES, height=foot - _BAND - _GAP)
    line = head.font.size * _LEADING
    top = _BAND + (foot - _BAND - line * len(head.lines)) / 2
    for number, text in enumerate(head.lines):
        at = (_MARGIN, top + line * number + head.font.size)
        pen.text(at, text, font=head.font, fill=_INK, anchor="ls", stroke_width=_STROKE, stroke_fill=_INK)
    out = BytesIO()
    picture.quantize(64, method=Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(out, "PNG")
    return out.getvalue()


@lru_cache
def _font(size: int) -> "ImageFont.FreeTypeFont":
    from PIL import ImageFont

    font = ImageFont.load_default(size)
    assert isinstance(font, ImageFont.FreeTypeFont)  # what it answers for a size
    # Raqm moves letters such as "Yo" together. Without it, Pillow takes the plain layout by itself.
    return font.font_variant(layout_engine=ImageFont.Layout.RAQM)


def _emblem(side: int) -> "Image.Image":
    """static/img/icon.svg without its corners, drawn large and made smaller, for smooth edges."""
    from PIL import Image, ImageDraw

    unit = side * 4 / 64
    picture = Image.new("RGB", (side * 4, side * 4), _BRAND)
    pen = ImageDraw.Draw(picture)
    pen.circle((32 * unit, 32 * unit), 20.5 * unit, outline=_RING, width=round(3 * unit))
    for x, y in ((32, 13), (50, 26), (43, 47.5), (21, 47.5), (14, 26)):
        pen.circle((x * unit, y * unit), 6.5 * unit, fill=_PETAL)
    pen.circle((32 * unit, 32 * unit), 8 * unit, fill=_ON_BRAND)
    return picture.resize((side, side), Image.Resampling.LANCZOS)


@dataclass(frozen=True)
class _Setting:
    font: "ImageFont.FreeTypeFont"
    lines: list[str]


def _set(
    text: str, sizes: Sequence[int], *, lines: int = 1, width: int = WIDTH - 2 * _MARGIN, height: float = HEIGHT
) -> _Setting:
    """The text in the largest of the sizes in which it fits; in the smallest, cut, if it fits in none."""
    for size in sizes:
        font, room = _font(size), min(lines, int(height / (size * _LEADING)))
        for clauses in _ways_to_break(text):
            found = [line for clause in clauses for line in _balanced(clause, font, width)]
            if len(found) <= room and all(font.getlength(line) <= width for line in found):
                return _Setting(font, found)
    found = _wrapped([piece for word in text.split() for piece in _pieces(word, font, width)], font, width)
    if len(found) > room:
        found = [*found[: room - 1], _cut(found[room - 1], font, width)]
    return _Setting(font, found)


def _ways_to_break(text: str) -> Iterator[list[list[str]]]:
    """The best first: clauses, of which each begins a line, as words that stay whole. The last way is word by word."""
    # A dash stays with the word before it.
    words = re.split(" (?!- )", text)
    names: list[str] = []
    for word in words:
        if names and word[:1].isupper() and names[-1].rpartition(" ")[2][:1].isupper():
            names[-1] += f" {word}"  # "Los Angeles"
        else:
            names.append(word)
    for mark in ":,":
        if sum(word.endswith(mark) for word in names[:-1]) == 1:
            end = next(n for n, word in enumerate(names, start=1) if word.endswith(mark))
            yield [names[:end], names[end:]]
    yield [names]
    yield [words]


def _wrapped(words: Sequence[str], font: "ImageFont.FreeTypeFont", width: float) -> list[str]:
    """A word that is longer than the width has a line of its own."""
    lines: list[str] = []
    for word in words:
        if lines and font.getlength(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _balanced(words: Sequence[str], font: "ImageFont.FreeTypeFont", width: int) -> list[str]:
    """As many lines as the width asks for, and none much shorter than the others."""
    best = _wrapped(words, font, width)
    for narrower in range(width - 40, width // 2, -40):
        found = _wrapped(words, font, narrower)
        if len(found) > len(best) or max(map(font.getlength, found)) > narrower:
            break
        best = found
    return best


def _pieces(word: str, font: "ImageFont.FreeTypeFont", width: int) -> Iterator[str]:
    """A word that is longer than a line, in parts that are not."""
    while word:
        length = next(n for n in range(len(word), 0, -1) if n == 1 or font.getlength(word[:n]) <= width)
        yield word[:length]
        word = word[length:]


def _cut(line: str, font: "ImageFont.FreeTypeFont", width: int) -> str:
    """The line with … at its end, which takes the place of words, or of letters if there is one word alone."""
    while font.getlength(f"{line}…") > width:
        line = line.rpartition(" ")[0] or line[:-1]
    return f"{line.rstrip(' ,.:;-')}…"
