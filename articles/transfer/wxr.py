"""WordPress's export (WXR), read as a stream: an item at a time, without DTDs and entities. Plain: knows no rows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError, iterparse
from django.utils.translation import gettext as _

LONGEST = 1_000_000  # characters of one text
MOST_VALUES = 200  # tags, own fields or comments of one item that are looked at


class BadExport(ValueError):
    """What this file is not."""


@dataclass
class Item:
    """A post, a page, a picture, or whatever else a site has kept. Texts are as the file has them."""

    kind: str = ""
    id: str = ""
    title: str = ""
    slug: str = ""
    link: str = ""
    guid: str = ""
    date: str = ""
    status: str = ""
    author: str = ""
    html: str = ""
    excerpt: str = ""
    attachment: str = ""
    parent: str = ""
    password: bool = False
    terms: list[str] = field(default_factory=list)
    other_terms: list[str] = field(default_factory=list)  # of taxonomies that a plugin made
    fields: dict[str, str] = field(default_factory=dict)
    comments: int = 0
    short: list[str] = field(default_factory=list)  # addresses by its number; the first of them tells it from others
    notes: list[str] = field(default_factory=list)  # sentences on what the file says and this site cannot keep


@dataclass(frozen=True)
class Author:
    login: str
    name: str


def read(path: Path) -> Iterator[Item | Author]:
    """Every author and item, in the order of the file. Raises BadExport."""
    with path.open("rb") as file:
        yield from _read(file)


def _read(file: IO[bytes]) -> Iterator[Item | Author]:
    channel: Any = None
    is_export = False
    try:
        for event, element in iterparse(file, events=("start", "end"), forbid_dtd=True):
            name = _name(element)
            if event == "start":
                if name == "channel":
                    channel = element
                continue
            if name == "wxr_version":
                is_export = True
            elif name == "author" and _is_wp(element):
                yield Author(_child(element, "author_login"), _child(element, "author_display_name"))
                element.clear()
            elif name == "item":
                yield _item(element)
                element.clear()
                if channel is not None:
                    channel.clear()  # or the whole file would grow in memory
    except DefusedXmlException as error:
        raise BadExport(
            _("The file declares entities or a DTD, which no export from WordPress does. Nothing was read.")
        ) from error
    except ParseError as error:
        raise BadExport(_("The file is not complete XML: %(why)s. Export it again.") % {"why": error}) from error
    if not is_export:
        raise BadExport(_("This is not an export from WordPress: it does not name a WXR version."))


def _name(element: Any) -> str:
    return str(element.tag).rpartition("}")[2]


def _is_wp(element: Any) -> bool:
    return "wordpress.org/export" in str(element.tag)


def _child(element: Any, name: str) -> str:
    return next((_text(child) for child in element if _name(child) == name), "")


def _text(element: Any) -> str:
    return (element.text or "").strip()[:LONGEST]


_PLAIN = {
    "post_type": "kind",
    "post_id": "id",
    "title": "title",
    "post_name": "slug",
    "link": "link",
    "guid": "guid",
    "post_date": "date",
    "status": "status",
    "creator": "author",
    "attachment_url": "attachment",
    "post_parent": "parent",
}


def _item(element: Any) -> Item:
    item = Item()
    for child in element:
        name, namespace = _name(child), str(child.tag).partition("}")[0]
        if name in _PLAIN:
            setattr(item, _PLAIN[name], _text(child))
        elif name == "encoded" and "content" in namespace:
            item.html = child.text or ""
        elif name == "encoded":
            item.excerpt = _text(child)
        elif name == "post_password":
            item.password = bool(_text(child))
        elif name == "category" and len(item.terms) < MOST_VALUES:
            usual = child.get("domain", "category") in ("category", "post_tag")
            (item.terms if usual else item.other_terms).append(_text(child))
        elif name == "comment":
            item.comments += 1
        elif name == "postmeta" and len(item.fields) < MOST_VALUES:
            item.fields[_child(child, "meta_key")] = _child(child, "meta_value")[:2000]
    item.short = [f"/?p={item.id}", *([f"/?page_id={item.id}"] if item.kind == "page" else [])]
    return item
