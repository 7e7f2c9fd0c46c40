"""What the feed says of an article."""

from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone

from articles.models import Article
from markup.rendering import absolute


def of_article(article: Article) -> dict[str, Any]:
    revision, link = article.live_revision, settings.SITE_URL + article.get_absolute_url()
    if revision is None or article.published_on is None:
        raise ValueError("only a published article has an entry")
    writer = revision.writer
    return {
        "title": revision.title,
        "link": link,
        "unique_id": article.key.urn,
        "description": revision.summary,
        "content": absolute(revision.html, site=settings.SITE_URL, page=link),
        "pubdate": datetime.combine(article.published_on, time(), timezone.get_default_timezone()),
        "updateddate": revision.published_at,
        "author_name": settings.SITE_NAME if writer is None or writer.invented else str(writer),
        "categories": [tag.name for tag in article.tags.all()],
    }
