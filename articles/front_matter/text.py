"""What every text of a file has to be before its meaning matters: small enough, UTF-8, and printable."""

import re
from itertools import islice

from django.utils.translation import gettext as _

from articles.front_matter.problems import FrontMatterErrors, Problem

MAX_SIZE = 400_000
_MOST_SHOWN = 20

_LINE_BREAK = re.compile("\r\n?|[\x85\u2028\u2029]")
# What YAML does not take, which is also what neither a page nor PostgreSQL can hold: control characters, halves of
# surrogate pairs, and the two code points that are no characters.
UNPRINTABLE = re.compile("[^\t\n\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_BLANK_START = re.compile(r"\A(?:[^\S\n]*+\n)++")


def normal_text(text: str) -> str:
    """A text of several lines as files hold it: line feeds only, no empty lines before it, no space after it."""
    return _BLANK_START.sub("", _LINE_BREAK.sub("\n", text)).rstrip()


def decoded(data: bytes) -> str:
    """The text of a file, or FrontMatterErrors if it is too large or not UTF-8."""
    if len(data) > MAX_SIZE:
        raise FrontMatterErrors([_too_large()])
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise FrontMatterErrors([Problem(line, _("This is not UTF-8. Save the file as UTF-8."))]) from error


def checked(text: str) -> str:
    """The text with plain line feeds and no byte order mark, or FrontMatterErrors."""
    if len(text) > MAX_SIZE or len(text.encode("utf-8", "surrogatepass")) > MAX_SIZE:
        raise FrontMatterErrors([_too_large()])
    text = _LINE_BREAK.sub("\n", text.removeprefix("\ufeff"))
    problems = [
        Problem(
            text.count("\n", 0, match.start()) + 1,
            _("There is a character here that cannot be shown: U+%(code)s.") % {"code": f"{ord(match.group()):04X}"},
        )
        for match in islice(UNPRINTABLE.finditer(text), _MOST_SHOWN)
    ]
    if problems:
        raise FrontMatterErrors(problems)
    return text


def _too_large() -> Problem:
    return Problem(1, _("The file is larger than %(size)d kB.") % {"size": MAX_SIZE // 1000})
