"""The Atom feed: the newest articles, whole."""

from collections.abc import Sequence
from typing import Any
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from search.kept import kept
from search.kinds import all_kinds

MOST = 20


class WholeTextFeed(Atom1Feed):
    def add_item_elements(self, handler: XMLGenerator, item: dict[str, Any]) -> None:
        """Django would call the summary HTML, and `<your clinic>` in it would vanish."""
        super().add_item_elements(handler, {**item, "description": None})  # type: ignore[arg-type]
        if item["description"]:
            handler.addQuickElement("summary", item["description"], {"type": "text"})  # type: ignore[attr-defined]
        handler.addQuickElement("content", item["content"], {"type": "html"})  # type: ignore[attr-defined]


@kept()
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Django's Feed view takes its addresses from the request's Host; ours come from the one setting."""
    site = settings.SITE_URL
    atom = WholeTextFeed(
        title=settings.SITE_NAME,
        link=f"{site}/",
        description=_("Articles on treatment for opioid use disorder."),
        feed_url=site + reverse("feed"),
        language="en",
    )
    for item in _newest():
        atom.add_item(**item)
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _newest() -> Sequence[dict[str, Any]]:
    """Of every kind that the feed holds, the newest first."""
    items = [
        kind.feed_item(row)
        for kind in all_kinds()
        if (rows := kind.fed or kind.newest) and kind.feed_item
        for row in rows()[:MOST]
    ]
    return sorted(items, key=lambda item: item["pubdate"], reverse=True)[:MOST]
