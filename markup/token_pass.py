"""Goes once through the parser's tokens: settles headings, links, pictures and citations, and notes them."""

from collections.abc import Iterator

from django.utils.text import slugify
from markdown_it.token import Token

from markup import addresses, phone_links, pictures, syntax
from markup.characters import tidy
from markup.found import Heading, ImageUse, Link

MAX_CAPTION = 300
# All addresses of a text together. One long reference definition can be used thousands of times.
MAX_ADDRESSES = 200_000


class Reading:
    """What a text holds. `tokens` are ready to be made into HTML."""

    def __init__(self, tokens: list[Token]) -> None:
        self.lines: list[str] = []
        self.outline: list[Heading] = []
        self.images: list[ImageUse] = []
        self.links: list[Link] = []
        self.citations: dict[int, None] = {}
        self.refused: list[Link] = []
        self._slugs: dict[str, int] = {}
        self._addresses = 0
        self._read(tokens)
        self.tokens = [token for token in tokens if token.type != "dropped"]

    def _read(self, tokens: list[Token]) -> None:
        for index, token in enumerate(tokens):
            if token.type == "inline":
                token.children = list(self._inline(token.children or [], (token.map or [0])[0] + 1))
                self.lines.append(_words(token.children))
                if tokens[index - 1].type != "heading_open":
                    token.children = list(_numbers_linked(token.children))
                self._settle_parent(tokens[index - 1], token, tokens[index + 1])
            elif token.type in ("th_open", "td_open"):
                _settle_cell(token)
            elif token.type in ("fence", "code_block"):
                self.lines.append(token.content)
            elif token.type.startswith("container_") and token.nesting > 0:
                self.lines.append(syntax.notice_title(token))
                if index == 0 and token.type == "container_stay-alive_open":
                    self._settle_urgent(token)

    def _settle_parent(self, opening: Token, inline: Token, closing: Token) -> None:
        if opening.type == "heading_open":
            self._settle_heading(opening, inline, closing)
        elif opening.type == "paragraph_open" and not opening.hidden:
            self._settle_figure(opening, inline, closing)

    def _settle_heading(self, opening: Token, inline: Token, closing: Token) -> None:
        text = " ".join(self.lines[-1].split())
        if not text and not any(child.type == "image" for child in inline.children or []):
            for token in (opening, inline, closing):
                token.type = "dropped"
            return
        # The page has its one h1 already.
        opening.tag = closing.tag = "h2" if opening.tag == "h1" else opening.tag
        heading = Heading(int(opening.tag[1]), self._heading_id(text), text)
        opening.attrSet("id", heading.id)
        self.outline.append(heading)

    def _settle_urgent(self, opening: Token) -> None:
        """What a text begins with when a life depends on it: its title is a heading, in the contents, too."""
        text = " ".join(self.lines[-1].split())
        heading = Heading(2, self._heading_id(text), text)
        opening.meta["heading"] = heading.id
        self.outline.append(heading)

    def _heading_id(self, text: str) -> str:
        slug = "s-" + (slugify(text).replace("_", "-")[:60].strip("-") or "part")
        unique, count = slug, self._slugs.get(slug, 1)
        while unique in self._slugs:  # "Cost 2" may itself be a heading of the text
            count += 1
            unique = f"{slug}-{count}"
        self._slugs[slug] = count
        self._slugs.setdefault(unique, 1)
        return unique

    def _settle_figure(self, opening: Token, inline: Token, closing: Token) -> None:
        children = inline.children or []
        if [child.type for child in children] != ["image"]:
            return
        opening.tag = closing.tag = "figure"
        caption = children[0].meta["caption"]
        if caption:
            children.append(Token("caption", "", 0, content=caption))
            self.lines.append(caption)

    def _inline(self, children: list[Token], line: int) -> Iterator[Token]:
        kept = False
        for index, child in enumerate(children):
            if child.type in ("softbreak", "hardbreak"):
                line += 1
            elif child.type == "link_open":
                kept = self._settle_link(child, line)
                if not kept:
                    continue
                yield child
                if children[index + 1].type == "link_close":
                    yield Token("text", "", 0, content=str(child.attrs["href"]))
                continue
            elif child.type == "link_close" and not kept:
                continue
            elif child.type == "image":
                yield self._settle_image(child, line)
                continue
            elif child.type == "citation":
                child.meta["first"] = child.meta["number"] not in self.citations
                self.citations[child.meta["number"]] = None
            yield child

    def _settle_link(self, opening: Token, line: int) -> bool:
        href = str(opening.attrs.get("href", ""))
        allowed = addresses.is_allowed(href) and self._afford(href)
        (self.links if allowed else self.refused).append(Link(href, line))
        opening.attrs = {"href": href}
        if allowed and addresses.is_external(href):
            opening.attrs["rel"] = "noopener"
        return allowed

    def _settle_image(self, image: Token, line: int) -> Token:
        src, alt = str(image.attrs.get("src", "")), _words(image.children or []).strip()
        picture = pictures.at(src)
        caption = tidy(str(image.attrs.get("title", ""))[:MAX_CAPTION]).strip()
        if not picture or not self._afford(src + caption):
            self.refused.append(Link(src, line))
            return Token("text", "", 0, content=alt)
        self.images.append(ImageUse(src, alt, line))
        image.meta = {"picture": picture, "alt": alt, "caption": caption}
        return image

    def _afford(self, address: str) -> bool:
        self._addresses += len(address)
        return self._addresses <= MAX_ADDRESSES


def _numbers_linked(children: list[Token]) -> Iterator[Token]:
    """Numbers to call become links, but for those that an editor linked already."""
    within = 0
    for child in children:
        within += child.nesting if child.type in ("link_open", "link_close") else 0
        yield from phone_links.linked(child) if child.type == "text" and not within else (child,)


def _words(children: list[Token]) -> str:
    """The words of a line, without what only a browser reads."""
    # Entities such as &#12; have become characters by now.
    return tidy("".join(map(_word, children)))


def _word(child: Token) -> str:
    if child.type in ("softbreak", "hardbreak"):
        return " "
    if child.type == "image" and not child.meta:  # in another picture's description
        return _words(child.children or [])
    return child.content if child.type in ("text", "code_inline") else ""


def _settle_cell(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    if style in ("text-align:right", "text-align:center"):
        token.attrSet("class", "align-center" if style.endswith("center") else "align-end")
    if token.type == "th_open":
        token.attrSet("scope", "col")
