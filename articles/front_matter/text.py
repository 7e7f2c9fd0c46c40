"""What every text of a file has to be before its meaning matters: small enough, and UTF-8."""

import re

from django.utils.translation import gettext as _

from articles.front_matter.problems import FrontMatterErrors, Problem
from markup.characters import tidy

MAX_SIZE = 400_000

_LINE_BREAK = re.compile("\r\n?")
_BLANK_START = re.compile(r"\A(?:[^\S\n]*+\n)++")


def normal_text(text: str) -> str:
    """A text of several lines as files hold it: line feeds only, no empty lines before it, no space after it."""
    return _BLANK_START.sub("", tidy(text)).rstrip()


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
    """The text with plain line feeds and no byte order mark, or FrontMatterErrors. It has the file's own lines."""
    if len(text) > MAX_SIZE or len(text.encode("utf-8", "surrogatepass")) > MAX_SIZE:
        raise FrontMatterErrors([_too_large()])
    return _LINE_BREAK.sub("\n", text.removeprefix("\ufeff"))


def tidy_lines(text: str) -> str:
    """YAML in which every line is tidy, and the line that it was: what else may end a line is a blank here."""
    return "\n".join(tidy(line).replace("\n", " ") for line in text.split("\n"))


def _too_large() -> Problem:
    return Problem(1, _("The file is larger than %(size)d kB.") % {"size": MAX_SIZE // 1000})
