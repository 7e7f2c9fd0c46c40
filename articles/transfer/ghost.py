"""Ghost's export, a JSON of its tables, as the same items that `articles.transfer.wxr` reads. Plain: knows no rows."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from html import escape
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from markdown_it import MarkdownIt

from articles.transfer.wxr import LONGEST, MOST_VALUES, Author, BadExport, Item

MOST_BYTES = 300_000_000  # it is read at once: JSON has no end of an item that could be waited for
DEEPEST = 60  # nodes of an editor's tree in one another
STATES = {"published": "publish", "draft": "draft", "scheduled": "future", "sent": "private"}
# What is no article. Each is counted, and said to be left.
OTHERS = ("members", "comments", "newsletters", "products", "offers", "snippets", "collections")
SENT_AWAY = ("codeinjection_head", "codeinjection_foot", "custom_template")
_HERE = "__GHOST_URL__"
_SIZED = re.compile(r"(/content/images/)size/w\d{1,5}(?:h\d{1,5})?/(?:format/\w{1,5}/)?")
Row = dict[str, Any]


def read(path: Path) -> Iterator[Item | Author]:
    """Every author, cover picture, post and page. Raises BadExport."""
    tables = _tables(path)
    for user in _rows(tables, "users"):
        yield Author(_text(user, "id"), _text(user, "name") or _text(user, "slug"))
    tags = {_text(tag, "id"): tag for tag in _rows(tables, "tags")}
    more = {_text(row, "post_id"): row for row in _rows(tables, "posts_meta")}
    tagged, written = _joined(tables, "posts_tags", "tag_id"), _joined(tables, "posts_authors", "author_id")
    for post in _rows(tables, "posts"):
        key = _text(post, "id")
        item = _item(post, more.get(key, {}))
        item.author, *others = written.get(key) or [_text(post, "author_id")]
        if others:
            item.notes.append(_("It has %(n)d more authors. Name them in the text.") % {"n": len(others)})
        for tag in filter(None, map(tags.get, tagged.get(key, ()))):
            name = _text(tag, "name")
            is_own = name.startswith("#") or _text(tag, "visibility") == "internal"
            (item.other_terms if is_own else item.terms).append(name)
        if cover := _cover(post, more.get(key, {})):
            yield cover
            item.fields["_thumbnail_id"] = cover.id
        yield item
    for table in OTHERS:
        for _row in _rows(tables, table):
            yield Item(kind=table)


def _tables(path: Path) -> Row:
    if path.stat().st_size > MOST_BYTES:
        raise BadExport(_("The file is over 300 megabytes. Export fewer posts at a time."))
    try:
        found = json.loads(path.read_bytes())
        found = found["db"][0] if "db" in found else found
        tables = found["data"]
        if not isinstance(tables["posts"], list):
            raise TypeError
    except (ValueError, RecursionError) as error:
        raise BadExport(_("The file is not complete JSON: %(why)s. Export it again.") % {"why": error}) from error
    except (KeyError, IndexError, TypeError, AttributeError) as error:
        raise BadExport(_("This is not an export from Ghost: it has no table of posts.")) from error
    return dict(tables)


def _rows(tables: Row, name: str) -> Iterator[Row]:
    rows = tables.get(name)
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _joined(tables: Row, table: str, column: str) -> dict[str, list[str]]:
    """By post: the keys that are joined to it, in their order."""
    found: dict[str, list[str]] = {}
    for row in sorted(_rows(tables, table), key=lambda row: _number(row.get("sort_order"))):
        keys = found.setdefault(_text(row, "post_id"), [])
        if len(keys) < MOST_VALUES:
            keys.append(_text(row, column))
    return found


def _number(value: Any) -> int:
    return value if isinstance(value, int) else 0


def _text(row: Row, name: str) -> str:
    value = row.get(name)
    return str(value).strip()[:LONGEST] if isinstance(value, str | int) and not isinstance(value, bool) else ""


def _item(post: Row, more: Row) -> Item:
    status = _text(post, "status")
    kind = _text(post, "type") or ("page" if post.get("page") in (1, True) else "post")
    slug = _text(post, "slug")
    item = Item(
        kind=kind,
        id=_text(post, "id"),
        title=_text(post, "title"),
        slug=slug,
        link=f"/{slug}/" if slug else "",
        short=[f"/p/{_text(post, 'uuid') or _text(post, 'id')}"],
        date=_day(post.get("published_at") or post.get("created_at")),
        status=STATES.get(status, status),
        html=_at_home(_html(post)),
        excerpt=escape(_text(post, "custom_excerpt")),
    )
    item.fields = {
        name: _text({**post, **more}, name) for name in (*more, *SENT_AWAY) if name not in ("id", "post_id")
    }
    item.fields = {name: value for name, value in item.fields.items() if value and not name.startswith("feature_")}
    if _text(post, "visibility") not in ("", "public"):
        item.notes.append(_("It was for members there. Everything here is open to all."))
    if canonical := _text(post, "canonical_url"):
        item.notes.append(_("It named another page as the original: %(url)s") % {"url": canonical[:200]})
    return item


def _day(value: Any) -> str:
    """Of a date as text, or of milliseconds, as old versions have it."""
    try:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat() if isinstance(value, int) else str(value or "")
    except (ValueError, OverflowError, OSError):
        return ""


def _at_home(html: str) -> str:
    return _SIZED.sub(r"\1", html.replace(_HERE, ""))


def _cover(post: Row, more: Row) -> Item | None:
    address = _at_home(_text(post, "feature_image") or _text(post, "image"))
    if not address:
        return None
    alt = {"_wp_attachment_image_alt": _text(more, "feature_image_alt")}
    return Item(kind="attachment", id=f"cover-{_text(post, 'id')}", attachment=address, fields=alt)


def _html(post: Row) -> str:
    """What Ghost made of it itself; otherwise what its two editors kept."""
    if html := _text(post, "html"):
        return html
    for column, made in (("lexical", _of_lexical), ("mobiledoc", _of_mobiledoc)):
        if kept := _text(post, column):
            try:
                return made(json.loads(kept))
            except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError):
                continue
    return _of_markdown(_text(post, "markdown") or _text(post, "plaintext"))


def _of_markdown(text: str) -> str:
    html: str = MarkdownIt("commonmark").render(text)
    return html


_STRONG, _EM, _CODE = 1, 2, 16  # bits of a text's format
_WRAPS = {"quote": "blockquote", "listitem": "li", "aside": "blockquote"}
_LEAVES: dict[str, Callable[[Row], str]] = {
    "linebreak": lambda node: "<br>",
    "horizontalrule": lambda node: "<hr>",
    "html": lambda node: str(node.get("html") or ""),
    "markdown": lambda node: _of_markdown(str(node.get("markdown") or "")),
    "codeblock": lambda node: f"<pre><code>{escape(str(node.get('code') or ''))}</code></pre>",
    "callout": lambda node: f"<blockquote>{node.get('calloutText') or ''}</blockquote>",
    "toggle": lambda node: f"<h3>{node.get('heading') or ''}</h3>{node.get('content') or ''}",
    "image": lambda node: _picture(node),
    "gallery": lambda node: "".join(map(_picture, node.get("images") or ())),
    "bookmark": lambda node: _link(node, (node.get("metadata") or {}).get("title")),
    "embed": lambda node: _link(node, node.get("url")),
    "button": lambda node: _link({"url": node.get("buttonUrl")}, node.get("buttonText")),
}


def _picture(node: Row) -> str:
    said = f"<p><em>{node['caption']}</em></p>" if node.get("caption") else ""
    return f'<p><img src="{escape(str(node["src"]))}" alt="{escape(str(node.get("alt") or ""))}"></p>{said}'


def _link(node: Row, words: Any) -> str:
    url = str(node.get("url") or "")
    return f'<p><a href="{escape(url)}">{escape(str(words or url))}</a></p>'


def _of_lexical(document: Row) -> str:
    return _node(document["root"], 0)


def _node(node: Row, depth: int) -> str:
    if depth > DEEPEST:
        raise ValueError
    kind = str(node.get("type", "")).removeprefix("extended-")
    if kind == "text":
        return _formatted(escape(str(node.get("text", ""))), _number(node.get("format")))
    if kind in _LEAVES:
        return _LEAVES[kind](node)
    inside = "".join(_node(child, depth + 1) for child in node.get("children") or ())
    if kind in ("link", "autolink"):
        return f'<a href="{escape(str(node.get("url") or ""))}">{inside}</a>'
    tag = _WRAPS.get(kind) or (str(node.get("tag")) if kind in ("heading", "list") else "p")
    return inside if kind == "root" else f"<{tag}>{inside}</{tag}>"


def _formatted(text: str, bits: int) -> str:
    for bit, tag in ((_CODE, "code"), (_EM, "em"), (_STRONG, "strong")):
        text = f"<{tag}>{text}</{tag}>" if bits & bit else text
    return text


def _of_mobiledoc(document: Row) -> str:
    """Sections: 1 is text in a tag, 3 a list, 10 a card. A text opens and closes marks, each named in a table."""

    def marked(markers: list[Any]) -> str:
        html, open_tags = "", []
        for _kind, opens, closes, text in markers:
            for place in opens:
                tag, *values = document["markups"][place]
                href = dict(zip(values[0][::2], values[0][1::2], strict=False)).get("href", "") if values else ""
                open_tags.append(tag)
                html += f'<{tag} href="{escape(str(href))}">' if tag == "a" else f"<{tag}>"
            html += escape(str(text))
            html += "".join(f"</{open_tags.pop()}>" for _each in range(closes))
        return html

    def made(section: list[Any]) -> str:
        if section[0] == 1:
            return f"<{section[1]}>{marked(section[2])}</{section[1]}>"
        if section[0] == 3:
            return f"<{section[1]}>" + "".join(f"<li>{marked(one)}</li>" for one in section[2]) + f"</{section[1]}>"
        if section[0] == 10:
            kind, node = document["cards"][section[1]]
            name = {"card-markdown": "markdown", "hr": "horizontalrule", "code": "codeblock"}.get(kind, kind)
            return _LEAVES[name](node) if name in _LEAVES else ""
        return ""

    return "".join(map(made, document["sections"]))
