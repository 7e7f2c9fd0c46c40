"""The one way in for text: what people paste, type and import becomes text that can be stored, shown and compared.

Nothing that was between two words or numbers may vanish without a trace: `10`, a sign that no one sees and `20`
must never become `1020`. So a sign goes only where nothing can grow together. Otherwise a blank or a line end takes
its place. Signs that no one sees stay where a script or an emoji needs them.
"""

import re
import unicodedata
from typing import Final

from markup import unseen

# Most texts hold nothing else.
_PLAIN = re.compile(r"[\t\n\x20-\x7e]*")
_LINE_ENDS = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\u2028]")
_MOST_ROUNDS: Final = 8
_NEXT_LINE: Final = "\x85"
_OTHER_C1 = re.compile("[\x80-\x84\x86-\x9f]")
# What neither PostgreSQL nor XML can hold, what no font shows, and blanks that do not look like ones.
_NO_SIGN = re.compile(
    "[\x00-\x08\x0e-\x1b\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\u3164\uffa0\ufffc\ue000-\uf8ff"
    "\U000f0000-\U0010ffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0xF0000, 0x10000))
    + "]"
)
# Bullets and arrows of the fonts Symbol and Wingdings, as word processors write them.
_OF_FONTS: Final = str.maketrans(
    dict.fromkeys("\uf06c\uf06e\uf076\uf0a7\uf0a8\uf0b7\uf0d8\uf0fc", "•") | {"\uf0e0": "→", "\uf0be": "—"}
)
_EMPTY_BRAILLE = re.compile("(?<![\u2801-\u28ff])\u2800(?![\u2801-\u28ff])")
# `&#150;` is what Windows-1252 means by it, to browsers too.
_REFERENCE = re.compile(r"&#(?:0*(1[2-5][0-9])|x0*([89][0-9a-f]));", re.IGNORECASE | re.ASCII)
_ALIKE: Final = str.maketrans(
    dict.fromkeys("‘’‛ʼ′`´", "'") | dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‐‒–—―−", "-")
)
LONGEST_FOLDED: Final = 250


def tidy(text: str) -> str:
    """A text of one or several lines, with plain line ends. What is tidy already stays as it is."""
    if _PLAIN.fullmatch(text):
        return text
    # What was put right may show more that is wrong. Each round makes the text shorter or plainer.
    for _round in range(_MOST_ROUNDS):
        before, text = text, _tidied(text)
        if text == before:
            break
    return text


def _tidied(text: str) -> str:
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n")
    # It means "…" next to other leftovers of Windows-1252, and otherwise the end of a line.
    if _NEXT_LINE in text and not _OTHER_C1.search(text):
        text = text.replace(_NEXT_LINE, "\n")
    if not text.isascii():
        text = "\n".join(line if line.isascii() else _fix_encoding(line) for line in text.split("\n"))
        text = _EMPTY_BRAILLE.sub(" ", text.translate(_OF_FONTS))
    return unseen.settle(_NO_SIGN.sub(" ", text))


def _fix_encoding(line: str) -> str:
    from ftfy import TextFixerConfig, fix_encoding  # a third of a start's time, and most processes never need it

    # Not what needs guessing: a blank after “Â” is most often a blank.
    return fix_encoding(line, TextFixerConfig(restore_byte_a0=False, replace_lossy_sequences=False))


def one_line(text: str) -> str:
    """A text of one line, with single blanks."""
    return " ".join(tidy(" ".join(tidy(text).split())).split())


def bare(text: str) -> str:
    """An address, a slug, a number: what no one sees cannot be part of it, and parts nothing in it."""
    return one_line(unseen.without(text))


def without_references(markdown: str) -> str:
    """Markdown in which `&#150;` and its like are the signs that they mean. Other references are the parser's."""

    def meant(match: re.Match[str]) -> str:
        number = int(match[1]) if match[1] else int(match[2], 16)
        return tidy(bytes([number]).decode("cp1252", "replace")) if 128 <= number <= 159 else match[0]

    return _REFERENCE.sub(meant, markdown)


def folded(text: str) -> str:
    """What two names share that a reader would take for one: no case, no unseen signs, one kind of blank, quotation
    mark and dash. For comparing, never for showing; "" for what looks empty.
    """
    plain = unicodedata.normalize("NFKC", unseen.without(one_line(text)))
    # Folding may make signs that normal forms change again.
    plain = unicodedata.normalize("NFKC", plain.casefold().translate(_ALIKE))
    plain = " ".join(plain.split())
    visible = any(unicodedata.category(sign)[0] in "LNPS" for sign in plain)
    return plain[:LONGEST_FOLDED].rstrip() if visible else ""
