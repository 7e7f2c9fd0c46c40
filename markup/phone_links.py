"""Numbers to call or text in an editor's words, made into links so that a frightened person can tap them."""

import re
from collections.abc import Iterator
from typing import Final

from markdown_it.token import Token

# "The 911 law" is about the number and does not ask for a call.
_ABOUT: Final = r"(?! (?:laws?|calls?|callers?|operators?|dispatchers?|centers?|protections?)\b)"
_NUMBER: Final = re.compile(
    # Ten digits as they are written in the United States, with an extension.
    r"(?<![\w.,/+-])(?P<ten>(?:\+?1[-. ])?(?:\([2-9]\d\d\) ?|[2-9]\d\d[-. ])[2-9]\d\d[-. ]\d{4})"
    r"(?:,? ext(?:\.|ension)? (?P<extension>\d{1,6}))?(?![\w/-]|[.,]\d)"
    # 911 and 988 standing alone.
    rf"|(?<![\w.,/+$-])(?P<three>911|988)(?![\w/-]|[.,]\d){_ABOUT}"
    # Text HOME to 741741.
    r"|(?<=\bto )(?P<short>\d{5,6})(?![\w/-]|[.,]\d)",
    re.ASCII,
)
_TEXT_ONLY: Final = re.compile(r"(?<!call or )(?<!call and )\btext (?:to )?$", re.IGNORECASE)
_TEXT_TO: Final = re.compile(r"\btext [“\"]?\w+[”\"]? to $", re.IGNORECASE)


def linked(text: Token) -> Iterator[Token]:
    """The token, parted where a number is. Words stay as they are, so a text reads and counts as before."""
    end = 0
    for match in _NUMBER.finditer(text.content):
        address = _address(match, text.content[: match.start()])
        if address:
            yield from _plain(text.content[end : match.start()])
            yield Token("link_open", "a", 1, attrs={"href": address})
            yield Token("text", "", 0, content=match.group())
            yield Token("link_close", "a", -1)
            end = match.end()
    yield from _plain(text.content[end:]) if end else (text,)


def _address(match: re.Match[str], before: str) -> str:
    """Empty for what only looks like a number to call, such as a year or an amount after "to"."""
    if match["short"]:
        return f"sms:{match['short']}" if _TEXT_TO.search(before) else ""
    scheme = "sms" if _TEXT_ONLY.search(before) else "tel"
    if match["three"]:
        return f"{scheme}:{match['three']}"
    digits = re.sub(r"\D", "", match["ten"])
    # A comma waits two seconds, then dials the extension.
    wait = f",{match['extension']}" if match["extension"] else ""
    return f"{scheme}:+1{digits[-10:]}{wait}"


def _plain(content: str) -> Iterator[Token]:
    if content:
        yield Token("text", "", 0, content=content)
