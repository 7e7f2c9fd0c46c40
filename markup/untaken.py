"""Markup that did not take: what a writer meant as a heading, a link or bold, and what readers would see as signs.

It knows the ways of other systems too, since texts come from there. What it finds is for the writer to look at.
"""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final

from markdown_it.common.utils import normalizeReference
from markdown_it.token import Token

from markup import syntax
from markup.characters import tidy, without_references

MOST: Final = 200
_EXCERPT: Final = 80
_OTHER: Final = "\0"  # stands in a line for what did take
_BLANK = "\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000"  # blanks that Markdown takes for letters
_TAGS = (
    "a|abbr|b|blockquote|br|button|center|cite|code|dd|del|details|div|dl|dt|em|embed|figcaption|figure|font|footer|form|"
    "h[1-6]|header|hr|i|iframe|img|input|ins|kbd|label|li|main|mark|nav|object|ol|p|picture|pre|s|script|section|small|"
    "span|strike|strong|style|sub|summary|sup|svg|table|tbody|td|th|thead|tr|tt|u|ul|video"
)

# By code, in lines of text that the parser left as they were. The first that fits tells what a piece was meant to be.
_IN_TEXT: Final = {
    "comment": re.compile(r"<!--|-->|%%[^%\n]{1,100}%%"),
    "html": re.compile(r"</?(?:" + _TAGS + r")(?:\s[^<>]{0,200})?/?>", re.IGNORECASE),
    "shortcode": re.compile(
        r"\{\{[^{}]{0,100}\}\}|\{%[^{}]{0,100}%\}|\{:[^{}]{0,100}\}"
        r"|\[[a-z][\w-]{0,30}\s[\w-]{1,30}\s?=[^\[\]]{0,100}\]|\[/[a-z][\w-]{0,30}\]"
        r"|(?<![\w:]):[a-z][a-z0-9_+-]{1,30}:(?![\w:])"
    ),
    "container": re.compile(r"^\s*(?::{3,}|!!!\s|\?\?\?\s|\[![A-Za-z]+\])"),
    "note": re.compile(r"\[\^[^\[\]\s][^\[\]]{0,60}\]|\^\[[^\[\]]{1,200}\]"),
    "wiki-link": re.compile(r"!?\[\[[^\[\]]{1,100}\]\]"),
    "picture": re.compile(r"!\[[^\[\]]{0,200}\]\s?[(\[]"),
    "link": re.compile(r"\]\s?\((?:\s*[a-z]{3,7}:|\s*[/#<]|\s*www\.)|\][(\[][^\s)\]]|\]\(\)", re.IGNORECASE),
    "box": re.compile(r"^\[[ xX]?\]\s"),
    "bold": re.compile(r"\*\*|(?<![\w_])__(?=[^\W_])|(?<=[^\W_])__(?![\w])|\*(?=\w[^*]{0,200}[.!?,;:]\*\w)"),
    "struck": re.compile(r"~~\S|==\w[^=]{0,100}\w=="),
    "heading": re.compile(rf"^#{{1,6}}[{_BLANK}]|^#{{2,6}}[^\s#]|^#[A-Za-z]"),
    "list": re.compile(
        rf"^\s*(?:[-*+]|\d{{1,9}}[.)])[{_BLANK}]|^\s*[•◦▪▫‣⁃·●○■]\s*\S"
        r"|^(?:\d{1,2}[.)]|-)[^\W\d_]{2}"
    ),
    "entity": re.compile(r"&(?:[a-z][a-z0-9]{1,31}|#\d{1,7}|#x[0-9a-f]{1,6});", re.IGNORECASE),
    "lost-sign": re.compile("\ufffd"),
}


@dataclass(frozen=True)
class Untaken:
    """`line` counts from 1. `found` is a piece of it."""

    code: str
    line: int
    found: str


_DEFINITION: Final = re.compile(r"[ >]{0,8}\[([^\[\]]{1,200})\]:")
_LABEL: Final = re.compile(r"\[([^\[\]]{1,200})\]")
_parser = syntax.parser()


def untaken(text: str) -> list[Untaken]:
    """What did not take, in order, each line once for a code."""
    text = without_references(tidy(text))
    source = text.split("\n")
    found: dict[tuple[str, int], Untaken] = {}
    env: dict[str, Any] = {}
    tokens = _parser.parse(text + "\n", env)
    for code, line, piece in chain(_never_shown(text, env), _all(tokens, source)):
        found.setdefault((code, line), Untaken(code, line, piece.strip()[:_EXCERPT]))
        if len(found) >= MOST:
            break
    return sorted(found.values(), key=lambda one: one.line)


def _all(tokens: list[Token], source: list[str]) -> Iterator[tuple[str, int, str]]:
    yield from _never_closed(tokens, source)
    for index, token in enumerate(tokens):
        line = (token.map or [0])[0] + 1
        if token.type == "code_block":
            yield "code", line, token.content
        elif token.type == "inline":
            before = tokens[index - 1]
            lines = _lines(token.children or [])
            if before.type == "heading_open" and before.markup in "-=" and (len(lines) > 1 or len(lines[0]) > 100):
                yield "long-heading", line, lines[0]
            yield from _of_a_block(lines, line, source)


def _of_a_block(lines: list[str], first: int, source: list[str]) -> Iterator[tuple[str, int, str]]:
    for number, line in enumerate(lines):
        written, picture = source[first + number - 1] if first + number <= len(source) else "", False
        for code, pattern in _IN_TEXT.items():
            match = pattern.search(line)
            if match and not _was_meant(match[0], written) and not (code == "link" and picture):
                picture = picture or code == "picture"
                yield code, first + number, line[match.start() :].replace(_OTHER, "…")
        if number and _is_row(line) and _is_row(lines[number - 1]):
            yield "table", first + number - 1, lines[number - 1].replace(_OTHER, "…")
            return


def _never_shown(text: str, env: dict[str, Any]) -> Iterator[tuple[str, int, str]]:
    """Lines that the parser took for addresses of links (`[1]: …`), though no link asks for them."""
    defined = env.get("references", {})
    if not defined:
        return
    asked = Counter(map(normalizeReference, _LABEL.findall(text)))
    for number, line in enumerate(text.split("\n"), start=1):
        match = _DEFINITION.match(line)
        label = normalizeReference(match[1]) if match else ""
        if label in defined and (label.startswith("^") or asked[label] < 2):
            yield "note" if label.startswith("^") else "definition", number, line


def _was_meant(found: str, written: str) -> bool:
    r"""`\*\*` is there to be read as it stands."""
    return f"\\{found[0]}" in written


def _is_row(line: str) -> bool:
    return bool(re.search(r"\S\s*\|\s*\S|^\s*\|.*\|\s*$", line))


def _never_closed(tokens: list[Token], source: list[str]) -> Iterator[tuple[str, int, str]]:
    for token in tokens:
        if token.type.startswith("container_") and token.nesting > 0 and token.map:
            start, end = token.map
            last = source[end - 1] if end <= len(source) else ""
            closed = end < len(source) and source[end].strip().startswith(":::") or last.strip().startswith(":::")
            if not closed or end - 1 == start:
                yield "open-container", start + 1, source[start]


def _lines(children: list[Token]) -> list[str]:
    """A block's lines, with a sign in place of all that is not plain text."""
    lines = [""]
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif child.type == "text":
            lines[-1] += child.content
        elif child.type in ("code_inline", "image", "citation"):
            lines[-1] += _OTHER
    return lines
