"""The Markdown that editors may write: CommonMark without HTML, tables, definition lists, notices, citations."""

import re
from collections.abc import Sequence
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock, paragraph, table
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from mdit_py_plugins.container import container_plugin
from mdit_py_plugins.deflist import deflist_plugin

from markup import pictures

# What is over a notice when its writer gave no words of their own after `::: note`.
NOTICES = {"note": "Good to know", "warning": "Warning", "stay-alive": "This can save a life"}
# A picture is as wide as the text: 38rem, where the page's rem is 1.1875 of the em that is meant here, or the screen.
SIZES = "(min-width: 49em) 45em, 92vw"
# All table cells of a text together: a short row is filled up to the width of its table's head, so a few
# letters could make a million cells.
MAX_CELLS = 12_000
# Quotes, lists and notices in one another; a list counts twice. The time for `![![![` grows with it.
MAX_NESTING = 12
# The parser drops what is deeper than that. So from here on lines are paragraphs, and no word is lost.
_DEEP = MAX_NESTING - 3

_CITATION = re.compile(r"\[\^([1-9][0-9]{0,2})\]", re.ASCII)


def parser() -> MarkdownIt:
    """A new parser. Making one is slow, parsing with it from several threads is safe."""
    options = {"html": False, "xhtmlOut": False, "maxNesting": MAX_NESTING}
    markdown = MarkdownIt("commonmark", options).enable("table").use(deflist_plugin)
    for name in NOTICES:
        markdown.use(container_plugin, name, render=_notice)
    markdown.block.ruler.before("table", "deep", _parse_deep, {"alt": []})
    markdown.block.ruler.at("table", _parse_table, {"alt": ["paragraph", "reference"]})
    markdown.inline.ruler.before("link", "citation", _parse_citation)
    markdown.add_render_rule("citation", _citation)
    markdown.add_render_rule("image", _picture)
    markdown.add_render_rule("caption", _caption)
    markdown.add_render_rule("table_open", _table_open)
    markdown.add_render_rule("table_close", _table_close)
    # Which addresses are links is decided afterwards, so that a refused one can be named to its writer.
    markdown.validateLink = _any_address  # type: ignore[method-assign]
    return markdown


def notice_title(token: Token) -> str:
    name, _, title = token.info.strip().partition(" ")
    return title.strip() or NOTICES[name]


def _any_address(url: str) -> bool:
    return True


def _parse_deep(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    return state.level >= _DEEP and paragraph(state, start, end, silent)


def _parse_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    left = MAX_CELLS - state.env.get("cells", 0)
    columns = state.src.count("|", state.bMarks[start], state.eMarks[start]) + 1
    if columns > left:
        return False
    found = table(state, start, min(end, start + 1 + left // columns), silent)
    if found and not silent:
        state.env["cells"] = state.env.get("cells", 0) + columns * (state.line - start)
    return found


def _parse_citation(state: StateInline, silent: bool) -> bool:
    match = _CITATION.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    if not silent:
        token = state.push("citation", "", 0)
        token.meta = {"number": int(match[1])}
    state.pos = match.end()
    return True


def _notice(self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]) -> str:
    token = tokens[index]
    if token.nesting < 0:
        return "</div>\n"
    name = token.info.split()[0]
    title = escapeHtml(notice_title(token))
    if heading := token.meta.get("heading"):
        return f'<div class="notice notice-{name}"><h2 id="{heading}" class="notice-title">{title}</h2>\n'
    return f'<div class="notice notice-{name}" role="note"><p class="notice-title">{title}</p>\n'


def _citation(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    number = tokens[index].meta["number"]
    anchor = f' id="cite-{number}"' if tokens[index].meta.get("first") else ""
    link = f'<a href="#source-{number}"{anchor} aria-label="Source {number}">[{number}]</a>'
    return f'<sup class="cite">{link}</sup>'


def _picture(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    """Only tokens that `rendering` found to be one of our pictures come here."""
    picture: pictures.Picture = tokens[index].meta["picture"]
    alt = escapeHtml(tokens[index].meta["alt"])
    return (
        f'<picture><source type="image/webp" srcset="{picture.srcset("webp")}" sizes="{SIZES}">'
        f'<img src="{picture.src}" srcset="{picture.srcset(picture.fallback)}" sizes="{SIZES}" alt="{alt}" '
        f'width="{picture.width}" height="{picture.height}" loading="lazy" decoding="async"></picture>'
    )


def _caption(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    return f"<figcaption>{escapeHtml(tokens[index].content)}</figcaption>"


def _table_open(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    # The wrapper scrolls sideways. Browsers let the keyboard scroll such a box; a tabindex would add nothing.
    return '<div class="table"><table>\n'


def _table_close(
    self: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: dict[str, Any]
) -> str:
    return "</table></div>\n"
