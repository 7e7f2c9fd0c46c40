"""Signs that no one sees: where they carry meaning, and what takes their place where they do not."""

import re
import unicodedata
from typing import Final

# Unicode's default-ignorable and format signs, but for those of the latter that are seen (such as U+06DD).
_SIGNS: Final = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff"
    "\ufff0-\ufffb\U00013430-\U00013455\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_RUN = re.compile(f"[{_SIGNS}]+")

_JOINER, _NON_JOINER, _ZERO_BLANK = "\u200d", "\u200c", "\u200b"
_DIRECTIONS: Final = "\u200e\u200f\u061c"
_LOOKS: Final = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_KEYCAP: Final = "\u20e3"
_VIRAMA: Final = 9
_FLAG = re.compile("[\U000e0020-\U000e007e]+\U000e007f")
# Files made for print often have it where they show a hyphen: `long-term` must not become one word.
_SOFT_HYPHEN: Final = "\u00ad"

# Scripts whose letters join, or change next to a joiner.
_JOINING = re.compile(
    "[\u0600-\u07ff\u0840-\u08ff\u0900-\u0dff\u0f00-\u109f\u1780-\u18af\u1a20-\u1aaf\u1b00-\u1bff\ua840-\ua87f"
    "\ua8e0-\ua9ff\uaa60-\uaa7f\uabc0-\uabff\ufb50-\ufdff\ufe70-\ufefc\U00010a00-\U00010fff\U00011000-\U00011fff"
    "\U0001e900-\U0001e95f]"
)
_WITHOUT_BLANKS = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u1950-\u1aaf\ua9e0-\ua9ff\uaa60-\uaadf]")
_JAMO = re.compile("[\u1100-\u11ff\ua960-\ua97f\ud7b0-\ud7ff]")
_HIEROGLYPH = re.compile("[\U00013000-\U00013455]")
_MONGOLIAN = re.compile("[\u1800-\u18af]")
_KHMER = re.compile("[\u1780-\u17ff]")

_CLOSING: Final = frozenset(".,:;!?%…)]}>»”’\"'")
_OPENING: Final = frozenset("([{<«“‘\"'$€£+#")
_BINDING: Final = frozenset("@/\\_-‐‑–—=&~|")
_MARKS: Final = "*_`~"  # Markdown's own, around words


def settle(text: str) -> str:
    """The text, with unseen signs only where they mean something, and never two words or numbers made one."""
    return "\n".join(map(_settled, text.split("\n"))) if _RUN.search(text) else text


def _settled(line: str) -> str:
    # Whether it has a letter that is written from right to left: only there do signs of direction mean anything.
    goes_left = any(unicodedata.bidirectional(sign) in ("R", "AL") for sign in without(line))

    def settled(match: re.Match[str]) -> str:
        start, end = match.span()
        return _kept(line, start, end, goes_left) or _instead(line, start, end)

    return _RUN.sub(settled, line)


def without(text: str) -> str:
    """For comparing."""
    return _RUN.sub("", text)


def _kept(text: str, start: int, end: int, goes_left: bool) -> str:
    before, after = text[start - 1 : start], text[end : end + 1]
    if before == "\U0001f3f4" and _FLAG.fullmatch(text, start, end):  # the flags of England, Scotland and Wales
        return text[start:end]
    kept = ""
    for sign in text[start:end]:
        left = kept[-1:] or before
        if left != sign and _means_something(left, sign, after, goes_left):
            kept += sign
    return kept


def _means_something(left: str, sign: str, right: str, goes_left: bool) -> bool:
    if sign == _JOINER:
        return _is_emoji(left) and _is_emoji(right) or _is_letter(left, _JOINING) or _is_letter(right, _JOINING)
    if sign == _NON_JOINER:
        return _is_letter(left, _JOINING) and (_is_letter(right, _JOINING) or unicodedata.combining(left) == _VIRAMA)
    if sign in _LOOKS:
        return _takes_another_look(left, sign, right)
    if sign == _ZERO_BLANK:
        return _is_letter(left, _WITHOUT_BLANKS) and _is_letter(right, _WITHOUT_BLANKS)
    if sign in _DIRECTIONS:
        return goes_left and not (_is_of_a_number(left) or _is_of_a_number(right))
    if sign == "\u034f":
        return _category(left) == "Mn" and _category(right) == "Mn"
    return _belongs(left, sign, right)


def _belongs(left: str, sign: str, right: str) -> bool:
    """Signs of one script alone."""
    if sign in "\u115f\u1160":
        return bool(_JAMO.match(left) or _JAMO.match(right))
    if "\u180b" <= sign <= "\u180f":
        return bool(_MONGOLIAN.match(left))
    if sign in "\u17b4\u17b5":
        return _is_letter(left, _KHMER)
    return "\U00013430" <= sign <= "\U00013455" and bool(_HIEROGLYPH.match(left))


def _takes_another_look(left: str, sign: str, right: str) -> bool:
    if left and left in "0123456789#*":
        return sign == "\ufe0f" and right == _KEYCAP
    if sign in "\ufe0e\ufe0f":
        return _is_emoji(left) or left in ("‼", "⁉", "〰", "〽") and bool(left)
    return _category(left) in ("Lo", "Sm", "So")


def _is_emoji(sign: str) -> bool:
    return bool(sign) and (_category(sign) in ("So", "Sm") or "\U0001f3fb" <= sign <= "\U0001f3ff" or sign == "\ufe0f")


def _is_letter(sign: str, script: re.Pattern[str]) -> bool:
    return bool(script.match(sign)) and _category(sign)[0] in "LM"


def _is_of_a_number(sign: str) -> bool:
    return sign.isdigit() or bool(sign) and sign in "-–.()/+"


def _category(sign: str) -> str:
    return unicodedata.category(sign) if sign else ""


def _instead(text: str, start: int, end: int) -> str:
    if _touches_nothing(text, start, end):
        return ""
    within = text[start - 1].isalnum() and text[end].isalnum()
    return "-" if within and _SOFT_HYPHEN in text[start:end] else " "


def _touches_nothing(text: str, start: int, end: int) -> bool:
    """Whether both sides stay apart, or belong together, with nothing between them."""
    left, opened = _past_marks(text, start - 1, -1)
    right, closed = _past_marks(text, end, 1)
    if opened or closed or not left or not right or left.isspace() or right.isspace():
        return True
    if left in _OPENING or left in _BINDING or right in _BINDING:
        return True
    return right in _CLOSING and not text[end + 1 : end + 2].isdigit()


def _past_marks(text: str, at: int, step: int) -> tuple[str, bool]:
    """The sign on one side, beyond Markdown's marks; and whether these begin (or end) here, so that nothing beyond
    them belongs to what is on the other side.
    """
    first = at
    while 0 <= at < len(text) and text[at] in _MARKS:
        at += step
    sign = text[at] if 0 <= at < len(text) else ""
    edge = _OPENING if step < 0 else _CLOSING
    return sign, at != first and (not sign or sign.isspace() or sign in edge)
