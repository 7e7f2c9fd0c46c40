"""Data blocks in schema.org's words. They say only what the page shows; each app has its own."""

import json
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.safestring import SafeString

CONTEXT = "https://schema.org"
# As django.utils.html.json_script does: what could end the element, or start a comment, is written as an escape.
_ESCAPES = {ord(">"): "\\u003E", ord("<"): "\\u003C", ord("&"): "\\u0026", 0x2028: "\\u2028", 0x2029: "\\u2029"}


class _JSON:
    """JSON that may be inside a script element."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data

    def __html__(self) -> str:
        return json.dumps(self.data, ensure_ascii=False).translate(_ESCAPES)


def script(data: dict[str, Any]) -> SafeString:
    """A data block, not a program: browsers do not run it, so the Content-Security-Policy lets it pass."""
    return format_html('<script type="application/ld+json">{}</script>', _JSON({"@context": CONTEXT, **data}))


def breadcrumbs(steps: Sequence[tuple[str | Promise, str]]) -> dict[str, Any]:
    """Steps are (name, path); the last, the page itself, has no path."""
    items = [{"@type": "ListItem", "position": n, "name": str(name)} for n, (name, _path) in enumerate(steps, start=1)]
    for item, (_name, path) in zip(items, steps, strict=True):
        if path:
            item["item"] = settings.SITE_URL + path
    return {"@type": "BreadcrumbList", "itemListElement": items}
