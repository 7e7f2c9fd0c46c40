"""Characters that a text must not hold."""

import re

# Line ends as they come from forms and files become one; what neither PostgreSQL nor XML can hold goes
# (controls, lone surrogates, non-characters), and so does what lets words be read in another order than
# they are written: a telephone number must not change on its way to the reader.
_UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff\ufdd0-\ufdef]"
)


def tidy(text: str) -> str:
    """The text with plain line ends and without characters that must not be stored or shown."""
    return _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
