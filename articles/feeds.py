"""The Atom feed: the newest articles, whole."""

from datetime import UTC, datetime, time
from typing import Any
from xml.sax.saxutils import XMLGenerator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Article
from markup.rendering import absolute
from search.kept import kept

MOST = 20


class WholeTextFeed(Atom1Feed):
    def add_item_elements(self, handler: XMLGenerator, item: dict[str, Any]) -> None:
        super().add_item_elements(handler, item)  # type: ignore[arg-type]
        handler.addQuickElement("content", item["content"], {"type": "html"})  # type: ignore[attr-defined]


@kept()
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """Django's Feed view takes its addresses from the request's Host; ours come from the one setting."""
    site = settings.SITE_URL
    atom = WholeTextFeed(
        title=settings.SITE_NAME,
        link=f"{site}/",
        description=_("Reviewed articles on treatment for opioid use disorder."),
        feed_url=site + reverse("feed"),
        language="en",
    )
    for article in Article.objects.published().prefetch_related("tags")[:MOST]:
        atom.add_item(**_item(article))
    return HttpResponse(atom.writeString("utf-8"), content_type=atom.content_type)


def _item(article: Article) -> dict[str, Any]:
    revision, link = article.live_revision, settings.SITE_URL + article.get_absolute_url()
    if revision is None or article.published_on is None:
        raise ValueError("only a published article has an entry")
    return {
        "title": revision.title,
        "link": link,
        "unique_id": link,
        "description": revision.summary,
        "content": absolute(revision.html, site=settings.SITE_URL, page=link),
        "pubdate": datetime.combine(article.published_on, time(), UTC),
        "updateddate": revision.published_at,
        "author_name": str(revision.writer or settings.SITE_NAME),
        "categories": [tag.name for tag in article.tags.all()],
    }
