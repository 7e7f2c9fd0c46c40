"""What editors paste from Word, Google Docs and web pages, and what another site exports, as Markdown of this site.

The HTML is cleaned before anything reads it, and what comes out is Markdown, which the ordinary renderer shows. So
nothing pasted ever runs. What Markdown cannot say is named, by kind and number: no one finds out from readers.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs, urlsplit

import nh3
from bs4 import BeautifulSoup, Tag
from bs4.element import NavigableString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from markdownify import ATX, BACKSLASH, MarkdownConverter

from markup.characters import tidy

LONGEST = 1_000_000
DEEPEST = 60  # tags in one another; Word and Google nest some ten
MOST_AMPERSANDS = 60_000  # the cleaner's time grows with their square
MOST_PIECES = 20_000  # tags and entities: what reading them costs
_TAGS = {
    *("p", "br", "hr", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li", "blockquote", "pre", "code", "div"),
    *("a", "b", "strong", "i", "em", "span", "u", "s", "del", "strike", "sub", "sup", "img", "figure", "figcaption"),
    *("table", "thead", "tbody", "tfoot", "tr", "td", "th", "caption", "dl", "dt", "dd", "section", "article", "main"),
    *("cite", "q", "abbr", "small", "mark", "font", "center", "header", "footer", "aside", "details", "summary"),
}
_ATTRIBUTES = {"*": {"style", "class"}, "a": {"href"}, "img": {"src", "alt"}, "td": {"colspan", "rowspan"}}
_ATTRIBUTES["th"], _ATTRIBUTES["ol"] = _ATTRIBUTES["td"], {"start"}
_SILENT = {"script", "style", "title", "head", "noscript", "template", "xml", "svg", "math", "select"}
# What is counted before it is taken away.
_LOST = {
    "frame": ("iframe", "frame", "embed", "object"),
    "video": ("video",),
    "sound": ("audio",),
    "form": ("form", "input", "button", "textarea"),
    "drawing": ("svg", "canvas", "math"),
}
_OPENS = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)[^>]*?(/?)>")
_EMPTY = {"br", "hr", "img"}
_WEIGHT = re.compile(r"font-weight:\s*(bold|[6-9]00)", re.IGNORECASE)
_PLAIN_WEIGHT = re.compile(r"font-weight:\s*(normal|[1-5]00)", re.IGNORECASE)
_SLANTED = re.compile(r"font-style:\s*italic", re.IGNORECASE)
_COLORED = re.compile(r"(?<![-\w])(?:background(?:-color)?|mso-highlight)\s*:\s*(?!transparent|none|white|#fff)", re.I)
_WORD_LIST = re.compile(r"mso-list:\s*\S+\s+level(\d)", re.IGNORECASE)
_BULLET = re.compile(r"^[\s\u00a0]*([·•o§▪◦\-–\uf0b7\uf0a7]|(\(?[0-9]{1,3}[.)]|\(?[a-zA-Z][.)]))[\s\u00a0]+")
_SIGNS = re.compile(r"([\\*\[`<]|~(?=~)|&(?=#?\w+;)|(?<![A-Za-z0-9])_|_(?![A-Za-z0-9]))")
_STARTS = re.compile(
    r"^(\s*)(#{1,6}(?=\s)|>|[-+](?=\s)|:{3}|:(?=\s)|\d{1,9}(?=[.)]\s)|\||[-=](?=[-= ]*$))", re.MULTILINE
)


class TooMuch(ValueError):
    """More than anyone pastes; the sentence says what to do."""


@dataclass(frozen=True)
class Pasted:
    markdown: str
    lost: tuple[str, ...] = ()  # sentences


Picture = Callable[[str, str], str | None]


def to_markdown(html: str, *, own: str = "", picture: Picture | None = None) -> Pasted:
    """`own` is the site's address: links below it become paths. `picture(address, alt)` answers our own address of a
    picture, or None where there is none; without it only pictures that are already ours stay.
    """
    if len(html) > LONGEST or html.count("&") > MOST_AMPERSANDS:
        raise TooMuch(_("This is too long to paste at once. Paste it in parts."))
    lost: Counter[str] = Counter()
    _count_lost(html, lost)
    clean = nh3.clean(
        tidy(_without_conditions(html)),
        tags=_TAGS,
        clean_content_tags=_SILENT - _TAGS,
        attributes=_ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel=None,
    )
    if clean.count("<") + clean.count("&") > MOST_PIECES:
        raise TooMuch(_("This has too many parts to paste at once. Paste it in parts, or as plain text."))
    if _depth(clean) > DEEPEST:
        raise TooMuch(_("This is nested too deeply to paste as it is. Paste it as plain text: Ctrl + Shift + V."))
    soup = BeautifulSoup(clean, "html.parser")
    _Settling(soup, lost, own, picture or _ours).settle()
    text = _Converter(heading_style=ATX, bullets="-", newline_style=BACKSLASH, table_infer_header=True).convert_soup(
        soup
    )
    text = re.sub(r"[ \t]+\n", "\n", text.replace("\u00a0", " "))
    text = re.sub(r"^\\$", "", text, flags=re.MULTILINE)  # a line break with nothing before it
    text = re.sub(r" *\\\n(?=[ ]*\n)", "\n", text)  # or after it
    return Pasted(re.sub(r"\n{3,}", "\n\n", text).strip().removesuffix("\\").rstrip(), tuple(_said(lost)))


def _ours(address: str, alt: str) -> str | None:
    return address if address.startswith("/media/images/") else None


def _without_conditions(html: str) -> str:
    """Word wraps a list's bullets and old pictures in comments of its own kind."""
    return re.sub(r"<!\[[^>]{0,200}\]>", "", html)


def _count_lost(html: str, lost: Counter[str]) -> None:
    for match in _OPENS.finditer(html):
        if not match[1]:
            name = match[2].lower()
            for what, tags in _LOST.items():
                if name in tags:
                    lost[what] += 1


def _depth(html: str) -> int:
    depth = deepest = 0
    for match in _OPENS.finditer(html):
        if match[2].lower() in _EMPTY or match[3]:
            continue
        depth += -1 if match[1] else 1
        deepest = max(deepest, depth)
    return deepest


class _Settling:
    """Turns what Word, Google Docs and old pages write by style into tags, and takes away what Markdown cannot say."""

    def __init__(self, soup: BeautifulSoup, lost: Counter[str], own: str, picture: Picture) -> None:
        self.soup, self.lost, self.own, self.picture = soup, lost, own.rstrip("/"), picture

    def settle(self) -> None:
        self._blanks()
        self._word_lists()
        self._lists()
        self._tables()
        for tag in list(self.soup.find_all(True)):
            if tag.decomposed:
                continue
            self._style(tag)
            self._by_name(tag)

    def _style(self, tag: Tag) -> None:
        style = str(tag.attrs.pop("style", ""))
        tag.attrs.pop("class", None)
        if tag.name in ("b", "strong") and _PLAIN_WEIGHT.search(style):
            tag.name = "span"  # Google Docs wraps all that is copied in one
        if tag.name not in ("span", "font", "p", "div", "td", "li", "a"):
            return
        if _COLORED.search(style):
            self.lost["color"] += 1
        inside = "span" if tag.name in ("span", "font") else ""
        if inside and not _in_heading(tag):
            bold, slanted = _WEIGHT.search(style), _SLANTED.search(style)
            if bold or slanted:
                tag.name = "strong" if bold else "em"
                if bold and slanted:
                    self._wrap_inside(tag, "em")

    def _wrap_inside(self, tag: Tag, name: str) -> None:
        inner = self.soup.new_tag(name)
        for child in list(tag.children):
            inner.append(child.extract())
        tag.append(inner)

    def _by_name(self, tag: Tag) -> None:
        name = tag.name
        if name == "a":
            self._link(tag)
        elif name == "img":
            self._image(tag)
        elif name == "h1":
            tag.name = "h2"
        elif name in ("h5", "h6"):
            tag.name = "h4"
        elif name in ("sub", "sup") and tag.get_text(strip=True):
            self.lost["raised"] += 1
            tag.unwrap()
        elif name in ("u", "mark"):
            self.lost["underlined" if name == "u" else "color"] += 1
            tag.unwrap()
        elif name in ("td", "th"):
            if any(str(tag.attrs.pop(span, "1")) not in ("1", "") for span in ("colspan", "rowspan")):
                self.lost["merged"] += 1
            for block in tag.find_all(["table", "ul", "ol"]):
                self.lost["nested"] += 1
                block.replace_with(NavigableString(" ".join(block.get_text(" ").split())))
        elif name in ("s", "strike", "del"):
            self.lost["struck"] += 1
            tag.unwrap()

    def _link(self, tag: Tag) -> None:
        href = str(tag.get("href", "")).strip()
        parts = _parts(href)
        if parts and parts.netloc.endswith("google.com") and parts.path == "/url":
            href = (parse_qs(parts.query).get("q") or parse_qs(parts.query).get("url") or [""])[0]
            parts = _parts(href)
        if self.own and (href == self.own or href.startswith(f"{self.own}/")):
            href = href[len(self.own) :] or "/"
        elif href.startswith("#"):
            self.lost["anchor"] += 1
            href = ""
        if parts is None or (parts.scheme not in ("http", "https", "mailto", "tel") and not href.startswith("/")):
            if href:
                self.lost["link"] += 1
            href = ""
        if href and (tag.get_text(strip=True) or tag.find("img")):
            tag["href"] = href
        else:
            tag.unwrap()

    def _image(self, tag: Tag) -> None:
        address, alt = str(tag.get("src", "")), " ".join(str(tag.get("alt", "")).split())
        if self.own and address.startswith(f"{self.own}/"):
            address = address[len(self.own) :]
        ours = self.picture(address, alt) if address else None
        if ours:
            tag.attrs = {"src": ours, "alt": alt}
            return
        self.lost["picture"] += 1
        tag.decompose()

    def _blanks(self) -> None:
        """Where a line ends in HTML means nothing, but for text that is set as it is."""
        for text in list(self.soup.find_all(string=re.compile(r"[\n\t]|  "))):
            if not text.find_parent("pre"):
                said = re.sub(r"[ \t\r\n]+", " ", str(text))
                before = text.previous_sibling
                after_break = isinstance(before, Tag) and before.name == "br"
                text.replace_with(NavigableString(said.lstrip() if after_break else said))

    def _lists(self) -> None:
        """A list right within a list belongs to the item before it; an item of one paragraph is that paragraph."""
        for block in self.soup.find_all(["ul", "ol"]):
            if block.parent and block.parent.name in ("ul", "ol"):
                before = block.find_previous_sibling("li")
                (before.append if before else block.wrap(self.soup.new_tag("li")).append)(block)
        for item in self.soup.find_all("li"):
            paragraphs = item.find_all("p", recursive=False)
            if len(paragraphs) == 1:
                paragraphs[0].unwrap()

    def _tables(self) -> None:
        """Each row with as many cells as the longest: what has no column in the first row would not be shown."""
        for table in self.soup.find_all("table"):
            rows = [row for row in table.find_all("tr") if row.find_parent("table") is table]
            for row in rows:
                for cell in row.find_all(["td", "th"], recursive=False):
                    span = str(cell.get("colspan", "1"))
                    for _more in range(min(int(span), 20) - 1 if span.isdecimal() and len(span) < 4 else 0):
                        cell.insert_after(self.soup.new_tag("td"))
            width = max((len(row.find_all(["td", "th"], recursive=False)) for row in rows), default=0)
            for row in rows:
                for _more in range(width - len(row.find_all(["td", "th"], recursive=False))):
                    row.append(self.soup.new_tag("td"))

    def _word_lists(self) -> None:
        """Word writes each item as a paragraph that says which level it has."""
        levels: list[Tag] = []
        for paragraph in self.soup.find_all("p"):
            level = _WORD_LIST.search(str(paragraph.get("style", "")))
            is_item = level or "MsoListParagraph" in str(paragraph.get("class", ""))
            text = paragraph.get_text()
            bullet = _BULLET.match(text)
            if not is_item or not (level or bullet):
                levels = []
                continue
            depth = min(int(level[1]) if level else 1, len(levels) + 1, 6)
            kind = "ol" if bullet and bullet[2] else "ul"
            if levels and _between(levels[0], paragraph):
                levels, depth = [], 1
            levels = levels[:depth]
            if len(levels) < depth:
                made = self.soup.new_tag(kind)
                if levels and (items := levels[-1].find_all("li", recursive=False)):
                    items[-1].append(made)
                else:
                    paragraph.insert_before(made)
                levels.append(made)
            if bullet:
                _cut(paragraph, len(bullet[0]))
            item = paragraph.extract()
            item.name, item.attrs = "li", {}
            levels[-1].append(item)


def _between(block: Tag, paragraph: Tag) -> bool:
    """Whether something other than blanks stands between a list and the next item."""
    for sibling in block.next_siblings:
        if sibling is paragraph:
            return False
        if isinstance(sibling, Tag) or str(sibling).strip():
            return True
    return True


def _cut(tag: Tag, length: int) -> None:
    for text in list(tag.find_all(string=True)):
        if length <= 0:
            return
        said = str(text)
        text.replace_with(NavigableString(said[length:]))
        length -= len(said)


def _in_heading(tag: Tag) -> bool:
    return tag.find_parent(["h1", "h2", "h3", "h4", "h5", "h6"]) is not None


def _parts(href: str) -> Any:
    try:
        return urlsplit(href)
    except ValueError:
        return None


_Base: Any = MarkdownConverter  # its types name few of its methods


class _Converter(_Base):  # type: ignore[misc]
    """Escapes what our Markdown would read as a sign, and nothing else: a text full of backslashes is no one's."""

    def escape(self, text: str, parent_tags: Any = None) -> str:
        return _SIGNS.sub(r"\\\1", text) if text else ""

    def convert_p(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_p(el, _plain_start(text), parent_tags))

    def convert_div(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_div(el, text, parent_tags))

    def convert_li(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_li(el, text if el.find(["ul", "ol", "p"]) else _plain_start(text), parent_tags))

    def convert_figcaption(self, el: Any, text: str, parent_tags: Any) -> str:
        return f"\n\n*{text.strip()}*\n\n" if text.strip() else ""

    def convert_td(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_td(el, _cell(text), parent_tags))

    def convert_th(self, el: Any, text: str, parent_tags: Any) -> str:
        return str(super().convert_th(el, _cell(text), parent_tags))


def _plain_start(text: str) -> str:
    """A paragraph that begins like a list or a heading stays a paragraph."""
    return _STARTS.sub(lambda match: f"{match[1]}{_escaped(match[2])}", text)


def _escaped(sign: str) -> str:
    return f"{sign}\\" if sign.isdecimal() else f"\\{sign}"


def _cell(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def _said(lost: Counter[str]) -> Iterator[str]:
    for what, count in sorted(lost.items()):
        yield {
            "frame": ngettext("%d embedded page", "%d embedded pages", count),
            "video": ngettext("%d film", "%d films", count),
            "sound": ngettext("%d sound", "%d sounds", count),
            "form": ngettext("%d part of a form", "%d parts of a form", count),
            "drawing": ngettext("%d drawing", "%d drawings", count),
            "color": ngettext("color or highlighting in %d place", "colors or highlighting in %d places", count),
            "raised": ngettext(
                "raised or lowered letters in %d place", "raised or lowered letters in %d places", count
            ),
            "underlined": ngettext("underlining in %d place", "underlining in %d places", count),
            "struck": ngettext(
                "%d crossed-out passage: its words are in the text",
                "%d crossed-out passages: their words are in the text",
                count,
            ),
            "merged": ngettext("%d merged cell of a table", "%d merged cells of a table", count),
            "nested": ngettext("%d list within a table’s cell", "%d lists within a table’s cells", count),
            "anchor": ngettext(
                "%d link within the text, such as a footnote’s", "%d links within the text, such as footnotes’", count
            ),
            "link": ngettext("%d link that cannot be used here", "%d links that cannot be used here", count),
            "picture": ngettext(
                "%d picture: save it, then add it here", "%d pictures: save them, then add them here", count
            ),
        }[what] % count
