"""Phone numbers as the directory writes them, made into links that a phone can dial. Plain."""

import re
from typing import Final, NamedTuple

_KEYPAD: Final = str.maketrans("ABCDEFGHIJKLMNOPQRSTUVWXYZ", "22233344455566677778889999")
_EXTENSION = re.compile(r"\s+(?:x|ext\.?)\s*(\d{1,8})$", re.ASCII | re.IGNORECASE)
_NUMBER = re.compile(r"[\d ().A-Z-]+", re.ASCII)


class Phone(NamedTuple):
    """`href` is empty for what cannot be dialled: then the text stands alone."""

    text: str
    href: str


def dial(text: str) -> Phone:
    """`251-847-2223 x287` is dialled with a pause before the extension. Letters are those of a phone's keys."""
    extension = _EXTENSION.search(text)
    number = text[: extension.start()] if extension else text
    digits = re.sub(r"\D", "", number.upper().translate(_KEYPAD))
    if len(digits) == 11 and digits[0] == "1":
        digits = digits[1:]
    if len(digits) != 10 or not _NUMBER.fullmatch(number.upper()):
        return Phone(text, "")
    return Phone(text, f"tel:+1{digits}" + (f",{extension[1]}" if extension else ""))
