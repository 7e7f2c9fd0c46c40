from datetime import datetime, time
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from search.entries import Entry
from search.kinds import Kind, register
from tests.kinds.leaflets.models import Leaflet


def _entry(leaflet: Leaflet) -> Entry:
    url = leaflet.get_absolute_url()
    return Entry(
        kind="leaflet",
        key=str(leaflet.pk),
        url=url,
        title=leaflet.title,
        text=leaflet.text,
        links=[leaflet.more_at],
    )


def _feed_item(leaflet: Leaflet) -> dict[str, Any]:
    address = settings.SITE_URL + leaflet.get_absolute_url()
    day = leaflet.published_on
    assert day is not None
    published = datetime.combine(day, time(), timezone.get_current_timezone())
    return {
        "title": leaflet.title,
        "link": address,
        "unique_id": address,
        "description": leaflet.title,
        "content": "",
        "pubdate": published,
        "updateddate": published,
    }


LEAFLETS = Kind(
    name="leaflet",
    one=_("Leaflet"),
    many=_("Leaflets"),
    public=Leaflet.objects.published,
    order=200,
    title="title",
    page="leaflet",
    entry=_entry,
    desk="leaflets_leaflet",
    due="next_review_due",
    newest=Leaflet.objects.published,
    feed_item=_feed_item,
)
register(LEAFLETS)
