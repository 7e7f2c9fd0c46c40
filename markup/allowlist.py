"""What may be in a page's text. The parser makes nothing else; this holds even if it one day does."""

import re
from collections.abc import Callable

import nh3

from markup import pictures, syntax

TAGS = frozenset(
    """a blockquote br code dd div dl dt em figcaption figure h2 h3 h4 h5 h6 hr img li ol p picture pre
    source strong sup table tbody td th thead tr ul""".split()
)
_HEADINGS = ("h2", "h3", "h4", "h5", "h6")
_ATTRIBUTES: dict[str, set[str]] = {
    "a": {"href", "id", "aria-label"},
    "img": {"src", "srcset", "alt", "width", "height"},
    "ol": {"start"},
    "source": {"srcset"},
    **{heading: {"id"} for heading in _HEADINGS},
}
_VALUES: dict[str, dict[str, set[str]]] = {
    "a": {"rel": {"noopener"}},
    "div": {"role": {"note"}},
    "img": {"loading": {"lazy"}, "decoding": {"async"}, "sizes": {syntax.SIZES}},
    "source": {"type": {"image/webp"}, "sizes": {syntax.SIZES}},
    "th": {"scope": {"col"}},
}
_CLASSES = {
    "div": {"notice", "table", *(f"notice-{name}" for name in syntax.NOTICES)},
    "h2": {"notice-title"},
    "p": {"notice-title"},
    "sup": {"cite"},
    "td": {"align-center", "align-end"},
    "th": {"align-center", "align-end"},
}
# Fixed prefixes: an id that a writer chooses could otherwise stand for one of the page's own, or for a
# property of `document`.
_IDS = {"a": re.compile(r"cite-[1-9][0-9]{0,2}"), **{h: re.compile(r"s-[a-z0-9-]+") for h in _HEADINGS}}

Rewrite = Callable[[str], str]


def cleaner(rewrite: Rewrite = str) -> nh3.Cleaner:
    """A sanitizer; `rewrite` may change the addresses that it lets pass."""

    def allowed(tag: str, attribute: str, value: str) -> str | None:
        if attribute == "id":
            return value if _IDS[tag].fullmatch(value) else None
        if attribute == "src":
            return rewrite(value) if pictures.at(value) else None
        if attribute == "srcset":
            return _srcset(value, rewrite)
        if attribute == "href":
            return rewrite(value)
        return value

    return nh3.Cleaner(
        tags=TAGS,
        attributes=_ATTRIBUTES,
        attribute_filter=allowed,
        tag_attribute_values=_VALUES,
        allowed_classes=_CLASSES,
        url_schemes={"http", "https", "mailto", "tel", "sms"},
        url_relative="pass_through",
        link_rel=None,
    )


def _srcset(value: str, rewrite: Rewrite) -> str | None:
    steps = [step.split(" ") for step in value.split(", ")]
    if not all(len(step) == 2 and _is_own_file(step[0]) for step in steps):
        return None
    return ", ".join(f"{rewrite(address)} {width}" for address, width in steps)


def _is_own_file(address: str) -> bool:
    return address.startswith(pictures.ADDRESS) and bool(pictures.name_of(address[len(pictures.ADDRESS) :]))
